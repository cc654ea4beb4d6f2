import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { parseCookies } from '../../src/http/cookie.ts'
import { parseSetCookie } from '../../src/http/parse-set-cookie.ts'
import { CookieSizeError, SetCookieError, formatSetCookie } from '../../src/http/set-cookie.ts'
import type { SetCookieOptions } from '../../src/http/set-cookie.ts'
import { anyText, fixtureCases } from './hostile-text.ts'

type Attributes = Omit<SetCookieOptions<string>, 'expires'> & {
  name: string
  value: string
  expires?: string
}
interface SerialiseCase {
  id: string
  kind: string
  title: string
  cookie: Attributes
  expect: {
    setCookie?: string
    parts?: string[]
    throws?: true
    oneOf?: string[]
    never?: string
    neverAttribute?: string
  }
}

/** As a caller without types would call it. */
const format: (name: string, value: string, options?: object) => string = formatSetCookie

const cases = fixtureCases<SerialiseCase>('cookies').filter(({ kind }) => kind === 'serialise')

/** What was written, or `throws`. */
function outcome({ name, value, expires, ...attributes }: Attributes): string {
  try {
    return format(
      name,
      value,
      expires === undefined ? attributes : { ...attributes, expires: new Date(expires) },
    )
  } catch {
    return 'throws'
  }
}

/** The demands of a case that the text does not meet. */
function unmet(text: string, expected: SerialiseCase['expect']): string[] {
  const threw = text === 'throws'
  const names = text.split(';').map((part) => part.trim().split('=')[0])
  const met: Record<keyof SerialiseCase['expect'], boolean> = {
    throws: expected.throws === true ? threw : !threw || expected.oneOf?.includes('throws') === true,
    setCookie: expected.setCookie === undefined || text === expected.setCookie,
    parts: !expected.parts || text.split('; ').toSorted().join() === expected.parts.toSorted().join(),
    oneOf: !expected.oneOf || expected.oneOf.includes('escaped') || expected.oneOf.includes(text),
    never: expected.never === undefined || !text.includes(expected.never),
    neverAttribute:
      expected.neverAttribute === undefined || !names.slice(1).includes(expected.neverAttribute),
  }
  return Object.entries(met).flatMap(([demand, good]) => (good ? [] : [demand]))
}

describe('serialise cases', () => {
  test.each(cases)('$id: $title', ({ cookie, expect: expected }) => {
    expect(unmet(outcome(cookie), expected)).toEqual([])
  })

  test('there are 28', () => expect(cases.length).toBe(28))
})

test.each<[name: string, cookie: string, value: string, options: object, expected: string]>([
  ['nothing but the pair', 'a', '', {}, 'a='],
  ['value escaped', 'a', 'caf\xe9; "x"', {}, 'a=caf%C3%A9%3B%20%22x%22'],
  ['value as it is', 'a', '"x+y"', { encode: String }, 'a="x+y"'],
  ['deletion', 'a', '', { maxAge: 0 }, 'a=; Max-Age=0'],
  ['false is absent', 'a', '1', { secure: false, httpOnly: false, partitioned: false }, 'a=1'],
  ['undefined is absent', 'a', '1', { path: undefined, domain: undefined, sameSite: undefined }, 'a=1'],
  ['prefix', '__Host-a', '1', { secure: true, path: '/' }, '__Host-a=1; Path=/; Secure'],
  ['SameSite in any case', 'a', '1', { sameSite: 'lax' }, 'a=1; SameSite=Lax'],
  [
    'CHIPS',
    'a',
    '1',
    { secure: true, partitioned: true, sameSite: 'None' },
    'a=1; Secure; Partitioned; SameSite=None',
  ],
])('%s', (_title, name, value, options, expected) => {
  expect(format(name, value, options)).toBe(expected)
})

describe('refused with SetCookieError', () => {
  test.each<[title: string, name: string, value: string, options: object]>([
    ['name with a brace', 'a{', '1', {}],
    ['name with an attribute (CVE-2024-47764)', 'userName=<script>; Max-Age=2592000; a', 'v', {}],
    ['name beyond ASCII', '\u2603', '1', {}],
    ['raw value with a comma', 'a', '1,2', { encode: String }],
    ['raw value with a backslash', 'a', '1\\2', { encode: String }],
    ['raw value with a quote inside', 'a', '1"2', { encode: String }],
    ['raw value with an open quote', 'a', '"1', { encode: String }],
    ['raw value beyond ASCII', 'a', '\xe9', { encode: String }],
    ['raw value with CR LF', 'a', '1\r\nX: 2', { encode: String }],
    ['lone surrogate', 'a', '\ud800', {}],
    ['SameSite with an attribute (CVE-2026-47675)', 'a', '1', { sameSite: 'Lax; Domain=evil' }],
    ['SameSite=None without Secure', 'a', '1', { sameSite: 'None' }],
    ['Partitioned without Secure', 'a', '1', { partitioned: true }],
    ['__Http- without HttpOnly', '__Http-a', '1', { secure: true }],
    ['__Host-Http- with a path', '__Host-Http-a', '1', { secure: true, httpOnly: true, path: '/a' }],
    ['prefix in another case', '__secure-a', '1', {}],
    ['path without slash', 'a', '1', { path: 'a' }],
    ['path with an attribute', 'a', '1', { path: '/; Domain=evil.example' }],
    ['path with CR LF', 'a', '1', { path: '/\r\nX: 1' }],
    ['domain with an attribute', 'a', '1', { domain: 'a; Secure' }],
    ['domain with a port', 'a', '1', { domain: 'a:80' }],
    ['Max-Age of parts of a second', 'a', '1', { maxAge: 1.5 }],
    ['Max-Age that is no number', 'a', '1', { maxAge: NaN }],
    ['Expires that is no date', 'a', '1', { expires: new Date(NaN) }],
    ['Expires beyond four digits', 'a', '1', { expires: new Date(8.64e15) }],
    ['Expires before all calendars of RFC 6265', 'a', '1', { expires: new Date(-6e13) }],
    ['unknown priority', 'a', '1', { priority: 'urgent' }],
  ])('%s', (_title, name, value, options) => {
    expect(() => format(name, value, options)).toThrow(SetCookieError)
    expect(() => format(name, value, options)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_COOKIE' }),
    )
  })
})

