import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from 'vitest'
import { clock } from '../../../src/clock.ts'
import { ContentRange } from '../../../src/datastructures/content-range.ts'
import { Headers } from '../../../src/datastructures/headers.ts'
import { WWWAuthenticate } from '../../../src/datastructures/www-authenticate.ts'
import { COEP, COOP } from '../../../src/http/policies.ts'
import { Response } from '../../../src/sansio/response/response.ts'

beforeEach(() => {
  vi.spyOn(clock, 'now').mockReturnValue(1_700_000_000_000)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const field = (response: Response, name: string): string | null => response.headers.get(name) ?? null

describe('the constructor', () => {
  test('a response of nothing is plain text', () => {
    const response = new Response()
    expect(response.status).toBe('200 OK')
    expect(response.statusCode).toBe(200)
    expect(response.headers.toWsgiList()).toEqual([['Content-Type', 'text/plain; charset=utf-8']])
  })

  test.each([
    [{ mimetype: 'text/html' }, 'text/html; charset=utf-8'],
    [{ mimetype: 'image/png' }, 'image/png'],
    [{ contentType: 'text/html' }, 'text/html'],
    [{ contentType: 'a/b', mimetype: 'c/d' }, 'a/b'],
    [{ headers: { 'content-type': 'x/y' } }, 'x/y'],
    [{ headers: { 'content-type': 'x/y' }, mimetype: 'text/css' }, 'text/css; charset=utf-8'],
    [{ headers: {} }, 'text/plain; charset=utf-8'],
  ])('%j has the type %j', (options, type) => {
    expect(new Response(options).contentType).toBe(type)
  })

  test('Headers are taken as they are, others are copied', () => {
    const headers = new Headers()
    expect(new Response({ headers }).headers).toBe(headers)
    const pairs: [string, string][] = [['X-A', '1']]
    expect(new Response({ headers: pairs }).headers.get('x-a')).toBe('1')
    expect(pairs).toHaveLength(1)
  })

  test('a class may have other defaults', () => {
    class Html extends Response {
      static override defaultMimetype: string | null = 'text/html'
      static override defaultStatus: number | string = 201
    }
    expect(new Html().headers.toWsgiList()).toEqual([['Content-Type', 'text/html; charset=utf-8']])
    expect(new Html().status).toBe('201 CREATED')
    class Bare extends Response {
      static override defaultMimetype: string | null = null
    }
    expect(new Bare().contentType).toBeNull()
    expect(new Bare().mimetype).toBeNull()
  })

  test.each([{ headers: { 'X-A': 'b\r\nc' } }, { headers: { 'X A': 'b' } }, { mimetype: 'text/html\n' }])(
    '%j is refused',
    (options) => {
      expect(() => new Response(options)).toThrow(TypeError)
    },
  )
})

describe('status', () => {
  test('code and line follow one another', () => {
    const response = new Response({ status: '299 Strange' })
    expect(response.statusCode).toBe(299)
    response.statusCode = 404
    expect(response.status).toBe('404 NOT FOUND')
    response.status = 500
    expect(response.status).toBe('500 INTERNAL SERVER ERROR')
    response.status = 'wtf'
    expect([response.status, response.statusCode]).toEqual(['0 wtf', 0])
  })

  test('what is refused changes nothing', () => {
    const response = new Response({ status: 404 })
    expect(() => (response.status = ' ')).toThrow(SyntaxError)
    expect(response.status).toBe('404 NOT FOUND')
  })
})

describe('media type', () => {
  test('its parameters are live', () => {
    const response = new Response({ mimetype: 'text/html' })
    response.mimetypeParams.set('charset', 'x y')
    expect(response.contentType).toBe('text/html; charset="x y"')
    expect(response.mimetype).toBe('text/html')
    response.mimetype = 'application/xml'
    expect(response.contentType).toBe('application/xml; charset=utf-8')
    response.contentType = null
    expect(response.mimetypeParams.size).toBe(0)
  })

  test.each([
    ['application/json', true],
    ['application/problem+json; a=b', true],
    ['text/json', false],
    ['text/x+json', false],
  ])('%s is JSON: %j', (contentType, isJson) => {
    expect(new Response({ contentType }).isJson).toBe(isJson)
  })
})

describe('plain fields', () => {
  test.each([
    ['location', 'Location', '/x'],
    ['contentLocation', 'Content-Location', '/y'],
    ['contentEncoding', 'Content-Encoding', 'gzip'],
    ['contentMd5', 'Content-MD5', 'abc'],
    ['acceptRanges', 'Accept-Ranges', 'bytes'],
    ['accessControlAllowOrigin', 'Access-Control-Allow-Origin', '*'],
  ] as const)('%s', (attribute, name, value) => {
    const response = new Response()
    expect(response[attribute]).toBeNull()
    response[attribute] = value
    expect(field(response, name)).toBe(value)
    expect(response[attribute]).toBe(value)
    response[attribute] = null
    expect(response.headers.has(name)).toBe(false)
  })

  test.each([
    ['date', 'Date'],
    ['expires', 'Expires'],
    ['lastModified', 'Last-Modified'],
  ] as const)('%s', (attribute, name) => {
    const response = new Response()
    expect(response[attribute]).toBeNull()
    response[attribute] = new Date('1994-11-06T08:49:37.999Z')
    expect(field(response, name)).toBe('Sun, 06 Nov 1994 08:49:37 GMT')
    expect(response[attribute]).toEqual(new Date('1994-11-06T08:49:37Z'))
    response[attribute] = 0
    expect(field(response, name)).toBe('Thu, 01 Jan 1970 00:00:00 GMT')
    response.headers.set(name, 'never')
    expect(response[attribute]).toBeNull()
    response[attribute] = null
    expect(response.headers.has(name)).toBe(false)
  })

  test.each([
    ['contentLength', 'Content-Length'],
    ['age', 'Age'],
    ['accessControlMaxAge', 'Access-Control-Max-Age'],
  ] as const)('%s', (attribute, name) => {
    const response = new Response()
    expect(response[attribute]).toBeNull()
    response[attribute] = 7
    expect(field(response, name)).toBe('7')
    expect(response[attribute]).toBe(7)
    response.headers.set(name, 'x')
    expect(response[attribute]).toBeNull()
    response[attribute] = null
    expect(response.headers.has(name)).toBe(false)
  })

  test('a negative age is refused', () => {
    expect(() => (new Response().age = -1)).toThrow(RangeError)
  })

  test('Retry-After reads as a date', () => {
    const response = new Response()
    expect(response.retryAfter).toBeNull()
    response.retryAfter = 30
    expect(field(response, 'Retry-After')).toBe('30')
    expect(response.retryAfter).toEqual(new Date(1_700_000_030_000))
    response.retryAfter = new Date('2024-01-01T00:00:00Z')
    expect(field(response, 'Retry-After')).toBe('Mon, 01 Jan 2024 00:00:00 GMT')
    expect(response.retryAfter).toEqual(new Date('2024-01-01T00:00:00Z'))
    response.retryAfter = 'junk'
    expect(response.retryAfter).toBeNull()
    response.retryAfter = null
    expect(response.headers.has('Retry-After')).toBe(false)
  })

  test('credentials', () => {
    const response = new Response()
    response.accessControlAllowCredentials = true
    expect(field(response, 'Access-Control-Allow-Credentials')).toBe('true')
    response.accessControlAllowCredentials = false
    expect(response.accessControlAllowCredentials).toBe(false)
  })

  test('policies fall back to the default when the field says something unknown', () => {
    const response = new Response({ headers: { 'Cross-Origin-Opener-Policy': 'x' } })
    expect(response.crossOriginOpenerPolicy).toBe('unsafe-none')
    response.crossOriginOpenerPolicy = COOP.SAME_ORIGIN
    expect(response.crossOriginOpenerPolicy).toBe('same-origin')
    response.crossOriginEmbedderPolicy = 'require-corp'
    expect(response.crossOriginEmbedderPolicy).toBe(COEP.REQUIRE_CORP)
    response.crossOriginEmbedderPolicy = null
    expect(response.crossOriginEmbedderPolicy).toBe('unsafe-none')
    expectTypeOf(response.crossOriginEmbedderPolicy).toEqualTypeOf<'unsafe-none' | 'require-corp'>()
  })
})

describe('fields that are objects', () => {
  test.each([
    ['vary', 'Vary'],
    ['contentLanguage', 'Content-Language'],
    ['allow', 'Allow'],
  ] as const)('%s', (attribute, name) => {
    const response = new Response()
    expect([...response[attribute]]).toEqual([])
    response[attribute].add('One')
    response[attribute].add('two')
    expect(field(response, name)).toBe('One, two')
    response[attribute].remove('One')
    expect(field(response, name)).toBe('two')
    response[attribute].clear()
    expect(response.headers.has(name)).toBe(false)
    response[attribute] = ['a', 'b c']
    expect(field(response, name)).toBe('a, "b c"')
    response[attribute] = 'x, y'
    expect([...response[attribute]]).toEqual(['x', 'y'])
    response[attribute] = []
    expect(response.headers.has(name)).toBe(false)
    response[attribute] = null
    expect(response.headers.has(name)).toBe(false)
  })

  test.each([
    ['accessControlAllowHeaders', 'Access-Control-Allow-Headers'],
    ['accessControlAllowMethods', 'Access-Control-Allow-Methods'],
    ['accessControlExposeHeaders', 'Access-Control-Expose-Headers'],
  ] as const)('%s', (attribute, name) => {
    const response = new Response()
    expect(response[attribute]).toBeNull()
    response[attribute] = ['X', 'Y']
    expect(field(response, name)).toBe('X, Y')
    response[attribute]?.add('Z')
    expect(field(response, name)).toBe('X, Y, Z')
    response[attribute] = null
    expect(response.headers.has(name)).toBe(false)
  })

  test('Cache-Control', () => {
    const response = new Response()
    response.cacheControl.maxAge = 60
    response.cacheControl.public = true
    expect(field(response, 'Cache-Control')).toBe('max-age=60, public')
    expect(response.cacheControl.maxAge).toBe(60)
    response.cacheControl.maxAge = null
    response.cacheControl.public = null
    expect(response.headers.has('Cache-Control')).toBe(false)
  })

  test('Content-Range', () => {
    const response = new Response()
    expect(response.contentRange.units).toBeNull()
    response.contentRange.set(0, 5, 10, 'bytes')
    expect(field(response, 'Content-Range')).toBe('bytes 0-4/10')
    expect(response.contentRange.stop).toBe(5)
    response.contentRange.unset()
    expect(response.headers.has('Content-Range')).toBe(false)
    response.contentRange = 'bytes 1-2/3'
    expect(response.contentRange.start).toBe(1)
    response.contentRange = new ContentRange('bytes', 0, 1, 2)
    expect(field(response, 'Content-Range')).toBe('bytes 0-0/2')
    response.contentRange = null
    expect(response.headers.has('Content-Range')).toBe(false)
  })

  test('WWW-Authenticate', () => {
    const response = new Response()
    expect(response.wwwAuthenticate.type).toBe('basic')
    expect(response.headers.has('WWW-Authenticate')).toBe(false)
    const challenge = new WWWAuthenticate('basic', { realm: 'r' })
    response.wwwAuthenticate = challenge
    expect(field(response, 'WWW-Authenticate')).toBe('Basic realm=r')
    challenge.set('realm', 'other')
    expect(field(response, 'WWW-Authenticate')).toBe('Basic realm=other')
    response.wwwAuthenticate = [challenge, new WWWAuthenticate('bearer', { realm: 'b' })]
    expect(response.headers.getlist('WWW-Authenticate')).toEqual(['Basic realm=other', 'Bearer realm=b'])
    expect(response.wwwAuthenticate.type).toBe('basic')
    response.wwwAuthenticate = []
    expect(response.headers.has('WWW-Authenticate')).toBe(false)
  })

  test.each([
    ['contentSecurityPolicy', 'Content-Security-Policy'],
    ['contentSecurityPolicyReportOnly', 'Content-Security-Policy-Report-Only'],
  ] as const)('%s', (attribute, name) => {
    const response = new Response()
    response[attribute].defaultSrc = "'self'"
    response[attribute].imgSrc = '*'
    expect(field(response, name)).toBe("default-src 'self'; img-src *")
    response[attribute].imgSrc = null
    response[attribute].defaultSrc = null
    expect(response.headers.has(name)).toBe(false)
    response[attribute] = "default-src 'none'"
    expect(response[attribute].defaultSrc).toBe("'none'")
    response[attribute] = null
    expect(response.headers.has(name)).toBe(false)
  })
})

describe('cookies', () => {
  test('each has a field of its own', () => {
    const response = new Response()
    response.setCookie('a')
    response.setCookie('b', 'x;y', { path: '/p', domain: 'example.com', secure: true, httponly: true })
    expect(response.headers.getlist('Set-Cookie')).toEqual([
      'a=; Path=/',
      'b="x\\073y"; Domain=example.com; Secure; HttpOnly; Path=/p',
    ])
  })

  test('deleting repeats the place', () => {
    const response = new Response()
    response.deleteCookie('k', { path: '/p', partitioned: true })
    expect(field(response, 'Set-Cookie')).toBe(
      'k=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Secure; Path=/p; Partitioned',
    )
  })

  test('nothing breaks out of the field', () => {
    expect(() => new Response().setCookie('a;b', 'c')).toThrow(Error)
    const response = new Response()
    response.setCookie('a', 'c', { path: '/\r\nX: y' })
    expect(field(response, 'Set-Cookie')).toBe('a=c; Path=/%0D%0AX:%20y')
  })
})

describe('entity tags', () => {
  test('they are quoted', () => {
    const response = new Response()
    expect(response.getEtag()).toEqual([null, null])
    response.setEtag('v1')
    expect(field(response, 'ETag')).toBe('"v1"')
    response.setEtag('v2', { weak: true })
    expect(response.getEtag()).toEqual(['v2', true])
    expect(() => response.setEtag('a"b')).toThrow(Error)
  })
})
