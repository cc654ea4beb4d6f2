import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cookiePairs, parseCookies, unescapeCookieValue } from '../../src/http/cookie.ts'
import { decodeUtf8 } from '../../src/http/utf8.ts'
import { anyText, fixtureCases, megabyte, textOf } from './hostile-text.ts'

type Pair = [name: string, value: string]
interface RequestCase {
  id: string
  kind: string
  title: string
  cookie: string
  expect: { pairs: Pair[]; alternatives?: Pair[][] }
}

const cases = fixtureCases<RequestCase>('cookies').filter(({ kind }) => kind === 'request')

describe('request cases', () => {
  test.each(cases)('$id: $title', ({ cookie, expect: { pairs, alternatives = [] } }) => {
    const read = cookiePairs(cookie)
    const all = read.pairs.map(({ name, value }): Pair => [name, value])
    const named = read.pairs.filter(({ name }) => name !== '').map(({ name, value }): Pair => [name, value])
    // The two policies over one parse: nameless parts kept as user agents keep them, or dropped; values as they are.
    expect([pairs, ...alternatives]).toContainEqual(named)
    // RFC 6265bis demands no unquoting; Python's packages do it, and read the bytes as UTF-8.
    const unquoted = named.map(([name, value]): Pair => [name, decodeUtf8(unescapeCookieValue(value))])
    expect([pairs, ...alternatives]).toContainEqual(unquoted)
    expect(all.length - named.length).toBe(read.problems.length)
  })

  test('there are 31', () => expect(cases.length).toBe(31))
})

describe('cookiePairs', () => {
  test.each<
    [header: string, pairs: [name: string, value: string, bare: boolean][], problems: [string, number][]]
  >([
    ['a', [['', 'a', true]], [['no-equals-sign', 0]]],
    [
      'a=1;  b ;c=2',
      [
        ['a', '1', false],
        ['', 'b', true],
        ['c', '2', false],
      ],
      [['no-equals-sign', 6]],
    ],
    ['=a', [['', 'a', false]], [['no-name', 0]]],
    ['=__Host-a=1', [['', '__Host-a=1', false]], [['no-name', 0]]],
    [' = ', [['', '', false]], [['no-name', 1]]],
    ['===;;;', [['', '==', false]], [['no-name', 0]]],
    [' \t;;\t ; ', [], []],
    [
      'a=;b=',
      [
        ['a', '', false],
        ['b', '', false],
      ],
      [],
    ],
    [
      'a;b;c=d',
      [
        ['', 'a', true],
        ['', 'b', true],
        ['c', 'd', false],
      ],
      [
        ['no-equals-sign', 0],
        ['no-equals-sign', 2],
      ],
    ],
    [
      'a="1;2"',
      [
        ['a', '"1', false],
        ['', '2"', true],
      ],
      [['no-equals-sign', 5]],
    ],
    ['\xa0a\u3000=\u2003', [['\xa0a\u3000', '\u2003', false]], []],
  ])('%j', (header, pairs, problems) => {
    const read = cookiePairs(header)
    expect(read.pairs.map(({ name, value, bare }) => [name, value, bare])).toEqual(pairs)
    expect(read.problems.map(({ code, at }) => [code, at])).toEqual(problems)
  })

  test.each<[name: string, header: string, pairs: Pair[]]>([
    [
      'semicolon inside',
      'a="1;2"; b=3',
      [
        ['a', '"1;2"'],
        ['b', '3'],
      ],
    ],
    [
      'space behind the quote',
      'a="1;2" ; b=3',
      [
        ['a', '"1;2"'],
        ['b', '3'],
      ],
    ],
    [
      'escaped quote',
      'a="1\\";2"; b=3',
      [
        ['a', '"1\\";2"'],
        ['b', '3'],
      ],
    ],
    [
      'never closed',
      'a="1; b=2',
      [
        ['a', '"1'],
        ['b', '2'],
      ],
    ],
    [
      'closed too early',
      'a="1;2"x; b=3',
      [
        ['a', '"1'],
        ['', '2"x'],
        ['b', '3'],
      ],
    ],
    [
      'quote not in front',
      'a=x"1;2"; b=3',
      [
        ['a', 'x"1'],
        ['', '2"'],
        ['b', '3'],
      ],
    ],
    [
      'two of them',
      'a="1;2";b="3;4"',
      [
        ['a', '"1;2"'],
        ['b', '"3;4"'],
      ],
    ],
    [
      'closes in the next value',
      'a="1; b="2; c=3',
      [
        ['a', '"1'],
        ['b', '"2'],
        ['c', '3'],
      ],
    ],
    ['escape at the end', 'a="1\\', [['a', '"1\\']]],
  ])('quoted values as Python has them: %s', (_name, header, pairs) => {
    const read = cookiePairs(header, { quoted: true })
    expect(read.pairs.map(({ name, value }) => [name, value])).toEqual(pairs)
  })

  test('quoted values end where a search from their own quote would end them', () => {
    // The specification of the option, quadratic: the remembered search must change nothing.
    const slow = (header: string): Pair[] => {
      const pairs: Pair[] = []
      let rest = header
      while (rest !== '') {
        const match =
          /^([^=;]*)=[ \t]*("(?:[^"\\]|\\[^])*")[ \t]*(?:;|$)/.exec(rest) ??
          /^([^=;]*)(?:=([^;]*))?(?:;|$)/.exec(rest)!
        const [whole, name = '', value] = match
        if (value !== undefined) pairs.push([name, value])
        else if (name !== '') pairs.push(['', name])
        rest = rest.slice(whole.length)
      }
      return pairs
    }
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '=', ';', '"', '"', '\\'), maxLength: 24 }),
        (header) => {
          const read = cookiePairs(header, { quoted: true }).pairs.map(({ name, value }) => [name, value])
          expect(read).toEqual(slow(header))
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('parts point into the field', () => {
    fc.assert(
      fc.property(textOf('ab=;" \t\\'), fc.boolean(), (header, quoted) => {
        for (const { name, value, start, end } of cookiePairs(header, { quoted }).pairs) {
          const part = header.slice(start, end)
          expect(part.startsWith(name)).toBe(true)
          expect(part.trimEnd().endsWith(value.trimEnd())).toBe(true)
          expect(end === header.length || header[end] === ';').toBe(true)
        }
      }),
    )
  })

  test.each([';', 'a=1;', '=', 'a', ' ', '"', 'a="', 'a=";', 'a="\\";', 'a=\\";', '\\"', ' ; '])(
    'a megabyte of %j',
    (pattern) => {
      for (const quoted of [false, true]) {
        const { pairs } = cookiePairs(megabyte(pattern), { quoted })
        expect(pairs.length).toBeLessThanOrEqual(1_000_001)
      }
    },
  )
})

