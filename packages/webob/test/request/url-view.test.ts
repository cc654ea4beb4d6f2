import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { KeyError } from '../../src/errors.ts'
import { BaseRequest, Request } from '../../src/request/index.ts'

describe('URLs', () => {
  test.each<[environ: object, expected: object]>([
    [
      {},
      {
        url: 'http://localhost/',
        host: 'localhost:80',
        hostUrl: 'http://localhost',
        hostPort: '80',
        domain: 'localhost',
      },
    ],
    [{ HTTP_HOST: 'h:8080' }, { url: 'http://h:8080/', hostPort: '8080', domain: 'h' }],
    [
      { HTTP_HOST: 'h:443', 'wsgi.url_scheme': 'https' },
      { hostUrl: 'https://h', hostPort: '443' },
    ],
    [{ HTTP_HOST: 'h:80', 'wsgi.url_scheme': 'https' }, { hostUrl: 'https://h:80' }],
    [{ HTTP_HOST: 'h', 'wsgi.url_scheme': 'https' }, { hostPort: '443' }],
    [{ HTTP_HOST: '[::1]' }, { domain: '[::1]', hostPort: '80', hostUrl: 'http://[::1]' }],
    [{ HTTP_HOST: '[::1]:81' }, { domain: '[::1]', hostPort: '81' }],
    [
      { HTTP_HOST: undefined, SERVER_NAME: 's', SERVER_PORT: '81' },
      { host: 's:81', hostPort: '81', hostUrl: 'http://s:81' },
    ],
    [
      { SCRIPT_NAME: '/a b', PATH_INFO: '/\xc3\xa9', QUERY_STRING: 'c' },
      {
        applicationUrl: 'http://localhost/a%20b',
        path: '/a%20b/%C3%A9',
        pathQs: '/a%20b/%C3%A9?c',
        pathUrl: 'http://localhost/a%20b/%C3%A9',
        url: 'http://localhost/a%20b/%C3%A9?c',
        pathInfo: '/\xe9',
        scriptName: '/a b',
      },
    ],
    [{ PATH_INFO: '//a/../b' }, { url: 'http://localhost//a/../b' }],
  ])('%j', (environ, expected) => {
    expect(Request.blank('/', { environ: { ...environ } })).toMatchObject(expected)
  })

  test.each([
    'scheme',
    'httpVersion',
    'serverName',
    'serverPort',
    'pathInfo',
    'rawPathInfo',
    'url',
    'path',
    'hostUrl',
    'host',
  ] as const)('%s needs its keys', (name) => {
    expect(() => new Request({} as never)[name]).toThrow(KeyError)
  })

  test('what may be missing', () => {
    const request = new Request({} as never)
    expect([
      request.method,
      request.queryString,
      request.scriptName,
      request.remoteAddr,
      request.remoteUser,
      request.remoteHost,
    ]).toEqual(['GET', '', '', null, null, null])
  })

  test.each([
    ['method', 'PUT', 'REQUEST_METHOD', null],
    ['queryString', 'a', 'QUERY_STRING', null],
    ['remoteUser', 'ada', 'REMOTE_USER', null],
    ['remoteHost', 'h', 'REMOTE_HOST', null],
    ['remoteAddr', '::1', 'REMOTE_ADDR', null],
    ['scriptName', '/app', 'SCRIPT_NAME', null],
    ['uscriptName', '/app', 'SCRIPT_NAME', null],
    ['host', 'h', 'HTTP_HOST', null],
  ] as const)('%s is set, and taken out by null', (name, value, key, none) => {
    const request = Request.blank('/')
    request[name] = value
    expect([request[name], request.environ[key]]).toEqual([value, value])
    request[name] = none
    expect(key in request.environ).toBe(false)
  })

  test('what cannot be taken out', () => {
    const request = Request.blank('/')
    expect(() => Object.assign(request, { scheme: null })).toThrow(TypeError)
    expect(() => Object.assign(request, { serverName: null })).toThrow(TypeError)
    request.serverPort = 81
    request.upathInfo = '/\u20ac'
    expect([request.environ.SERVER_PORT, request.environ.PATH_INFO]).toEqual(['81', '/\xe2\x82\xac'])
  })
})

