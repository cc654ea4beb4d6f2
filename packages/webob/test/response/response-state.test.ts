import { describe, expect, expectTypeOf, test } from 'vitest'
import { Response, type ResponseOptions } from '@triptych/webob/response'
import { checkedList, removeField, statusHasBody, statusLine } from '../../src/response/response-state.ts'

describe('statusLine', () => {
  test.each([
    [200, '200 OK'],
    ['404', '404 Not Found'],
    [' 404 ', '404 Not Found'],
    [299, '299 Success'],
    [499, '499 Unknown Client Error'],
    ['200 Fine by me', '200 Fine by me'],
    ['999 Unheard of', '999 Unheard of'],
    [new TextEncoder().encode('201 Made'), '201 Made'],
  ])('%o is %s', (status, line) => {
    expect(statusLine(status)).toBe(line)
  })

  test.each([
    ['Fine', SyntaxError],
    ['', SyntaxError],
    ['200OK', SyntaxError],
    [600, RangeError],
    [0, RangeError],
    ['99', RangeError],
    [Number.NaN, RangeError],
    [null, TypeError],
    [{}, TypeError],
    ['200 OK\r\nA: b', TypeError],
    ['200 \u20ac', TypeError],
  ])('%o is refused', (status, kind) => {
    expect(() => statusLine(status as never)).toThrow(kind)
  })
})

test.each([
  ['100 Continue', false],
  ['200 OK', true],
  ['204 No Content', false],
  ['205 Reset Content', false],
  ['304 Not Modified', false],
  ['404 Not Found', true],
])('statusHasBody: %s is %s', (status, expected) => {
  expect(statusHasBody(status)).toBe(expected)
})

test('checkedList copies, and refuses what may not go on the wire', () => {
  const list: [string, string][] = [['A', 'b']]
  expect(checkedList(list)).toEqual(list)
  expect(checkedList(list)).not.toBe(list)
  const bad = [
    ['', 'a'],
    ['A b', 'a'],
    ['A', 'b\r\nC: d'],
    ['A', '\0'],
    ['A', '\u20ac'],
    ['A', 4],
  ] as [string, string][]
  for (const pair of bad) expect(() => checkedList([pair]), pair.join()).toThrow(TypeError)
})

test('removeField takes each of a name, in one pass', () => {
  const list: [string, string][] = Array.from({ length: 100_000 }, (_, at) => [at % 2 ? 'A' : 'B', ''])
  removeField(list, 'a')
  expect(list.length).toBe(50_000)
  expect(list.every(([name]) => name === 'B')).toBe(true)
})

describe('options', () => {
  test('are the attributes that can be set', () => {
    const response = new Response('a', {
      etag: 'x',
      vary: ['Accept', 'Cookie'],
      cacheExpires: 0,
      contentTypeParams: { charset: 'utf-8', profile: 'p' },
      request: 1,
      environ: null,
    })
    expect(response.headers.get('ETag')).toBe('"x"')
    expect(response.headers.get('Vary')).toBe('Accept, Cookie')
    expect(response.cacheControl.noStore).toBe(true)
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8; profile=p')
    expect(response.request).toBe(1)
  })

  test.each(['nonsense', 'cookie', 'etagStrong', 'hasBody', 'copy', '_status', 'constructor'])(
    '%s is none of them',
    (name) => {
      expect(() => new Response('a', { [name]: 'b' })).toThrow(TypeError)
    },
  )

  test('a key of JSON named __proto__ is none, and changes no prototype', () => {
    const options = JSON.parse('{"__proto__": {"polluted": true}}') as ResponseOptions
    expect(() => new Response('a', options)).toThrow(TypeError)
  })

  test('JSON beside a body takes its place', async () => {
    expect(await new Response('a', { json: [1] }).text()).toBe('[1]')
  })

  test('a file is sent block by block, and closed once', async () => {
    let closed = 0
    const blocks = [new Uint8Array([0x61]), new Uint8Array([0x62])]
    const response = new Response({
      bodyFile: { read: () => blocks.shift(), close: () => void closed++ },
    })
    expect(response.contentLength).toBeNull()
    expect([await response.text(), closed]).toEqual(['ab', 1])
  })

  test('are known to the compiler', () => {
    expectTypeOf<{ etag: number }>().not.toExtend<ResponseOptions>()
    expectTypeOf<{ etag: readonly ['a', false] }>().toExtend<ResponseOptions>()
    expectTypeOf<{ status: 404; location: '/' }>().toExtend<ResponseOptions>()
  })
})
