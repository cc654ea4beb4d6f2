import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatChallenges,
  formatCredentials,
  parseChallenges,
  parseCredentials,
} from '../../src/http/authorization.ts'
import type { AuthValue, Credentials } from '../../src/http/authorization.ts'
import { megabyte, textOf } from './hostile-text.ts'

type Pairs = [name: string, value: string][]
const pairs = ({ parameters }: Credentials): Pairs => parameters.map(({ name, value }) => [name, value])

describe('parseCredentials', () => {
  test.each<[text: string, token68: string | undefined, pairs: Pairs, problems: string[]]>([
    ['Basic dTpw', 'dTpw', [], []],
    ['Bearer  abc== ', 'abc==', [], []],
    ['Bearer a=', 'a=', [], []],
    ['Negotiate', undefined, [], []],
    ['Negotiate ', undefined, [], []],
    ['X a=b', undefined, [['a', 'b']], []],
    // Bad whitespace is admitted here, RFC 9110 section 11.2
    [
      'X a = b ,, c\t=\t"d,e" ,',
      undefined,
      [
        ['a', 'b'],
        ['c', 'd,e'],
      ],
      [],
    ],
    ['X a==b', undefined, [], ['auth-param']],
    ['X a=b, c', undefined, [['a', 'b']], ['auth-param']],
    ['X a=b c=d, e=f', undefined, [['e', 'f']], ['auth-param']],
    ['X a="b, c=d', undefined, [], ['auth-param']],
    [
      'X a=1, A=2',
      undefined,
      [
        ['a', '1'],
        ['a', '2'],
      ],
      ['duplicate'],
    ],
    ['Bearer a b', undefined, [], ['auth-param']],
    ['Bearer a:b', undefined, [], ['auth-param']],
    ["Digest username*=UTF-8''J%C3%A4s", undefined, [['username*', "UTF-8''J%C3%A4s"]], []],
  ])('%j', (text, token68, parameters, problems) => {
    const read = parseCredentials(text)!
    expect([read.token68, pairs(read), read.problems.map(({ code }) => code)]).toEqual([
      token68,
      parameters,
      problems,
    ])
  })

  test('keeps what follows the scheme as it was written', () => {
    expect(parseCredentials('Bearer  a:b,c ')).toMatchObject({ scheme: 'bearer', rest: 'a:b,c' })
  })

  test.each(['', ' ', ',', '"a"', 'Basic,', 'Basic:dTpw', 'Basic=a', '=a', 'B\xe9 a'])(
    '%j has no scheme',
    (text) => {
      expect(parseCredentials(text)).toBeUndefined()
    },
  )
})

describe('parseChallenges', () => {
  test.each<
    [
      text: string,
      challenges: [scheme: string, token68: string | undefined, pairs: Pairs][],
      leftOut: string[],
    ]
  >([
    [
      // RFC 9110 section 11.6.1
      'Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""',
      [
        ['basic', undefined, [['realm', 'simple']]],
        [
          'newauth',
          undefined,
          [
            ['realm', 'apps'],
            ['type', '1'],
            ['title', 'Login to "apps"'],
          ],
        ],
      ],
      [],
    ],
    [
      'Negotiate, Basic realm="a"',
      [
        ['negotiate', undefined, []],
        ['basic', undefined, [['realm', 'a']]],
      ],
      [],
    ],
    [
      'Negotiate YQ==, Basic realm=a',
      [
        ['negotiate', 'YQ==', []],
        ['basic', undefined, [['realm', 'a']]],
      ],
      [],
    ],
    [
      'Basic realm = "a" , x = y',
      [
        [
          'basic',
          undefined,
          [
            ['realm', 'a'],
            ['x', 'y'],
          ],
        ],
      ],
      [],
    ],
    [
      ',, A ,, B,',
      [
        ['a', undefined, []],
        ['b', undefined, []],
      ],
      [],
    ],
    ['realm="a", Basic', [['basic', undefined, []]], ['realm="a"']],
    ['A YQ==, realm=a', [['a', 'YQ==', []]], ['realm=a']],
    ['A realm="x, B', [], ['A realm="x, B']],
    ['A x y, b=c, B', [['b', undefined, []]], ['A x y', 'b=c']],
    ['A, B x y, b=c', [['a', undefined, []]], ['B x y', 'b=c']],
    ['"a", B', [['b', undefined, []]], ['"a"']],
    ['A:b, C', [['c', undefined, []]], ['A:b']],
    ['', [], []],
  ])('%j', (text, challenges, leftOut) => {
    const read = parseChallenges(text)
    expect(read.challenges.map((item) => [item.scheme, item.token68, pairs(item)])).toEqual(challenges)
    expect(read.problems.map(({ at, end }) => text.slice(at, end).trim())).toEqual(leftOut)
  })

  test('a name that came before is a problem of its challenge', () => {
    const { challenges, problems } = parseChallenges('A realm=a, B realm=b, x=1, x=2')
    expect(challenges.map(({ problems }) => problems.map(({ code }) => code))).toEqual([[], ['duplicate']])
    expect(problems).toEqual([])
  })

  test('each challenge knows its text', () => {
    const { challenges } = parseChallenges('A x="1" , y=2 ,B, C YQ== ')
    expect(challenges.map(({ rest }) => rest)).toEqual(['x="1" , y=2', '', 'YQ=='])
  })
})