describe('parseCookies', () => {
  test.each<[header: string, cookies: Record<string, string>, problems: [string, number][]]>([
    ['', {}, []],
    ['a=1; b=x%20y', { a: '1', b: 'x y' }, []],
    ['a=%zz; b=%FF', { a: '%zz', b: '%FF' }, []],
    ['a=1; a=2', { a: '1' }, [['repeated-name', 5]]],
    ['a=1; A=2', { a: '1', A: '2' }, []],
    ['x; a=1', { a: '1' }, [['no-equals-sign', 0]]],
    [
      '__proto__=1; constructor=2',
      JSON.parse('{"__proto__":"1","constructor":"2"}') as Record<string, string>,
      [
        ['prototype-name', 0],
        ['prototype-name', 13],
      ],
    ],
    [
      'a=1;; a=2; toString=3',
      { a: '1', toString: '3' },
      [
        ['repeated-name', 6],
        ['prototype-name', 11],
      ],
    ],
    ['a=1; ', { a: '1' }, []],
  ])('%j', (header, cookies, problems) => {
    const read = parseCookies(header)
    expect(Object.entries(read.cookies)).toEqual(Object.entries(cookies))
    expect(read.problems.map(({ code, at }) => [code, at])).toEqual(problems)
  })

  test('Object.prototype stays as it is, and its members are no cookies', () => {
    const { cookies } = parseCookies('__proto__=x; a=1')
    expect(cookies['toString']).toBeUndefined()
    expect(cookies['__proto__']).toBe('x')
    expect(({} as Record<string, unknown>)['a']).toBeUndefined()
  })

  test('any text: the first of equal names, and a problem for each pair that is not there', () => {
    fc.assert(
      fc.property(textOf('ab=;% 1'), (header) => {
        const { cookies, problems } = parseCookies(header)
        const { pairs } = cookiePairs(header)
        const named = pairs.filter(({ name }) => name !== '')
        expect(new Set(Object.keys(cookies).filter(Boolean))).toEqual(new Set(named.map(({ name }) => name)))
        const lost = pairs.length - new Set(named.map(({ name }) => name)).size
        expect(problems.filter(({ code }) => code !== 'prototype-name').length).toBe(lost)
      }),
      { numRuns: 500 },
    )
  })

  test('ten thousand equal cookies', () => {
    expect(parseCookies('a=1; '.repeat(10_000)).problems.length).toBe(9_999)
  })
})

describe('unescapeCookieValue', () => {
  test.each([
    ['', ''],
    ['"', '"'],
    ['""', ''],
    ['plain', 'plain'],
    ['a\\054', 'a\\054'],
    ['"a\\054b"', 'a,b'],
    ['"\\342\\230\\203"', '\xe2\x98\x83'],
    ['"\\"\\\\"', '"\\'],
    ['"\\000\\377"', '\0\xff'],
    ['"\\400"', '400'],
    ['"\\08"', '08'],
    ['"\\12"', '12'],
    ['"\\1"', '1'],
    ['"a\\"', 'a\\'],
    ['"a\\x"', 'ax'],
    ['"open', '"open'],
    ['open"', 'open"'],
  ])('%j', (value, expected) => {
    expect(unescapeCookieValue(value)).toBe(expected)
  })

  test('is what one expression over the inner text does', () => {
    fc.assert(
      fc.property(textOf('\\013"74x'), (inner) => {
        const expected = inner.replaceAll(/\\([0-3][0-7]{2}|[^])/g, (_, escaped: string) =>
          escaped.length === 3 ? String.fromCharCode(parseInt(escaped, 8)) : escaped,
        )
        expect(unescapeCookieValue(`"${inner}"`)).toBe(expected)
      }),
      { numRuns: 1000 },
    )
    fc.assert(fc.property(anyText, (text) => typeof unescapeCookieValue(text) === 'string'))
  })

  test('a megabyte of backslashes (CVE-2024-7592)', () => {
    expect(unescapeCookieValue(megabyte('\\', '"', '"')).length).toBe(500_000)
    expect(unescapeCookieValue(megabyte('\\054', '"', '"')).length).toBe(250_000)
  })
})