describe('relativeUrl', () => {
  test.each([
    ['c', 'http://h/app/a/c', 'http://h/app/c'],
    ['/c', 'http://h/c', 'http://h/c'],
    ['../c', 'http://h/app/c', 'http://h/c'],
    ['?d', 'http://h/app/a/b?d', 'http://h/app/?d'],
    ['', 'http://h/app/a/b', 'http://h/app/'],
    ['https://e/', 'https://e/', 'https://e/'],
    ['//e/c', 'http://e/c', 'http://e/c'],
    ['\\\\e', 'http://h/app/a/%5C%5Ce', 'http://h/app/%5C%5Ce'],
  ])('%j', (url, toPath, toApplication) => {
    const request = Request.blank('/a/b?q', { baseUrl: 'http://h/app' })
    expect(request.relativeUrl(url)).toBe(toPath)
    expect(request.relativeUrl(url, { toApplication: true })).toBe(toApplication)
  })

  test.each([' //e', '\t/e', 'a\r\nb', '/e ', 'java\nscript:'])('%j is refused', (url) => {
    expect(() => Request.blank('/').relativeUrl(url)).toThrow(SyntaxError)
  })
})

describe('pathInfoPop', () => {
  test.each<
    [path: string, pattern: RegExp | string | undefined, segment: string | null, script: string, rest: string]
  >([
    ['/a/b', undefined, 'a', '/s/a', '/b'],
    ['/a', undefined, 'a', '/s/a', ''],
    ['/a/', undefined, 'a', '/s/a', '/'],
    ['/', undefined, '', '/s/', ''],
    ['', undefined, null, '/s', ''],
    ['//a//b', undefined, 'a', '/s//a', '//b'],
    ['a/b', undefined, 'a', '/sa', '/b'],
    ['/\xc3\xa9/b', undefined, '\xe9', '/s/\xc3\xa9', '/b'],
    ['/12/b', /\d+/, '12', '/s/12', '/b'],
    ['/a12/b', /\d+/, null, '/s', '/a12/b'],
    ['/12a/b', '\\d+', '12a', '/s/12a', '/b'],
    ['/AB', /ab/i, 'AB', '/s/AB', ''],
    ['/AB', /ab/, null, '/s', '/AB'],
    ['/b', /a|b/g, 'b', '/s/b', ''],
    ['/cb', /a|b/g, null, '/s', '/cb'],
  ])('%s %s', (path, pattern, segment, script, rest) => {
    const request = Request.blank('/', { environ: { SCRIPT_NAME: '/s', PATH_INFO: path } })
    expect(request.pathInfoPop(pattern)).toBe(segment)
    expect([request.environ.SCRIPT_NAME, request.environ.PATH_INFO]).toEqual([script, rest])
  })

  test.each([
    ['/a/b', 'a'],
    ['/', ''],
    ['', null],
    ['//a', 'a'],
    ['a', 'a'],
  ])('peek at %j', (path, segment) => {
    const request = Request.blank('/', { environ: { PATH_INFO: path } })
    expect([request.pathInfoPeek(), request.environ.PATH_INFO]).toEqual([segment, path])
  })

  test('bytes that are no text move as they are', () => {
    class Lenient extends Request {
      static override errors = 'replace' as const
    }
    const request = Lenient.blank('/%FFa/%FE')
    expect([request.pathInfoPop(), request.rawScriptName, request.rawPathInfo]).toEqual([
      '\ufffda',
      '/\xffa',
      '/\xfe',
    ])
  })

  test('the URL stays', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('/', 'a', '\xe9', '%', ' ')), (parts) => {
        const request = Request.blank('/')
        request.pathInfo = parts.join('')
        const { url } = request
        while (request.pathInfoPop() !== null) expect(request.url).toBe(url)
        expect(request.pathInfo).toBe('')
      }),
    )
  })
})

