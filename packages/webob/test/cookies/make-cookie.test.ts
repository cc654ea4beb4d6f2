import fc from 'fast-check'
import { afterEach, describe, expect, expectTypeOf, test } from 'vitest'
import { makeCookie, type CookieOptions, type CookieOptionsFor } from '../../src/cookies/make-cookie.ts'
import type { SameSite } from '../../src/cookies/morsel.ts'
import { clock } from '../../src/datetime-utils.ts'

const { now } = clock

afterEach(() => {
  clock.now = now
})

describe('makeCookie', () => {
  test.each<[name: string, value: string | Uint8Array | null, options: CookieOptions, text: string]>([
    ['a value', 'v', {}, 'a=v; Path=/'],
    ['no value', '', {}, 'a=; Path=/'],
    ['bytes', new Uint8Array([0xc3, 0xa9]), {}, 'a="\\303\\251"; Path=/'],
    ['a path', 'v', { path: '/x' }, 'a=v; Path=/x'],
    ['no path', 'v', { path: null }, 'a=v'],
    ['a lifetime', 'v', { maxAge: 60 }, 'a=v; Max-Age=60; Path=/; expires=Sat, 03-Feb-2024 04:06:06 GMT'],
    [
      'a lifetime as text',
      'v',
      { maxAge: '-6' },
      'a=v; Max-Age=-6; Path=/; expires=Sat, 03-Feb-2024 04:05:00 GMT',
    ],
    [
      'a duration',
      'v',
      { maxAge: { days: 1 } },
      'a=v; Max-Age=86400; Path=/; expires=Sun, 04-Feb-2024 04:05:06 GMT',
    ],
    ['none', 'v', { maxAge: 0 }, 'a=v; Max-Age=0; Path=/; expires=Sat, 03-Feb-2024 04:05:06 GMT'],
    [
      'flags',
      'v',
      { secure: true, httponly: true, partitioned: true },
      'a=v; Path=/; secure; HttpOnly; Partitioned',
    ],
    ['flags that are off', 'v', { secure: false, httponly: null, partitioned: undefined }, 'a=v; Path=/'],
    ['SameSite', 'v', { samesite: 'None', secure: true }, 'a=v; Path=/; secure; SameSite=None'],
    ['priority', 'v', { priority: 'high' }, 'a=v; Path=/; Priority=high'],
    [
      'a deletion',
      null,
      { domain: 'x.com', maxAge: 60 },
      'a=; Domain=x.com; Max-Age=0; Path=/; expires=Wed, 31-Dec-97 23:59:59 GMT',
    ],
    ['text in latin-1', 'v', { path: '/\xe9', comment: '\xe9' }, 'a=v; Comment="\\351"; Path=/\\351'],
  ])('%s', (_name, value, options, text) => {
    clock.now = () => Date.UTC(2024, 1, 3, 4, 5, 6)
    expect(makeCookie('a', value, options)).toBe(text)
  })

  test.each<
    [name: string, value: string, options: CookieOptions, error: typeof TypeError | typeof RangeError]
  >([
    ['a', 'caf\xe9', {}, TypeError],
    ['a', '\u2603', {}, TypeError],
    ['a', 'v', { path: '\u2603' }, TypeError],
    ['a', 'v', { domain: '\u2603' }, TypeError],
    ['a', 'v', { comment: '\u2603' }, TypeError],
    ['a b', 'v', {}, TypeError],
    ['a\r\nX: y', 'v', {}, TypeError],
    ['$a', 'v', {}, TypeError],
    ['Path', 'v', {}, TypeError],
    ['a', 'v', { maxAge: 'soon' }, RangeError],
    ['a', 'v', { maxAge: '1; Domain=evil' }, RangeError],
    ['a', 'v', { maxAge: Number.NaN }, RangeError],
    ['a', 'v', { maxAge: '9'.repeat(400) }, RangeError],
    ['a', 'v', { samesite: 'x' as SameSite }, RangeError],
    ['a', 'v', { samesite: 'none' }, RangeError],
    ['a', 'v', { samesite: 'None', secure: false }, RangeError],
    ['a', 'v', { partitioned: true }, RangeError],
    ['a', 'v', { priority: 'x; Domain=evil' as 'low' }, RangeError],
  ])('%j with %j and %j is refused', (name, value, options, error) => {
    expect(() => makeCookie(name, value, options)).toThrow(error)
  })

  test('nothing that is set begins another attribute or field', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ';', ' ', '=', '"', '\\', ',', '\r', '\n', '\0', '\x7f'),
    })
    fc.assert(
      fc.property(text, text, text, text, (value, path, domain, comment) => {
        const cookie = makeCookie('a', value, {
          path: `p${path}`,
          domain: `d${domain}`,
          comment: `c${comment}`,
        })
        expect(cookie).toMatch(/^a=[\x20-\x3a\x3c-\x7e]*; Comment=[^;]*; Domain=[^;]*; Path=[^;]*$/)
        expect(cookie).toMatch(/^[\x20-\x7e]*$/)
      }),
    )
  })

  test('what a prefix demands is demanded by the compiler', () => {
    expectTypeOf<{ path: '/' }>().toExtend<CookieOptionsFor<'a'>>()
    expectTypeOf<{ path: '/x' }>().toExtend<CookieOptionsFor<string>>()
    expectTypeOf<{ secure: true }>().toExtend<CookieOptionsFor<'__Host-a'>>()
    expectTypeOf<{ secure: true; path: '/' }>().toExtend<CookieOptionsFor<'__Host-a'>>()
    expectTypeOf<object>().not.toExtend<CookieOptionsFor<'__Host-a'>>()
    expectTypeOf<{ secure: true; path: '/x' }>().not.toExtend<CookieOptionsFor<'__Host-a'>>()
    expectTypeOf<{ secure: true; domain: 'x' }>().not.toExtend<CookieOptionsFor<'__Host-a'>>()
    expectTypeOf<{ secure: false }>().not.toExtend<CookieOptionsFor<'__Secure-a'>>()
    expectTypeOf<{ secure: true; domain: 'x' }>().toExtend<CookieOptionsFor<'__Secure-a'>>()
    expect(makeCookie('__Host-a', 'v', { secure: true })).toBe('__Host-a=v; Path=/; secure')
  })
})
