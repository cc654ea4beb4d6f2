import { describe, expect, test } from 'vitest'
import { Input } from '@triptych/raw/input'
import { BadRequest } from '@triptych/raw/gateways'
import { buildEnviron } from '@triptych/raw/testing'
import type { ErrorLog, RequestInit } from '@triptych/raw/testing'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('a target alone is a GET of HTTP/1.1 on 127.0.0.1', async () => {
  const environ = buildEnviron('/a%20b?q=%20')
  expect(environ).toMatchObject({
    REQUEST_METHOD: 'GET',
    SCRIPT_NAME: '',
    PATH_INFO: '/a b',
    QUERY_STRING: 'q=%20',
    REQUEST_URI: '/a%20b?q=%20',
    SERVER_NAME: '127.0.0.1',
    SERVER_PORT: '80',
    SERVER_PROTOCOL: 'HTTP/1.1',
    REMOTE_ADDR: '127.0.0.1',
    HTTP_HOST: '127.0.0.1',
    'wsgi.version': [1, 0],
    'wsgi.url_scheme': 'http',
    'wsgi.input_terminated': true,
  })
  expect(environ.CONTENT_LENGTH).toBeUndefined()
  expect((await environ['wsgi.input'].read()).length).toBe(0)
  expect(buildEnviron()).toMatchObject({ PATH_INFO: '/', QUERY_STRING: '' })
})

test.each<[name: string, request: RequestInit, expected: Record<string, unknown>]>([
  ['headers of a record', { headers: { 'X-A': '1', Accept: '*/*' } }, { HTTP_X_A: '1', HTTP_ACCEPT: '*/*' }],
  [
    'pairs, joined when they repeat',
    {
      headers: [
        ['X-A', '1'],
        ['x-a', '2'],
        ['Cookie', 'a=1'],
        ['Cookie', 'b=2'],
      ],
    },
    { HTTP_X_A: '1, 2', HTTP_COOKIE: 'a=1; b=2' },
  ],
  ['a name that could pose as another', { headers: { X_A: '1' } }, { HTTP_X_A: undefined }],
  [
    'a whole URL',
    { target: 'https://example.com:8443/a?b' },
    {
      'wsgi.url_scheme': 'https',
      HTTP_HOST: 'example.com:8443',
      SERVER_PORT: '443',
      PATH_INFO: '/a',
      REQUEST_URI: '/a?b',
    },
  ],
  ['a URL without a path', { target: 'http://example.com' }, { PATH_INFO: '/', HTTP_HOST: 'example.com' }],
  ['a URL with an empty path', { target: 'http://example.com?q' }, { PATH_INFO: '/', QUERY_STRING: 'q' }],
  ['a Host field of its own', { headers: { host: 'a' }, host: 'b' }, { HTTP_HOST: 'a' }],
  ['another host', { target: 'http://a/', host: 'b' }, { HTTP_HOST: 'b' }],
  ['no host', { host: null, protocol: 'HTTP/1.0' }, { HTTP_HOST: undefined, SERVER_PROTOCOL: 'HTTP/1.0' }],
  ['https', { scheme: 'https' }, { 'wsgi.url_scheme': 'https', SERVER_PORT: '443' }],
  ['text as body', { body: 'é' }, { REQUEST_METHOD: 'POST', CONTENT_LENGTH: '2' }],
  ['an empty body', { body: '' }, { REQUEST_METHOD: 'POST', CONTENT_LENGTH: '0' }],
  ['a method for the body', { method: 'PUT', body: new Uint8Array(3) }, { REQUEST_METHOD: 'PUT' }],
  [
    'a length of its own',
    { body: 'abc', headers: { 'content-length': '2', 'Content-Type': 'a/b' } },
    { CONTENT_LENGTH: '2', CONTENT_TYPE: 'a/b' },
  ],
  ['further keys', { environ: { SCRIPT_NAME: '/app', 'x.y': 1 } }, { SCRIPT_NAME: '/app', 'x.y': 1 }],
  ['another client', { remoteAddr: '::1' }, { REMOTE_ADDR: '::1' }],
  ['leading slashes, folded as by every gateway', { target: '//a' }, { PATH_INFO: '/a', REQUEST_URI: '//a' }],
])('%s', (_name, request, expected) => {
  const environ = buildEnviron(request)
  for (const [key, value] of Object.entries(expected)) expect([key, environ[key]]).toEqual([key, value])
})

describe('bodies', () => {
  test.each<[string, NonNullable<RequestInit['body']>, string | undefined]>([
    ['text', 'one\ntwo', '7'],
    ['bytes', bytes('one\ntwo'), '7'],
    ['an array of blocks', [bytes('one\nt'), bytes('wo')], undefined],
    [
      'a generator',
      (function* () {
        yield bytes('one')
        yield bytes('\ntwo')
      })(),
      undefined,
    ],
    [
      'an asynchronous generator',
      (async function* () {
        yield bytes('one\ntwo')
      })(),
      undefined,
    ],
  ])('%s', async (_name, body, length) => {
    const environ = buildEnviron({ body })
    expect(environ.CONTENT_LENGTH).toBe(length)
    expect(environ['wsgi.input_terminated']).toBe(true)
    expect(await environ['wsgi.input'].readline()).toEqual(bytes('one\n'))
    expect(await environ['wsgi.input'].read()).toEqual(bytes('two'))
    expect(await environ['wsgi.input'].read()).toEqual(new Uint8Array(0))
  })

  test('an input stream is passed on as it is', () => {
    const input = new Input(() => undefined)
    expect(buildEnviron({ body: input })['wsgi.input']).toBe(input)
  })
})

test('its errors can be read', () => {
  const environ = buildEnviron()
  environ['wsgi.errors'].writelines(['a', 'b'])
  environ['wsgi.errors'].flush()
  expect((environ['wsgi.errors'] as ErrorLog).text).toBe('ab')
  expect((buildEnviron()['wsgi.errors'] as ErrorLog).text).toBe('')
})

test.each<[string, RequestInit]>([
  ['a target with a fragment', { target: '/#f' }],
  ['a target that is none', { target: 'a' }],
  ['a malformed host', { host: 'a:b:c' }],
  [
    'two hosts',
    {
      headers: [
        ['Host', 'a'],
        ['Host', 'b'],
      ],
    },
  ],
  ['no host in HTTP/1.1', { host: null }],
])('refuses what a server refuses: %s', (_name, request) => {
  expect(() => buildEnviron(request)).toThrow(BadRequest)
})