describe('who asks', () => {
  const of = (environ: Record<string, string>): Request =>
    Request.blank('/', { environ: { REMOTE_ADDR: '10.0.0.1', ...environ } })

  test.each<[environ: Record<string, string>, address: string]>([
    [{}, '10.0.0.1'],
    [{ HTTP_X_FORWARDED_FOR: '1.1.1.1 , 2.2.2.2' }, '1.1.1.1'],
    [{ HTTP_X_FORWARDED_FOR: '' }, ''],
  ])('clientAddr believes %j', (environ, address) => {
    expect(of(environ).clientAddr).toBe(address)
  })

  test.each<
    [
      environ: Record<string, string>,
      options: Parameters<Request['trustedClientAddr']>[0],
      address: string | null,
    ]
  >([
    [{ HTTP_X_FORWARDED_FOR: '6.6.6.6' }, { hops: 0 }, '10.0.0.1'],
    [{ HTTP_X_FORWARDED_FOR: '6.6.6.6, 1.1.1.1' }, { hops: 1 }, '1.1.1.1'],
    [{ HTTP_X_FORWARDED_FOR: '6.6.6.6, 1.1.1.1, 2.2.2.2' }, { hops: 2 }, '1.1.1.1'],
    [{ HTTP_X_FORWARDED_FOR: '1.1.1.1' }, { hops: 3 }, '10.0.0.1'],
    [{}, { hops: 1 }, '10.0.0.1'],
    [{ HTTP_FORWARDED: 'for=6.6.6.6, for="[2001:db8::1]:81"' }, { hops: 1 }, '2001:db8::1'],
    [{ HTTP_FORWARDED: 'for=unknown' }, { hops: 1 }, '10.0.0.1'],
    [{ HTTP_FORWARDED: 'for=6.6.6.6', HTTP_X_FORWARDED_FOR: '1.1.1.1' }, { hops: 1 }, null],
    [
      { HTTP_FORWARDED: 'for=6.6.6.6', HTTP_X_FORWARDED_FOR: '1.1.1.1' },
      { hops: 1, field: 'x-forwarded-for' },
      '1.1.1.1',
    ],
    [
      { HTTP_FORWARDED: 'for=1.1.1.1', HTTP_X_FORWARDED_FOR: '6.6.6.6' },
      { hops: 1, field: 'forwarded' },
      '1.1.1.1',
    ],
    [{ HTTP_FORWARDED: 'for=1.1.1.1', HTTP_X_FORWARDED_FOR: '1.1.1.1' }, { hops: 1 }, '1.1.1.1'],
    [{ HTTP_X_FORWARDED_FOR: '6.6.6.6' }, { hops: 1, field: 'forwarded' }, '10.0.0.1'],
  ])('trustedClientAddr: %j by %j', (environ, options, address) => {
    expect(of(environ).trustedClientAddr(options)).toBe(address)
  })

  test.each([-1, 0.5, NaN])('%d proxies', (hops) => {
    expect(() => of({}).trustedClientAddr({ hops })).toThrow(RangeError)
  })
})

describe('what the URL was matched to', () => {
  test('is made when it is read, and seen by all', () => {
    const request = Request.blank('/')
    request.urlvars['id'] = '1'
    expect(new BaseRequest(request.environ).urlvars).toEqual({ id: '1' })
    expect([request.environ['wsgiorg.routing_args'], request.urlargs]).toEqual([[[], { id: '1' }], []])
  })

  test.each<[environ: object, act: (request: Request) => void, after: object]>([
    [
      {},
      (r) => {
        r.urlvars = { a: '1' }
      },
      { 'wsgiorg.routing_args': [[], { a: '1' }] },
    ],
    [
      {},
      (r) => {
        r.urlargs = [1]
      },
      { 'wsgiorg.routing_args': [[1], {}] },
    ],
    [
      { 'paste.urlvars': { a: '1' } },
      (r) => {
        r.urlvars = { b: '2' }
      },
      { 'paste.urlvars': { b: '2' } },
    ],
    [
      { 'paste.urlvars': { a: '1' } },
      (r) => {
        r.urlargs = [1]
      },
      { 'wsgiorg.routing_args': [[1], { a: '1' }], 'paste.urlvars': undefined },
    ],
    [
      { 'wsgiorg.routing_args': [[1], { a: '1' }] },
      (r) => {
        r.urlvars = null
      },
      { 'wsgiorg.routing_args': [[1], {}] },
    ],
    [
      { 'wsgiorg.routing_args': [[], { a: '1' }] },
      (r) => {
        r.urlvars = null
      },
      { 'wsgiorg.routing_args': undefined },
    ],
    [
      { 'wsgiorg.routing_args': [[1], { a: '1' }] },
      (r) => {
        r.urlargs = null
      },
      { 'wsgiorg.routing_args': [[], { a: '1' }] },
    ],
    [
      { 'wsgiorg.routing_args': [[1], {}] },
      (r) => {
        r.urlargs = null
      },
      { 'wsgiorg.routing_args': undefined },
    ],
  ])('%j', (environ, act, after) => {
    const request = Request.blank('/', { environ: { ...environ } })
    act(request)
    for (const [key, value] of Object.entries(after)) expect(request.environ[key]).toEqual(value)
  })

  test('has the type that the request is made with', () => {
    const request = Request.blank('/')
    expectTypeOf(request.urlvars).toEqualTypeOf<Record<string, string>>()
    const typed = new Request<{ year: number }>(request.environ, { urlvars: { year: 2026 } })
    expectTypeOf(typed.urlvars).toEqualTypeOf<{ year: number }>()
    expectTypeOf(typed.copyGet().urlvars).toEqualTypeOf<{ year: number }>()
    expectTypeOf<ConstructorParameters<typeof Request<{ year: number }>>[1]>().not.toExtend<{
      urlvars?: { year: string }
    }>()
    expect(typed.urlvars.year).toBe(2026)
  })
})