describe('writing', () => {
  test('Digest quotes as RFC 7616 sections 3.3 and 3.4 say', () => {
    const parameters: Pairs = [
      ['realm', 'r'],
      ['qop', 'auth'],
      ['algorithm', 'SHA-256'],
      ['nc', '00000001'],
    ]
    expect(formatCredentials({ scheme: 'Digest', parameters })).toBe(
      'Digest realm="r", qop=auth, algorithm=SHA-256, nc=00000001',
    )
    expect(formatChallenges([{ scheme: 'digest', parameters: [...parameters, ['stale', 'true']] }])).toBe(
      'digest realm="r", qop="auth", algorithm=SHA-256, nc="00000001", stale=true',
    )
  })

  test.each<[value: AuthValue]>([
    [{ scheme: 'a b' }],
    [{ scheme: '' }],
    [{ scheme: 'A', token68: 'a b' }],
    [{ scheme: 'A', token68: '' }],
    [{ scheme: 'A', token68: '=' }],
    [{ scheme: 'A', token68: 'a', parameters: [['b', 'c']] }],
    [{ scheme: 'A', parameters: [['b c', 'd']] }],
    [{ scheme: 'A', parameters: [['b', 'c\r\nd']] }],
    [{ scheme: 'Digest', parameters: [['qop', 'a, b']] }],
  ])('%j is refused', (value) => {
    expect(() => formatCredentials(value)).toThrow(TypeError)
  })

  test('what is written is read', () => {
    const token = fc.string({ unit: fc.constantFrom(...'abXY-_1'), minLength: 1, maxLength: 6 })
    const text = fc.string({ unit: fc.constantFrom(...'ab ,="\\\xe9') })
    const token68 = fc.tuple(
      fc.string({ unit: fc.constantFrom(...'aB9-._~+/'), minLength: 1 }),
      fc.constantFrom('', '=', '=='),
    )
    const value: fc.Arbitrary<AuthValue> = fc.oneof(
      fc.record({ scheme: token, parameters: fc.array(fc.tuple(token, text), { minLength: 1 }) }),
      fc.record({ scheme: token, token68: token68.map((parts) => parts.join('')) }),
      fc.record({ scheme: token }),
    )
    const plain = ({ scheme, token68, parameters }: AuthValue): unknown => [
      scheme.toLowerCase(),
      token68,
      Array.from(parameters ?? [], ([name, text]) => [name.toLowerCase(), text]),
    ]
    const found = (item: Credentials): unknown => [item.scheme, item.token68, pairs(item)]
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        expect(found(parseCredentials(formatCredentials(values[0]!))!)).toEqual(plain(values[0]!))
        const { challenges, problems } = parseChallenges(formatChallenges(values))
        expect(challenges.map(found)).toEqual(values.map(plain))
        expect(problems).toEqual([])
      }),
    )
  })
})

test('any text is read', () => {
  fc.assert(
    fc.property(textOf('aB =,"\\+:'), (text) => {
      const credentials = parseCredentials(text)
      expect(credentials === undefined || text.toLowerCase().includes(credentials.scheme)).toBe(true)
      for (const { rest } of parseChallenges(text).challenges) expect(text).toContain(rest)
    }),
  )
})

test.each([',', '"', '\\', '=', 'a', 'a=', 'a="', ' ', 'a=b,', 'a ', 'a b,', 'a,'])(
  'a megabyte of %j',
  (pattern) => {
    const text = megabyte(pattern, 'Digest ')
    expect(parseCredentials(text)?.scheme).toBe('digest')
    expect(parseChallenges(text).challenges.length).toBeLessThanOrEqual(500_001)
  },
)
