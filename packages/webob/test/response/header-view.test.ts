import { describe, expect, test } from 'vitest'
import { clock } from '../../src/datetime-utils.ts'
import { Response } from '../../src/response/response.ts'

describe('status', () => {
  test.each([
    [404, '404 Not Found', 404],
    ['404', '404 Not Found', 404],
    ['200 Fine', '200 Fine', 200],
    [299, '299 Success', 299],
    ['777 Lucky', '777 Lucky', 777],
  ])('%j is %s', (given, status, code) => {
    const response = new Response()
    response.status = given
    expect([response.status, response.statusCode, response.statusInt]).toEqual([status, code, code])
  })

  test.each(['fine', '', '200 OK\r\nA: b', '200 \u20ac', {}])('%j is none', (given) => {
    const response = new Response()
    expect(() => {
      response.status = given as string
    }).toThrow(Error)
    expect(response.status).toBe('200 OK')
  })

  test('the code alone changes the reason', () => {
    const response = new Response({ status: '200 Fine' })
    response.statusCode = 204
    expect(response.status).toBe('204 No Content')
  })
})

describe('fields', () => {
  const SET: [string, unknown, string, string][] = [
    ['allow', ['GET', 'HEAD'], 'Allow', 'GET, HEAD'],
    ['vary', 'Accept', 'Vary', 'Accept'],
    ['contentLanguage', ['en'], 'Content-Language', 'en'],
    ['contentLength', 5, 'Content-Length', '5'],
    ['contentEncoding', 'gzip', 'Content-Encoding', 'gzip'],
    ['contentLocation', '/a', 'Content-Location', '/a'],
    ['contentMd5', 'abc', 'Content-MD5', 'abc'],
    ['contentDisposition', 'attachment', 'Content-Disposition', 'attachment'],
    ['acceptRanges', 'bytes', 'Accept-Ranges', 'bytes'],
    ['contentRange', [0, 5, 10], 'Content-Range', 'bytes 0-4/10'],
    ['date', new Date(0), 'Date', 'Thu, 01 Jan 1970 00:00:00 GMT'],
    ['expires', new Date(0), 'Expires', 'Thu, 01 Jan 1970 00:00:00 GMT'],
    ['lastModified', new Date(0), 'Last-Modified', 'Thu, 01 Jan 1970 00:00:00 GMT'],
    ['etag', 'v1', 'ETag', '"v1"'],
    ['etag', ['v1', false], 'ETag', 'W/"v1"'],
    ['pragma', 'no-cache', 'Pragma', 'no-cache'],
    ['age', 60, 'Age', '60'],
    ['server', 'Triptych', 'Server', 'Triptych'],
    ['wwwAuthenticate', ['Basic', { realm: 'a' }], 'WWW-Authenticate', 'Basic realm="a"'],
    ['location', '/a', 'Location', '/a'],
  ]

  test.each(SET)('%s = %j is %s: %s, and null takes it out', (name, value, field, text) => {
    const response = new Response() as unknown as Record<string, unknown> & Response
    response[name as 'server'] = value as string
    expect(response.headers.get(field)).toBe(text)
    expect(response[name as 'server']).not.toBeNull()
    response[name as 'server'] = null
    expect(response.headers.has(field)).toBe(false)
    expect(response[name as 'server']).toBeNull()
  })

  test.each(SET)('%s = %j stands once, however often it is set', (name, value, field) => {
    const response = new Response() as unknown as Record<string, unknown> & Response
    response[name as 'server'] = value as string
    response[name as 'server'] = value as string
    expect(response.headers.getall(field)).toHaveLength(1)
  })

  test('Retry-After is a number of seconds from now, or a date', () => {
    const now = clock.now
    clock.now = () => Date.UTC(2024, 0, 1)
    try {
      const response = new Response({ retryAfter: 60 })
      expect(response.headers.get('Retry-After')).toBe('60')
      expect(response.retryAfter).toEqual(new Date(Date.UTC(2024, 0, 1, 0, 1)))
    } finally {
      clock.now = now
    }
  })

  test.each(['server', 'location', 'etag', 'pragma', 'contentEncoding', 'contentDisposition'] as const)(
    'line ends in %s are refused, and nothing changes',
    (name) => {
      const response = new Response({ [name]: 'before' })
      const list = JSON.stringify(response.headerlist)
      expect(() => {
        response[name] = 'a\r\nSet-Cookie: b=c'
      }).toThrow(Error)
      expect(JSON.stringify(response.headerlist)).toBe(list)
    },
  )

  test('the list is replaced as a whole, each field checked', () => {
    const response = new Response()
    response.headerlist = [['A', 'b']]
    expect(response.headers.get('a')).toBe('b')
    expect(() => {
      response.headerlist = [['A', 'b\n']]
    }).toThrow(Error)
    expect(response.headerlist).toEqual([['A', 'b']])
  })

  test('a strong tag is told from a weak one', () => {
    expect(new Response({ etag: ['a', false] }).etagStrong).toBeNull()
    expect(new Response({ etag: 'a' }).etagStrong).toBe('a')
  })
})
