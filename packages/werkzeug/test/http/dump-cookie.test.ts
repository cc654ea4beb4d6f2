import fc from 'fast-check'
import { afterEach, expect, expectTypeOf, test, vi } from 'vitest'
import { clock } from '../../src/clock.ts'
import { parseCookie } from '../../src/http/cookie.ts'
import { dumpCookie, type DumpCookieOptions } from '../../src/http/dump-cookie.ts'

afterEach(() => void vi.restoreAllMocks())

test.each<[value: string, written: string]>([
  ['', ''],
  ["a!#$%&'()*+-./:<=>?@[]^_`{|}~", "a!#$%&'()*+-./:<=>?@[]^_`{|}~"],
  ['a b', '"a b"'],
  ['a;b,c', '"a\\073b\\054c"'],
  ['"\\', '"\\"\\\\"'],
  ['\xe9', '"\\303\\251"'],
  ['\0\x1f\x7f\r\n', '"\\000\\037\\177\\015\\012"'],
])('value %j', (value, written) => {
  expect(dumpCookie('k', value, { path: null })).toBe(`k=${written}`)
})

test.each<[options: DumpCookieOptions, attributes: string]>([
  [{}, '; Path=/'],
  [{ path: null }, ''],
  [{ path: '' }, '; Path='],
  [{ path: '/a b;c%20\xe9' }, '; Path=/a%20b%3Bc%20%C3%A9'],
  [{ domain: 'example.com:80', path: null }, '; Domain=example.com'],
  [{ domain: '..example.com', path: null }, '; Domain=example.com'],
  [{ domain: '\u2603.example', path: null }, '; Domain=xn--n3h.example'],
  [{ domain: '', path: null }, '; Domain='],
  [{ expires: 0, path: null }, '; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
  [{ expires: new Date(0), path: null }, '; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
  [{ expires: 'soon', path: null }, '; Expires=soon'],
  [{ maxAge: 60, path: null }, '; Expires=Tue, 14 Nov 2023 22:14:20 GMT; Max-Age=60'],
  [{ maxAge: 60, syncExpires: false, path: null }, '; Max-Age=60'],
  [{ maxAge: 60, expires: 0, path: null }, '; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60'],
  [{ maxAge: 1.9, syncExpires: false, path: null }, '; Max-Age=1'],
  [{ secure: true, httponly: true }, '; Secure; HttpOnly; Path=/'],
  [{ samesite: 'strict' }, '; Path=/; SameSite=Strict'],
  [{ samesite: 'None' }, '; Path=/; SameSite=None'],
  [{ partitioned: true }, '; Secure; Path=/; Partitioned'],
])('%j', (options, attributes) => {
  vi.spyOn(clock, 'now').mockReturnValue(1_700_000_000_000)
  expect(dumpCookie('k', 'v', options)).toBe(`k=v${attributes}`)
})

test('a key beyond ASCII goes as UTF-8, one character a byte', () => {
  expect(dumpCookie('f\xf6', '1')).toBe('f\xc3\xb6=1; Path=/')
})

test.each(['a;b', 'a=b', 'a b', 'a\r\nSet-Cookie: x', 'a\tb', '\0', '\x7f'])(
  'the key %j is refused',
  (key) => {
    expect(() => dumpCookie(key, 'v')).toThrow(TypeError)
  },
)

test.each<[options: DumpCookieOptions]>([
  [{ domain: 'a;b' }],
  [{ domain: 'a b' }],
  [{ domain: 'a\r\n' }],
  [{ expires: 'x; Domain=evil' }],
  [{ expires: 'x\r\n' }],
])('%j is refused', (options) => {
  expect(() => dumpCookie('k', 'v', options)).toThrow(TypeError)
})

test('a same-site value is one of three', () => {
  // @ts-expect-error the compiler knows them
  expect(() => dumpCookie('k', 'v', { samesite: 'invalid' })).toThrow(TypeError)
})

test.each<[key: string, value: string, options: DumpCookieOptions]>([
  ['\ud800', 'v', {}],
  ['k', '\ud800', {}],
  ['k', 'v', { path: '/\ud800' }],
  ['k', 'v', { domain: 'a..b' }],
])('what cannot be encoded is refused', (key, value, options) => {
  expect(() => dumpCookie(key, value, options)).toThrow(SyntaxError)
})

test('a date that is none is refused', () => {
  expect(() => dumpCookie('k', 'v', { expires: new Date(Number.NaN) })).toThrow(RangeError)
})

test('a cookie that is too long is told of, once asked for', () => {
  const onTooLarge = vi.fn<(key: string, size: number, limit: number) => void>()
  dumpCookie('k', 'x'.repeat(4083), { onTooLarge })
  expect(onTooLarge).not.toHaveBeenCalled()
  dumpCookie('k', 'x'.repeat(4084), { onTooLarge })
  expect(onTooLarge.mock.calls).toEqual([['k', 4094, 4093]])
  dumpCookie('k', 'x'.repeat(5000), { onTooLarge, maxSize: 0 })
  dumpCookie('k', 'v', { onTooLarge, maxSize: 5 })
  expect(onTooLarge.mock.calls.slice(1)).toEqual([['k', 11, 5]])
})

test('any value comes back', () => {
  const text = fc.string({ unit: 'grapheme' })
  fc.assert(
    fc.property(text, (value) => {
      const [pair = ''] = dumpCookie('k', value).split('; Path=')
      expect(parseCookie(pair).get('k')).toBe(value)
    }),
  )
})

test('nothing breaks out of the field', () => {
  const text = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(text, text, text, text, (key, value, path, domain) => {
      let cookie = ''
      let refusal: unknown = new TypeError()
      try {
        cookie = dumpCookie(key, value, { path, domain })
      } catch (error) {
        refusal = error
      }
      expect(refusal instanceof TypeError || refusal instanceof SyntaxError).toBe(true)
      expect(cookie).not.toMatch(/[\0-\x1f\x7f]/)
      expect(
        cookie
          .split('; ')
          .slice(1)
          .map((part) => part.split('=')[0]),
      ).toSatisfy((names: string[]) => cookie === '' || names.join() === 'Domain,Path')
    }),
  )
})

test('same-site values are known to the compiler', () => {
  expectTypeOf<'lax'>().toExtend<NonNullable<DumpCookieOptions['samesite']>>()
  expectTypeOf<'no'>().not.toExtend<NonNullable<DumpCookieOptions['samesite']>>()
})
