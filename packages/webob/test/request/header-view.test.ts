import { describe, expect, expectTypeOf, test } from 'vitest'
import { CacheControl } from '../../src/cachecontrol/index.ts'
import { AnyETag, NoETag } from '../../src/etag/index.ts'
import { Request, detectCharset } from '../../src/request/index.ts'

test.each([
  ['text/html', null],
  ['text/html; charset=utf-8', 'utf-8'],
  ['text/html;Charset="UTF-8"; a=b', 'UTF-8'],
  ['text/html; charset=', ''],
  ['text/html; charset=" a "', 'a'],
  ['', null],
])('the charset of %s', (type, charset) => {
  expect(detectCharset(type)).toBe(charset)
})

describe('fields that are texts, numbers and dates', () => {
  const DATE = new Date('2026-11-23T16:00:00Z')
  const HTTP_DATE = 'Mon, 23 Nov 2026 16:00:00 GMT'

  test.each([
    ['pragma', 'HTTP_PRAGMA', 'no-cache', 'no-cache'],
    ['referer', 'HTTP_REFERER', 'http://h/', 'http://h/'],
    ['referrer', 'HTTP_REFERER', 'http://h/', 'http://h/'],
    ['userAgent', 'HTTP_USER_AGENT', 'me', 'me'],
    ['contentLength', 'CONTENT_LENGTH', 5, '5'],
    ['maxForwards', 'HTTP_MAX_FORWARDS', 5, '5'],
    ['date', 'HTTP_DATE', DATE, HTTP_DATE],
    ['ifModifiedSince', 'HTTP_IF_MODIFIED_SINCE', DATE, HTTP_DATE],
    ['ifUnmodifiedSince', 'HTTP_IF_UNMODIFIED_SINCE', DATE, HTTP_DATE],
  ])('%s', (name, key, value, text) => {
    const request = Request.blank('/')
    const it = request as unknown as Record<string, unknown>
    expect(it[name]).toBeNull()
    it[name] = value
    expect([it[name], request.environ[key]]).toEqual([value, text])
    it[name] = null
    expect([it[name], key in request.environ]).toEqual([null, false])
  })

  test('garbage', () => {
    const request = Request.blank('/', {
      environ: { CONTENT_LENGTH: 'x', HTTP_DATE: 'x', HTTP_MAX_FORWARDS: 'x' },
    })
    expect([request.contentLength, request.date]).toEqual([null, null])
    expect(() => request.maxForwards).toThrow(SyntaxError)
  })
})

describe('Content-Type', () => {
  test.each([
    ['text/html; charset=latin-1', 'text/plain', 'text/plain; charset=latin-1'],
    ['text/html; charset=latin-1', 'text/plain; a=b', 'text/plain; a=b'],
    ['text/html', 'text/plain', 'text/plain'],
    ['text/html; a=b', null, undefined],
  ])('%s set to %s', (before, value, after) => {
    const request = Request.blank('/', { environ: { CONTENT_TYPE: before } })
    expect(request.contentType).toBe('text/html')
    request.contentType = value
    expect(request.environ.CONTENT_TYPE).toBe(after)
  })

  test.each([
    ['text/html', 'UTF-8'],
    ['text/html; charset=utf8', 'UTF-8'],
    ['text/html; charset=', 'UTF-8'],
    ['text/html; charset="latin-1"', 'latin-1'],
  ])('the charset of %s', (type, charset) => {
    const request = Request.blank('/', { environ: { CONTENT_TYPE: type } })
    expect(request.charset).toBe(charset)
    request.charset = charset
    expect(() => {
      request.charset = 'koi8-r'
    }).toThrow(/decode\(\)/)
    expect(request.environ.CONTENT_TYPE).toBe(type)
  })
})

test('negotiation', () => {
  const request = Request.blank('/')
  request.accept = 'text/html, */*;q=0.5'
  request.acceptLanguage = ['de', 'en']
  request.acceptEncoding = 'gzip'
  request.acceptCharset = 'utf-8'
  expect(request.accept.acceptableOffers(['text/plain', 'text/html'])).toHaveLength(2)
  expect([
    request.environ['HTTP_ACCEPT_LANGUAGE'],
    request.environ['HTTP_ACCEPT_ENCODING'],
    request.environ['HTTP_ACCEPT_CHARSET'],
  ]).toEqual(['de, en', 'gzip', 'utf-8'])
  request.accept = null
  expect('HTTP_ACCEPT' in request.environ).toBe(false)
})

