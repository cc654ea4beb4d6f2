import { Authorization } from '@triptych/werkzeug/datastructures'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

describe('Authorization', () => {
  test.each<[string, string, [string, string | null][], string | null]>([
    [
      'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
      'basic',
      [
        ['username', 'Aladdin'],
        ['password', 'open sesame'],
      ],
      null,
    ],
    [
      'BASIC dTo=',
      'basic',
      [
        ['username', 'u'],
        ['password', ''],
      ],
      null,
    ],
    [
      'basic dTphOmI=',
      'basic',
      [
        ['username', 'u'],
        ['password', 'a:b'],
      ],
      null,
    ],
    ['Bearer abc==', 'bearer', [], 'abc=='],
    ['Bearer', 'bearer', [], ''],
    [
      'Digest realm="a b", qop=auth, stale',
      'digest',
      [
        ['realm', 'a b'],
        ['qop', 'auth'],
        ['stale', null],
      ],
      null,
    ],
  ])('%s', (header, type, parameters, token) => {
    const auth = Authorization.fromHeader(header)!
    expect([auth.type, [...auth.parameters], auth.token]).toEqual([type, parameters, token])
  })

  test.each([[null], [''], ['Basic Q'], ['Basic QQ'], ['Basic /w=='], ['Basic dX\u2028Nl']])(
    '%j is none',
    (header) => {
      expect(Authorization.fromHeader(header)).toBeNull()
    },
  )

  test('parameters', () => {
    const auth = new Authorization('digest', { username: 'ada', stale: null })
    expect([
      auth.get('username'),
      auth.username,
      auth.password,
      auth.has('stale'),
      auth.get('stale'),
    ]).toEqual(['ada', 'ada', null, true, null])
    expect(auth.toHeader()).toBe('Digest username=ada, stale')
    expect(
      auth.equals(
        new Authorization(
          'digest',
          new Map([
            ['stale', null],
            ['username', 'ada'],
          ]),
        ),
      ),
    ).toBe(true)
    expect(auth.equals(new Authorization('digest'))).toBe(false)
  })

  test('what is missing is empty', () => {
    expect(new Authorization('basic', { username: 'ada' }).toHeader()).toBe(`Basic ${btoa('ada:')}`)
  })

  test('any name and password come back', () => {
    const text = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(text, text, (name, password) => {
        const username = name.replaceAll(':', '')
        const auth = Authorization.fromHeader(new Authorization('basic', { username, password }).toHeader())
        expect([auth?.username, auth?.password]).toEqual([username, password])
      }),
    )
  })
})