test('4,096 bytes of name and value are the limit, 1,024 of an attribute', () => {
  expect(format('abc', 'x'.repeat(4093)).length).toBe(4097)
  expect(() => format('abc', 'x'.repeat(4094))).toThrow(CookieSizeError)
  expect(() => format('abc', '\xe9'.repeat(683))).toThrow(/at most 4096 .* got 4101/)
  expect(format('a', '', { path: `/${'x'.repeat(1023)}` })).toContain('Path=/x')
  expect(() => format('a', '', { path: `/${'x'.repeat(1024)}` })).toThrow(RangeError)
  expect(() => format('a', '', { domain: 'a.'.repeat(600) })).toThrow(CookieSizeError)
})

test('what is written comes back, at the user agent and in the next request', () => {
  const name = fc.string({ unit: fc.constantFrom(...'abcXYZ019!#$&*+-.^_`|~'), minLength: 1, maxLength: 10 })
  const attributes = fc.record(
    {
      maxAge: fc.integer(),
      path: fc.constantFrom('/', '/a/b', '/%20'),
      domain: fc.constantFrom('example.com', 'a-b.example'),
      httpOnly: fc.boolean(),
      sameSite: fc.constantFrom('Strict', 'Lax', 'None'),
      partitioned: fc.boolean(),
      expires: fc.date({ min: new Date('1970-01-01'), max: new Date('2069-12-31'), noInvalidDate: true }),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(
      name,
      fc.string({ unit: 'grapheme', maxLength: 50 }),
      attributes,
      (name, value, attributes) => {
        fc.pre(!name.startsWith('__'))
        const text = format(name, value, { ...attributes, secure: true })
        const cookie = parseSetCookie(text)!
        expect(cookie.problems).toEqual([])
        expect(cookie).toMatchObject({ name, secure: true, httpOnly: attributes.httpOnly === true })
        expect(cookie.maxAge).toBe(attributes.maxAge === undefined ? undefined : attributes.maxAge)
        expect([cookie.path, cookie.domain, cookie.sameSite]).toEqual([
          attributes.path,
          attributes.domain,
          attributes.sameSite,
        ])
        expect(cookie.expires?.getTime()).toBe(
          attributes.expires && Math.floor(attributes.expires.getTime() / 1000) * 1000,
        )
        expect(parseCookies(`${name}=${cookie.value}`).cookies[name]).toBe(value)
      },
    ),
  )
})

test('no text whatever puts a second attribute or line into the field', () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, (name, value, text) => {
      for (const options of [
        {},
        { path: `/${text}` },
        { domain: text },
        { sameSite: text },
        { encode: () => text },
      ]) {
        const field = outcome({ name, value, ...options } as Attributes)
        expect(field.split(';').length).toBeLessThanOrEqual(2)
        expect(field).toMatch(/^[ -~]*$/)
      }
    }),
  )
})

test('what user agents would drop does not compile', () => {
  expectTypeOf<{ secure: true; path: '/' }>().toExtend<SetCookieOptions<'__Host-a'>>()
  expectTypeOf<{ secure: true }>().not.toExtend<SetCookieOptions<'__Host-a'>>()
  expectTypeOf<{ secure: true; path: '/'; domain: 'a' }>().not.toExtend<SetCookieOptions<'__Host-a'>>()
  expectTypeOf<{ secure: true }>().not.toExtend<SetCookieOptions<'__Http-a'>>()
  expectTypeOf<{ path: '/' }>().not.toExtend<SetCookieOptions<'__Secure-a'>>()
  expectTypeOf<{ sameSite: 'None' }>().not.toExtend<SetCookieOptions<'a'>>()
  expectTypeOf<{ sameSite: 'None'; secure: true }>().toExtend<SetCookieOptions<'a'>>()
  expectTypeOf<{ partitioned: true }>().not.toExtend<SetCookieOptions<string>>()
  expectTypeOf<{ sameSite: 'Foo' }>().not.toExtend<SetCookieOptions<'a'>>()
  expectTypeOf<object>().toExtend<SetCookieOptions<'a'>>()
  // The options of a prefixed name cannot be left out.
  expectTypeOf<['__Host-a', string]>().not.toExtend<Parameters<typeof formatSetCookie<'__Host-a'>>>()
  expectTypeOf<['a', string]>().toExtend<Parameters<typeof formatSetCookie<'a'>>>()
})
