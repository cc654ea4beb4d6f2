import { setupTestingDefaults } from '@triptych/raw'
import type { Environ } from '@triptych/raw'
import { buildEnviron } from '@triptych/raw/testing'
import { ImmutableMultiDict } from '@triptych/werkzeug/datastructures'
import { UserAgent } from '@triptych/werkzeug/user-agent'
import { Request } from '@triptych/werkzeug/wrappers'
import type { StandardSchema } from '@triptych/werkzeug/wrappers'
import { describe, expect, expectTypeOf, test } from 'vitest'

const request = (fields: Partial<Environ> = {}): Request => new Request(setupTestingDefaults(fields))

describe('what is asked for', () => {
  test('the URL family', () => {
    const one = request({
      SCRIPT_NAME: '/app/',
      PATH_INFO: '//caf\xc3\xa9',
      QUERY_STRING: 'a=1&a=%ff&b',
      HTTP_HOST: 'Example.com:80',
      REMOTE_ADDR: '192.0.2.1',
    })
    expect(one.rootPath).toBe('/app')
    expect(one.scriptRoot).toBe('/app')
    expect(one.path).toBe('/caf\xe9')
    expect(one.host).toBe('Example.com')
    expect(one.url).toBe('http://example.com/app/caf\xe9?a=1&a=%FF&b')
    expect(one.baseUrl).toBe('http://example.com/app/caf\xe9')
    expect(one.rootUrl).toBe('http://example.com/app/')
    expect(one.urlRoot).toBe(one.rootUrl)
    expect(one.hostUrl).toBe('http://example.com/')
    expect(one.fullPath).toBe('/caf\xe9?a=1&a=%ff&b')
    expect([...one.args.items({ multi: true })]).toEqual([
      ['a', '1'],
      ['a', '%FF'],
      ['b', ''],
    ])
    expect(one.queryString).toEqual(new TextEncoder().encode('a=1&a=%ff&b'))
    expect([...one.accessRoute]).toEqual(['192.0.2.1'])
    expect([one.scheme, one.isSecure, one.server]).toEqual(['http', false, ['127.0.0.1', 80]])
  })

  test('the method keeps its case', () => {
    expect(request({ REQUEST_METHOD: 'get' }).method).toBe('get')
  })

  test('cookies, the first of equal names first', () => {
    const one = request({ HTTP_COOKIE: 'a=1; b="x y"; a=2' })
    expect([one.cookies.get('a'), one.cookies.getlist('a'), one.cookies.get('b')]).toEqual([
      '1',
      ['1', '2'],
      'x y',
    ])
    expect(one.cookies).toBe(one.cookies)
  })

  test('bytes that are no UTF-8 are a 400', () => {
    const one = request({ QUERY_STRING: 'a=\xff' })
    expect(() => one.args).toThrow(expect.objectContaining({ code: 400 }))
    expect(() => one.fullPath).toThrow(expect.objectContaining({ code: 400 }))
  })

  test('hosts that are not trusted are a 400', () => {
    class Strict extends Request {
      static override trustedHosts = ['example.com', '.example.org']
    }
    const of = (host: string): Request => new Strict(setupTestingDefaults({ HTTP_HOST: host }))
    expect(of('EXAMPLE.com').host).toBe('EXAMPLE.com')
    expect(of('a.example.org:8000').host).toBe('a.example.org:8000')
    expect(() => of('evil.com').host).toThrow(expect.objectContaining({ code: 400 }))
    expect(() => of('evil.com').url).toThrow(expect.objectContaining({ code: 400 }))
  })
})