describe('Cache-Control', () => {
  test('is live', () => {
    const request = Request.blank('/')
    request.cacheControl.maxAge = 5
    request.cacheControl.noCache = true
    expect(request.environ['HTTP_CACHE_CONTROL']).toBe('max-age=5, no-cache')
    expect(request.cacheControl).toBe(request.cacheControl)
    expect(() => {
      request.cacheControl.public = true
    }).toThrow(TypeError)
  })

  test('of a copied environ is another', () => {
    const request = Request.blank('/', { cacheControl: { 'max-age': 1 } })
    expect(request.cacheControl.maxAge).toBe(1)
    const copy = request.copyGet()
    copy.cacheControl.maxAge = 2
    expect([request.cacheControl.maxAge, copy.cacheControl.maxAge]).toEqual([1, 2])
  })

  test.each([
    ['no-store', 'no-store'],
    [{ 'max-age': 1 }, 'max-age=1'],
    [CacheControl.parse('max-stale'), 'max-stale'],
    [null, ''],
  ])('set to %s', (value, text) => {
    const request = Request.blank('/', { cacheControl: 'max-age=9' })
    request.cacheControl = value
    expect(request.environ['HTTP_CACHE_CONTROL']).toBe(text)
  })
})

describe('conditions', () => {
  test('that are not there', () => {
    const request = Request.blank('/')
    expect([request.ifMatch, request.ifNoneMatch, request.range, request.authorization]).toEqual([
      AnyETag,
      NoETag,
      null,
      null,
    ])
  })

  test('compare strongly and weakly', () => {
    const request = Request.blank('/', { ifMatch: '"a", W/"b"', ifNoneMatch: 'W/"b"' })
    expect([request.ifMatch.has('a'), request.ifMatch.has('b'), request.ifNoneMatch.has('b')]).toEqual([
      true,
      false,
      true,
    ])
  })

  test('are taken out', () => {
    const names = [
      'ACCEPT_ENCODING',
      'IF_NONE_MATCH',
      'IF_MODIFIED_SINCE',
      'IF_RANGE',
      'RANGE',
      'IF_MATCH',
      'IF_UNMODIFIED_SINCE',
    ].map((name) => `HTTP_${name}`)
    const left = (options: Parameters<Request['removeConditionalHeaders']>[0]): string[] => {
      const request = Request.blank('/', { environ: Object.fromEntries(names.map((name) => [name, 'x'])) })
      request.removeConditionalHeaders(options)
      return names.filter((name) => name in request.environ).map((name) => name.slice(5))
    }
    expect(left({})).toEqual(['IF_MATCH', 'IF_UNMODIFIED_SINCE'])
    expect(left({ removeEncoding: false, removeRange: false })).toEqual([
      'ACCEPT_ENCODING',
      'IF_RANGE',
      'RANGE',
      'IF_MATCH',
      'IF_UNMODIFIED_SINCE',
    ])
    expect(left({ removeMatch: false, removeModified: false })).toEqual([
      'IF_NONE_MATCH',
      'IF_MODIFIED_SINCE',
      'IF_MATCH',
      'IF_UNMODIFIED_SINCE',
    ])
  })
})

test('Range and Authorization', () => {
  const request = Request.blank('/', { range: [0, 10], authorization: ['Basic', 'YTpi'] })
  expect([request.environ['HTTP_RANGE'], request.range?.start, request.range?.end]).toEqual([
    'bytes=0-9',
    0,
    10,
  ])
  expect(request.authorization).toEqual({ authtype: 'Basic', params: 'YTpi' })
  request.authorization = null
  request.range = null
  expect([request.range, request.authorization]).toEqual([null, null])
})

test.each([
  ['XMLHttpRequest', true],
  ['xmlhttprequest', false],
  ['', false],
])('%s is a script: %s', (value, isXhr) => {
  expect(Request.blank('/', { headers: { 'X-Requested-With': value } }).isXhr).toBe(isXhr)
})

describe('all fields, all cookies', () => {
  test('are replaced', () => {
    const request = Request.blank('/', { headers: { 'X-A': '1' }, cookies: { a: '1', b: '2' } })
    request.headers = { 'X-B': '2' }
    expect([...request.headers]).toEqual([['X-B', '2']])
    request.cookies = { c: '3' }
    expect([[...request.cookies], request.environ.HTTP_COOKIE]).toEqual([[['c', '3']], 'c=3'])
    const { headers } = request
    request.headers = headers
    expect([...request.headers.keys()]).toEqual(['X-B', 'Cookie'])
  })

  test('or none, when one of them may not be', () => {
    const request = Request.blank('/', { cookies: { a: '1' } })
    const before = { ...request.environ }
    expect(() => Object.assign(request, { headers: { 'X-A': '1', 'X-B': 'a\nb' } })).toThrow(TypeError)
    expect(request.environ).toEqual(before)
    const { cookies } = request
    request.cookies = cookies
    expect(request.environ.HTTP_COOKIE).toBe('a=1')
  })

  test('names are suggested', () => {
    const request = Request.blank('/')
    expectTypeOf(request.headers.get('Accept')).toEqualTypeOf<string | undefined>()
    expectTypeOf(request.contentLength).toEqualTypeOf<number | null>()
    expect(request.headers.get('host')).toBe('localhost:80')
  })

  test('a field that may not be is refused', () => {
    expect(() => Request.blank('/', { headers: { 'X-A': 'a\r\nX-B: c' } })).toThrow(TypeError)
  })
})
