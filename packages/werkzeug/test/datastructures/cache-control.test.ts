import { RequestCacheControl, ResponseCacheControl } from '@triptych/werkzeug/datastructures'
import { describe, expect, expectTypeOf, test, vi } from 'vitest'

describe('RequestCacheControl', () => {
  test('reads', () => {
    const directives = RequestCacheControl.fromHeader(
      'no-cache, MAX-AGE=1, max-age=60, max-stale, min-fresh=x, only-if-cached',
    )
    expect(directives.noCache).toBe(true)
    expect(directives.maxAge).toBe(60)
    expect(directives.maxStale).toBe(true)
    expect(directives.minFresh).toBeNull()
    expect(directives.onlyIfCached).toBe(true)
    expect([directives.noStore, directives.noTransform, directives.staleIfError]).toEqual([
      false,
      false,
      null,
    ])
    expect(RequestCacheControl.fromHeader('max-stale=5').maxStale).toBe(5)
    expect(new RequestCacheControl(null).provided).toBe(false)
    expectTypeOf(directives.maxStale).toEqualTypeOf<number | true | null>()
  })

  test.each<[string, (directives: RequestCacheControl) => unknown]>([
    ['set', (directives) => directives.set('a', 'b')],
    ['setdefault', (directives) => directives.setdefault('a', 'b')],
    ['delete', (directives) => directives.delete('a')],
    ['pop', (directives) => directives.pop('a')],
    ['popitem', (directives) => directives.popitem()],
    ['clear', (directives) => directives.clear()],
    ['update', (directives) => directives.update({ a: 'b' })],
    ['a number', (directives) => (directives.maxAge = 5)],
    ['a flag', (directives) => (directives.noStore = true)],
  ])('%s is refused', (_, change) => {
    expect(() => change(RequestCacheControl.fromHeader('a'))).toThrow(TypeError)
  })
})

describe('ResponseCacheControl', () => {
  test.each<[string, (directives: ResponseCacheControl) => unknown, string]>([
    ['a flag', (directives) => (directives.public = true), 'public'],
    ['no flag', (directives) => (directives.public = false), ''],
    ['a number', (directives) => (directives.maxAge = 10.9), 'max-age=10'],
    ['a number as text', (directives) => (directives.sMaxage = '7'), 's-maxage=7'],
    ['no number', (directives) => (directives.maxAge = null), ''],
    ['all of it', (directives) => (directives.noCache = true), 'no-cache'],
    ['some of it', (directives) => (directives.private = 'Set-Cookie, X-A'), 'private="Set-Cookie, X-A"'],
    ['none of it', (directives) => (directives.noCache = false), ''],
    ['another directive', (directives) => directives.set('x', 'y z'), 'x="y z"'],
    [
      'others',
      (directives) => {
        directives.mustRevalidate =
          directives.proxyRevalidate =
          directives.immutable =
          directives.mustUnderstand =
            true
        directives.staleWhileRevalidate = 1
        directives.staleIfError = 2
        directives.noStore = directives.noTransform = true
      },
      'must-understand, immutable, proxy-revalidate, must-revalidate, stale-while-revalidate=1, stale-if-error=2, no-transform, no-store',
    ],
  ])('%s', (_, change, expected) => {
    const directives = new ResponseCacheControl()
    change(directives)
    expect(directives.toHeader()).toBe(expected)
    expect(String(directives)).toBe(expected)
  })

  test('a number that is none is refused', () => {
    const directives = new ResponseCacheControl()
    expect(() => (directives.maxAge = 'x')).toThrow(SyntaxError)
    expect(() => (directives.maxAge = Number.NaN)).toThrow(SyntaxError)
  })

  test('changes are told, others are not', () => {
    const onUpdate = vi.fn<() => void>()
    const directives = ResponseCacheControl.fromHeader('public', onUpdate)
    directives.private = null
    expect(onUpdate).not.toHaveBeenCalled()
    directives.public = false
    directives.maxAge = 1
    expect(onUpdate).toHaveBeenCalledTimes(2)
  })
})
