import { describe, expect, expectTypeOf, test } from 'vitest'
import { KeyError } from '../../src/errors.ts'
import { EnvironHeaders, header2key, key2header } from '../../src/headers/index.ts'

const environ = (): Record<string, string> => ({
  REQUEST_METHOD: 'GET',
  HTTP_HOST: 'example.com',
  CONTENT_TYPE: 'text/plain',
  HTTP_X_1ST_PLACE: 'a',
  HTTPS: 'on',
  HTTP_: 'no name',
})

test.each([
  ['HTTP_HOST', 'Host'],
  ['HTTP_X_1ST_PLACE', 'X-1St-Place'],
  ['HTTP_WWW_AUTHENTICATE', 'Www-Authenticate'],
  ['HTTP_ETAG', 'Etag'],
  ['HTTP_X__Y', 'X--Y'],
  ['CONTENT_TYPE', 'Content-Type'],
  ['CONTENT_LENGTH', 'Content-Length'],
  ['HTTP_CONTENT_TYPE', 'Content_Type'],
  ['HTTP_CONTENT_LENGTH', 'Content_Length'],
])('%s is %s, there and back', (key, name) => {
  const headers = new EnvironHeaders({ [key]: 'a' })
  expect([...headers]).toEqual([[name, 'a']])
  expect(headers.get(name)).toBe('a')
  expect(headers.get(name.toUpperCase())).toBe('a')
  headers.set(name, 'b')
  expect(headers.environ).toEqual({ [key]: 'b' })
})

test.each(['REQUEST_METHOD', 'HTTPS', 'HTTP_', 'wsgi.input', 'REMOTE_ADDR'])('%s is no field', (key) => {
  const headers = new EnvironHeaders({ [key]: 'a' })
  expect([[...headers], headers.size]).toEqual([[], 0])
})

describe('a mapping', () => {
  test.each<[name: string, act: (headers: EnvironHeaders) => unknown, value: unknown, changes: object]>([
    ['get', (h) => h.get('host'), 'example.com', {}],
    ['get: absent', (h) => [h.get('ETag'), h.get('ETag', null)], [undefined, null], {}],
    ['has', (h) => [h.has('X-1st-place'), h.has('Cookie')], [true, false], {}],
    ['size', (h) => h.size, 3, {}],
    ['keys', (h) => [...h.keys()], ['Host', 'Content-Type', 'X-1St-Place'], {}],
    ['values', (h) => [...h.values()], ['example.com', 'text/plain', 'a'], {}],
    ['set', (h) => h.set('Cookie', 'a=1'), undefined, { HTTP_COOKIE: 'a=1' }],
    ['delete', (h) => h.delete('Host'), true, { HTTP_HOST: undefined }],
    ['delete of what is not there', (h) => h.delete('Cookie'), false, {}],
    ['setdefault', (h) => h.setdefault('X-A', 'b'), 'b', { HTTP_X_A: 'b' }],
    ['setdefault of what is there', (h) => h.setdefault('host', 'b'), 'example.com', {}],
    ['pop', (h) => h.pop('Host'), 'example.com', { HTTP_HOST: undefined }],
    ['pop: a default', (h) => h.pop('Cookie', 0), 0, {}],
    ['popitem', (h) => h.popitem(), ['Host', 'example.com'], { HTTP_HOST: undefined }],
    ['update', (h) => h.update({ Host: 'b', 'X-A': 'c' }), undefined, { HTTP_HOST: 'b', HTTP_X_A: 'c' }],
    ['update by pairs', (h) => h.update([['Host', 'b']]), undefined, { HTTP_HOST: 'b' }],
    [
      'clear',
      (h) => h.clear(),
      undefined,
      { HTTP_HOST: undefined, CONTENT_TYPE: undefined, HTTP_X_1ST_PLACE: undefined },
    ],
  ])('%s', (_name, act, value, changes) => {
    const headers = new EnvironHeaders(environ())
    expect(act(headers)).toEqual(value)
    expect(headers.environ).toEqual({ ...environ(), ...changes })
  })

  test('what is not there cannot be taken out', () => {
    const headers = new EnvironHeaders({})
    expect(() => headers.pop('Host')).toThrow(new KeyError('Host'))
    expect(() => headers.popitem()).toThrow(KeyError)
  })

  test('what an environ inherits is no field', () => {
    const headers = new EnvironHeaders(Object.create({ HTTP_HOST: 'a' }) as object as Record<string, unknown>)
    expect([headers.has('Host'), headers.get('Host'), headers.size]).toEqual([false, undefined, 0])
  })
})

describe.each<[name: string, field: [string, string]]>([
  ['CR LF', ['X-A', 'a\r\nb']],
  ['NUL', ['X-A', 'a\0']],
  ['a name that is no token', ['X A', 'a']],
  ['a value that is no text', ['X-A', 1 as unknown as string]],
])('%s is refused', (_name, field) => {
  test.each<[name: string, write: (headers: EnvironHeaders) => unknown]>([
    ['set', (headers) => headers.set(...field)],
    ['setdefault', (headers) => headers.setdefault(...field)],
    ['update', (headers) => headers.update([['Host', 'b'], field])],
  ])('%s', (_door, write) => {
    const headers = new EnvironHeaders(environ())
    expect(() => write(headers)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_FIELD' }))
    expect(headers.environ).toEqual(environ())
  })
})

test('the tables are each other turned round', () => {
  expect([...header2key]).toEqual([...key2header].map(([key, name]) => [name.toUpperCase(), key]))
})

test('types', () => {
  const headers = new EnvironHeaders({})
  expectTypeOf(headers.get('Host')).toEqualTypeOf<string | undefined>()
  expectTypeOf(headers.get('Host', null)).toEqualTypeOf<string | null>()
})
