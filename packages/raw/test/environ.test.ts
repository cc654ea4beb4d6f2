import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  FileWrapper,
  applicationUri,
  environKey,
  foldLeadingSlashes,
  guessScheme,
  requestUri,
  setupTestingDefaults,
  shiftPathInfo,
} from '@triptych/raw/environ'
import type { UrlEnviron } from '@triptych/raw/environ'

const recorded = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/wsgiref/util.json', import.meta.url), 'utf8'),
) as {
  shiftPathInfo: [script: string, path: string, name: string | null, scriptAfter: string, pathAfter: string][]
  urls: [environ: UrlEnviron, application: string, request: string, withoutQuery: string][]
}

test.each(recorded.shiftPathInfo)(
  'shiftPathInfo: SCRIPT_NAME %j, PATH_INFO %j gives %j as CPython does',
  (script, path, name, scriptAfter, pathAfter) => {
    const environ = { SCRIPT_NAME: script, PATH_INFO: path }
    expect(shiftPathInfo(environ) ?? null).toBe(name)
    expect(environ).toEqual({ SCRIPT_NAME: scriptAfter, PATH_INFO: pathAfter })
  },
)

test.each(recorded.urls)(
  'URLs of %j as CPython builds them',
  (environ, application, request, withoutQuery) => {
    expect(applicationUri(environ)).toBe(application)
    expect(requestUri(environ)).toBe(request)
    expect(requestUri(environ, false)).toBe(withoutQuery)
  },
)

test.each([
  ['Accept', 'HTTP_ACCEPT'],
  ['x-forwarded-for', 'HTTP_X_FORWARDED_FOR'],
  ['CONTENT-TYPE', 'CONTENT_TYPE'],
  ['Content-Length', 'CONTENT_LENGTH'],
  ['Proxy', undefined],
  ['pROXY', undefined],
  ['Content_Type', undefined],
  ['X_Forwarded-For', undefined],
  ['Proxy-Authorization', 'HTTP_PROXY_AUTHORIZATION'],
  ['__proto__', undefined],
  ['constructor', 'HTTP_CONSTRUCTOR'],
])('environKey: %s gives %s', (name, key) => {
  expect(environKey(name)).toBe(key)
  expect(environKey(name), 'the second time, from memory').toBe(key)
})

test.each([
  ['/', '/'],
  ['//', '/'],
  ['///a//b', '/a//b'],
  ['', ''],
  ['*', '*'],
  ['a//b', 'a//b'],
  ['/'.repeat(100_000), '/'],
])('foldLeadingSlashes: %.20s', (path, folded) => {
  expect(foldLeadingSlashes(path)).toBe(folded)
})

test.each([
  ['on', 'https'],
  ['1', 'https'],
  ['yes', 'https'],
  ['off', 'http'],
  ['true', 'http'],
  [undefined, 'http'],
])('guessScheme: HTTPS %s is %s', (value, scheme) => {
  expect(guessScheme({ HTTPS: value })).toBe(scheme)
})

describe('setupTestingDefaults', () => {
  test('fills in everything that the contract demands and keeps what is there', async () => {
    const given = { REQUEST_METHOD: 'PUT', HTTPS: 'on' }
    const environ = setupTestingDefaults(given)
    expect(environ).toBe(given)
    expect(environ).toMatchObject({
      REQUEST_METHOD: 'PUT',
      SCRIPT_NAME: '',
      PATH_INFO: '/',
      SERVER_NAME: '127.0.0.1',
      SERVER_PORT: '443',
      SERVER_PROTOCOL: 'HTTP/1.0',
      HTTP_HOST: '127.0.0.1',
      'wsgi.version': [1, 0],
      'wsgi.url_scheme': 'https',
    })
    expect(await environ['wsgi.input'].read()).toHaveLength(0)
  })

  test('leaves PATH_INFO empty under a mount point', () => {
    expect(setupTestingDefaults({ SCRIPT_NAME: '/x' }).PATH_INFO).toBe('')
  })
})

describe('FileWrapper', () => {
  const file = (text: string) => {
    let at = 0
    const state = { closed: 0 }
    const read = (size: number): Uint8Array => new TextEncoder().encode(text.slice(at, (at += size)))
    return { state, file: { read, close: () => void state.closed++ } }
  }

  test('gives blocks of the size and ends with the file', async () => {
    const blocks: number[] = []
    for await (const block of new FileWrapper(file('abcdefgh').file, 3)) blocks.push(block.length)
    expect(blocks).toEqual([3, 3, 2])
  })

  test('closes the file', async () => {
    const { state, file: opened } = file('x')
    await new FileWrapper(opened).close()
    expect(state.closed).toBe(1)
  })

  test.each([0, -1, 1.5, NaN])('refuses a block size of %d', (size) => {
    expect(() => new FileWrapper(file('').file, size)).toThrow(RangeError)
  })
})
