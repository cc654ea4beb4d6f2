import { call } from '@triptych/raw/testing'
import { afterEach, describe, expect, expectTypeOf, test } from 'vitest'
import { clock } from '../../src/datetime-utils.ts'
import type { SetCookieOptions } from '../../src/response/cookie-view.ts'
import { Response } from '../../src/response/response.ts'

const { now } = clock
afterEach(() => void (clock.now = now))

const cookiesOf = (response: Response): string[] => response.headers.getall('Set-Cookie')

describe('setting cookies', () => {
  test.each([
    [{}, 'a=b; Path=/'],
    [{ path: null }, 'a=b'],
    [{ domain: 'example.com' }, 'a=b; Domain=example.com; Path=/'],
    [{ secure: true, httponly: true }, 'a=b; Path=/; secure; HttpOnly'],
    [{ samesite: 'strict' }, 'a=b; Path=/; SameSite=strict'],
    [
      { samesite: 'none', secure: true, partitioned: true },
      'a=b; Path=/; secure; SameSite=none; Partitioned',
    ],
    [{ priority: 'high' }, 'a=b; Path=/; Priority=high'],
  ] as const)('%j', (options, cookie) => {
    const response = new Response()
    response.setCookie('a', 'b', options)
    expect(cookiesOf(response).map((text) => text.toLowerCase())).toEqual([cookie.toLowerCase()])
  })

  test('max-age gives expires too, expires gives max-age', () => {
    clock.now = () => Date.UTC(2024, 0, 1)
    const response = new Response()
    response.setCookie('a', 'b', { maxAge: 60 })
    response.setCookie('c', 'd', { expires: new Date(Date.UTC(2024, 0, 1, 0, 1)) })
    for (const text of cookiesOf(response)) {
      expect(text).toContain('Max-Age=60')
      expect(text).toContain('expires=Mon, 01-Jan-2024 00:01:00 GMT')
    }
  })

  test('values are UTF-8 and quoted where they must be', () => {
    const response = new Response()
    response.setCookie('a', 'x;y \u00e9')
    expect(cookiesOf(response)[0]).toMatch(/^a="x\\073y \\303\\251"/)
  })

  test.each([
    ['a name', () => new Response().setCookie('a;b', 'c'), TypeError],
    [
      'SameSite=None without Secure',
      () => new Response().setCookie('a', 'b', { samesite: 'none' }),
      RangeError,
    ],
    ['a max-age', () => new Response().setCookie('a', 'b', { maxAge: 'soon' }), RangeError],
  ])('%s that cannot be is refused', (_, set, error) => {
    expect(set).toThrow(error)
  })

  test('what stands in a path or a domain begins no field and no attribute', async () => {
    const response = new Response()
    response.setCookie('a', 'b', { path: '/\r\nX-Evil: 1; Secure', domain: 'a; HttpOnly' })
    const [cookie] = cookiesOf(response)
    expect(cookie!.split(';').map((part) => part.trim().split('=')[0])).toEqual(['a', 'Domain', 'Path'])
    const answer = await call(response, '/')
    expect(answer.headers.has('X-Evil')).toBe(false)
  })

  test('the compiler knows what a prefix demands', () => {
    const response = new Response()
    response.setCookie('__Host-a', 'b', { secure: true })
    // @ts-expect-error browsers drop it without Secure
    response.setCookie('__Host-a', 'b', {})
    expect(cookiesOf(response)).toHaveLength(2)
    expectTypeOf<'sometimes'>().not.toExtend<NonNullable<SetCookieOptions['samesite']>>()
  })

  test('deleting sets an empty one that has ended', () => {
    const response = new Response()
    response.deleteCookie('__Secure-a', { path: '/x', domain: 'example.com', secure: true })
    expect(cookiesOf(response)[0]).toMatch(
      /^__Secure-a=; Domain=example\.com; Max-Age=0; Path=\/x; expires=.*; secure$/,
    )
  })
})

describe('taking cookies back', () => {
  test('one that is set goes, the others stay', () => {
    const response = new Response()
    response.setCookie('a', '1')
    response.setCookie('b', '2')
    response.unsetCookie('a')
    expect(cookiesOf(response)).toEqual(['b=2; Path=/'])
  })

  test('verbatim keeps every attribute of the others', () => {
    const response = new Response()
    response.setCookie('a', '1')
    response.setCookie('b', '2', { secure: true, httponly: true, samesite: 'none' })
    response.unsetCookie('a', { verbatim: true })
    expect(cookiesOf(response)).toEqual(['b=2; Path=/; secure; HttpOnly; SameSite=none'])
  })

  test('if the others cannot be written anew, nothing changes', () => {
    const response = new Response()
    response.setCookie('a', '1')
    response.setCookie('b', '2', { secure: true, samesite: 'none' })
    const before = cookiesOf(response)
    expect(() => response.unsetCookie('a')).toThrow(RangeError)
    expect(cookiesOf(response)).toEqual(before)
  })

  test('one that is not set is a KeyError, unless not strict', () => {
    const response = new Response()
    response.setCookie('a', '1')
    expect(() => response.unsetCookie('b')).toThrow(/b/)
    response.unsetCookie('b', { strict: false })
    expect(cookiesOf(response)).toHaveLength(1)
  })

  test('overwrite replaces', () => {
    const response = new Response()
    response.setCookie('a', '1')
    response.setCookie('a', '2', { overwrite: true })
    expect(cookiesOf(response)).toEqual(['a=2; Path=/'])
  })

  test('merged into another response, and into any application', async () => {
    const response = new Response()
    response.setCookie('a', '1')
    const other = response.mergeCookies(new Response('other'))
    expect(cookiesOf(other)).toEqual(['a=1; Path=/'])
    const application = response.mergeCookies((_environ, startResponse) => {
      startResponse('200 OK', [])
      return []
    })
    expect((await call(application, '/')).headers.getAll('Set-Cookie')).toEqual(['a=1; Path=/'])
    const plain = new Response('x')
    expect(new Response().mergeCookies(plain)).toBe(plain)
  })
})

describe('caches', () => {
  test('Cache-Control is live', () => {
    const response = new Response()
    response.cacheControl.maxAge = 60
    response.cacheControl.public = true
    expect(response.headers.get('Cache-Control')).toBe('max-age=60, public')
    response.headers.set('Cache-Control', 'no-store')
    expect(response.cacheControl.noStore).toBe(true)
    response.cacheControl = { 'max-age': 5 }
    expect(response.headers.get('Cache-Control')).toBe('max-age=5')
    response.cacheControl = null
    expect(response.headers.has('Cache-Control')).toBe(false)
  })

  test.each([
    [0, { cache: 'max-age=0, must-revalidate, no-cache, no-store', pragma: 'no-cache', expires: 0 }],
    [true, { cache: 'max-age=0, must-revalidate, no-cache, no-store', pragma: 'no-cache', expires: 0 }],
    [60, { cache: 'max-age=60', pragma: null, expires: 60_000 }],
  ] as const)('cacheExpires(%j)', (seconds, wanted) => {
    clock.now = () => Date.UTC(2024, 0, 1)
    const response = new Response()
    response.cacheExpires(seconds)
    expect({
      cache: response.headers.get('Cache-Control'),
      pragma: response.pragma,
      expires: response.expires!.getTime() - Date.UTC(2024, 0, 1),
    }).toEqual(wanted)
  })

  test('null leaves but the other directives', () => {
    const response = new Response()
    response.cacheExpires(null, { private: true })
    expect(response.headers.get('Cache-Control')).toBe('private')
    expect(response.expires).toBeNull()
  })
})