test('header fields as objects, made once', () => {
  const one = request({
    CONTENT_TYPE: 'Text/HTML; Charset="utf-8"',
    CONTENT_LENGTH: '5',
    HTTP_ACCEPT: 'text/html',
    HTTP_ACCEPT_LANGUAGE: 'de',
    HTTP_ACCEPT_ENCODING: 'gzip',
    HTTP_ACCEPT_CHARSET: 'utf-8',
    HTTP_CACHE_CONTROL: 'no-cache',
    HTTP_PRAGMA: 'no-cache',
    HTTP_IF_MATCH: '"a"',
    HTTP_IF_NONE_MATCH: 'W/"b"',
    HTTP_IF_RANGE: '"c"',
    HTTP_RANGE: 'bytes=0-1',
    HTTP_IF_MODIFIED_SINCE: 'Thu, 01 Jan 1970 00:00:00 GMT',
    HTTP_IF_UNMODIFIED_SINCE: 'never',
    HTTP_DATE: 'Thu, 01 Jan 1970 00:00:01 GMT',
    HTTP_MAX_FORWARDS: '3',
    HTTP_REFERER: 'http://a/',
    HTTP_ORIGIN: 'http://b',
    HTTP_USER_AGENT: 'curl/8',
    HTTP_AUTHORIZATION: 'Bearer t',
    HTTP_ACCESS_CONTROL_REQUEST_HEADERS: 'X-A, X-B',
    HTTP_ACCESS_CONTROL_REQUEST_METHOD: 'PUT',
    HTTP_CONTENT_ENCODING: 'gzip',
    HTTP_CONTENT_MD5: 'x',
    REMOTE_USER: 'ada',
  })
  expect([one.mimetype, one.mimetypeParams.get('charset'), one.isJson]).toEqual(['text/html', 'utf-8', false])
  expect([one.contentType, one.contentLength, one.contentEncoding, one.contentMd5]).toEqual([
    'Text/HTML; Charset="utf-8"',
    5,
    'gzip',
    'x',
  ])
  expect([
    one.acceptMimetypes.best,
    one.acceptLanguages.best,
    one.acceptEncodings.best,
    one.acceptCharsets.best,
  ]).toEqual(['text/html', 'de', 'gzip', 'utf-8'])
  expect(one.acceptMimetypes).toBe(one.acceptMimetypes)
  expect([one.cacheControl.noCache, one.pragma.has('no-cache')]).toEqual([true, true])
  expect([
    one.ifMatch.contains('a'),
    one.ifNoneMatch.containsWeak('b'),
    one.ifRange.etag,
    one.range?.ranges,
  ]).toEqual([true, true, 'c', [[0, 2]]])
  expect([one.ifModifiedSince, one.ifUnmodifiedSince, one.date]).toEqual([new Date(0), null, new Date(1000)])
  expect([one.maxForwards, one.referrer, one.origin, String(one.userAgent)]).toEqual([
    3,
    'http://a/',
    'http://b',
    'curl/8',
  ])
  expect(one.authorization?.token).toBe('t')
  expect([...(one.accessControlRequestHeaders ?? [])]).toEqual(['X-A', 'X-B'])
  expect([one.accessControlRequestMethod, one.remoteUser]).toEqual(['PUT', 'ada'])
  expect([one.isMultithread, one.isMultiprocess, one.isRunOnce]).toEqual([false, false, false])
  const bare = request()
  expect([bare.accessControlRequestHeaders, bare.authorization, bare.remoteUser, bare.maxForwards]).toEqual([
    null,
    null,
    null,
    null,
  ])
})

test('a class of its own reads User-Agent', () => {
  class Known extends UserAgent {
    override readonly browser: string | null = 'known'
  }
  class Own extends Request {
    static override userAgentClass = Known
  }
  expect(new Own(setupTestingDefaults({})).userAgent.browser).toBe('known')
})

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }
const posted = (body: string, headers: Record<string, string> = FORM): Request =>
  Request.fromValues({ target: '/?q=1', headers, body })

describe('the body', () => {
  test('the form first leaves no data', async () => {
    const one = posted('a=1&a=2')
    const form = await one.form()
    expect([form.getlist('a'), form instanceof ImmutableMultiDict]).toEqual([['1', '2'], true])
    expect(await one.data()).toHaveLength(0)
    expect([...(await one.values()).items({ multi: true })]).toEqual([
      ['q', '1'],
      ['a', '1'],
      ['a', '2'],
    ])
    expect(await one.form()).toBe(form)
  })

  test('data first keeps both', async () => {
    const one = posted('a=1')
    expect(await one.getData({ asText: true })).toBe('a=1')
    expect((await one.form()).get('a')).toBe('1')
    expect(await one.getData()).toEqual(new TextEncoder().encode('a=1'))
  })

  test('what is not kept is gone', async () => {
    const one = posted('a=1')
    await one.getData({ cache: false })
    expect(await one.getData()).toHaveLength(0)
  })

  test('without a type there is no form', async () => {
    const one = posted('a=1', {})
    expect(one.wantFormDataParsed).toBe(false)
    expect((await one.form()).isEmpty).toBe(true)
    expect(await one.getData({ asText: true })).toBe('a=1')
  })

  test('files', async () => {
    const body = '--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\nhello\r\n--x--\r\n'
    const one = posted(body, { 'Content-Type': 'multipart/form-data; boundary=x' })
    const file = (await one.files()).at('f')
    expect([file.filename, await file.text()]).toEqual(['a.txt', 'hello'])
    await one.close()
  })

  test.each<
    [
      string,
      Partial<Record<'maxContentLength' | 'maxFormMemorySize', number>>,
      string,
      Record<string, string>,
    ]
  >([
    ['a body', { maxContentLength: 5 }, 'a=1234', FORM],
    ['fields', { maxFormMemorySize: 5 }, 'a=1234', FORM],
  ])('%s that is too large is a 413', async (_, limits, body, headers) => {
    class Small extends Request {
      static override maxContentLength: number | null = limits.maxContentLength ?? null
      static override maxFormMemorySize: number | null = limits.maxFormMemorySize ?? null
    }
    const one = Small.fromValues({ target: '/', headers, body })
    await expect(one.form()).rejects.toMatchObject({ code: 413 })
  })

  test('too many parts are a 413', async () => {
    class Few extends Request {
      static override maxFormParts: number | null = 2
    }
    const part = '--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n'
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x' }
    await expect(
      Few.fromValues({ headers, body: `${part.repeat(3)}--x--\r\n` }).form(),
    ).rejects.toMatchObject({ code: 413 })
  })

  test('a shallow request leaves the body to others', () => {
    const environ = setupTestingDefaults({})
    expect(() => new Request(environ, { shallow: true }).stream).toThrow(TypeError)
    expect(environ['werkzeug.request']).toBeUndefined()
    const one = new Request(environ, { populateRequest: true })
    expect(environ['werkzeug.request']).toBe(one)
    expect(one.inputStream).toBe(environ['wsgi.input'])
  })
})

describe('JSON', () => {
  const JSON_TYPE = { 'Content-Type': 'application/vnd.api+json' }

  test('is read once', async () => {
    const one = posted('{"a": [1]}', JSON_TYPE)
    expect(await one.json()).toEqual({ a: [1] })
    expect(await one.getJson()).toBe(await one.json())
  })

  test.each<[string, string, Record<string, string>, number]>([
    ['none', '{', JSON_TYPE, 400],
    ['not by its type', '{}', FORM, 415],
  ])('%s', async (_, body, headers, code) => {
    await expect(posted(body, headers).json()).rejects.toMatchObject({ code })
    expect(await posted(body, headers).getJson({ silent: true })).toBeNull()
  })

  test('force reads it whatever its type, without cache each time', async () => {
    const one = posted('[1]')
    expect(await one.getJson({ force: true })).toEqual([1])
    const other = posted('{', JSON_TYPE)
    expect(await other.getJson({ silent: true })).toBeNull()
    await expect(other.getJson()).rejects.toMatchObject({ code: 400 })
  })

  test('a subclass says what becomes of failures', async () => {
    class Lenient extends Request {
      override onJsonLoadingFailed(): unknown {
        return 'nothing'
      }
    }
    const one = Lenient.fromValues({ headers: JSON_TYPE, body: '{' })
    expect(await one.json()).toBe('nothing')
    expect(await one.json()).toBe('nothing')
  })

  test('a schema checks and types', async () => {
    const schema: StandardSchema<{ n: number }> = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: async (value) =>
          typeof (value as { n?: unknown }).n === 'number'
            ? { value: value as { n: number } }
            : { issues: [{ message: 'Expected a number', path: ['n', { key: 0 }] }] },
      },
    }
    const value = await posted('{"n": 1}', JSON_TYPE).json(schema)
    expectTypeOf(value).toEqualTypeOf<{ n: number }>()
    expect(value).toEqual({ n: 1 })
    await expect(posted('{}', JSON_TYPE).json(schema)).rejects.toMatchObject({
      code: 422,
      description: 'n.0: Expected a number',
    })
  })
})

test('a request of the platform', async () => {
  const given = new globalThis.Request('https://example.com/a%20b?c=d#e', {
    method: 'PUT',
    headers: { 'X-A': '1', 'Content-Type': 'text/plain' },
    body: 'hello',
  })
  const one = Request.fromFetch(given)
  expect([one.method, one.path, one.url, one.headers.get('x-a')]).toEqual([
    'PUT',
    '/a b',
    'https://example.com/a%20b?c=d',
    '1',
  ])
  expect(await one.getData({ asText: true })).toBe('hello')
  expect(one.environ['triptych.signal']).toBe(given.signal)
})

test('two requests of one environ are their own', () => {
  const environ = buildEnviron('/?a=1')
  expect(new Request(environ).args).not.toBe(new Request(environ).args)
  expect(() => Object.assign(new Request(environ), { method: 'PUT' })).toThrow(TypeError)
})
