import { EnvironHeaders } from '@triptych/werkzeug/datastructures'
import type { Environ } from '@triptych/raw'
import { expect, test } from 'vitest'

const environ: Partial<Environ> = {
  REQUEST_METHOD: 'GET',
  HTTP_HOST: 'a',
  HTTP_X_FORWARDED_FOR: 'b',
  HTTP_CONTENT_TYPE: 'forged/type',
  CONTENT_TYPE: 'a/b',
  CONTENT_LENGTH: '',
  'wsgi.url_scheme': 'http',
}

test('a view of the fields of an environ', () => {
  const headers = new EnvironHeaders(environ)
  expect([...headers]).toEqual([
    ['Host', 'a'],
    ['X-Forwarded-For', 'b'],
    ['Content-Type', 'a/b'],
  ])
  expect(headers.size).toBe(3)
  expect(headers.get('content-type')).toBe('a/b')
  expect(headers.get('x-forwarded-for')).toBe('b')
  expect(headers.getlist('host')).toEqual(['a'])
  expect(headers.has('Request-Method')).toBe(false)
  expect(() => headers.at('X-None')).toThrow(expect.objectContaining({ code: 400 }))
})

test('it is live', () => {
  const live: Partial<Environ> = {}
  const headers = new EnvironHeaders(live)
  live['HTTP_X_A'] = '1'
  expect(headers.get('X-A')).toBe('1')
})

test.each<[string, (headers: EnvironHeaders) => unknown]>([
  ['set', (headers) => headers.set('A', '1')],
  ['add', (headers) => headers.add('A', '1')],
  ['delete', (headers) => headers.delete('A')],
  ['copy', (headers) => headers.copy()],
])('%s is refused', (_, change) => {
  expect(() => change(new EnvironHeaders({}))).toThrow(TypeError)
})

test('equal when the environ is the same', () => {
  expect(new EnvironHeaders(environ).equals(new EnvironHeaders(environ))).toBe(true)
  expect(new EnvironHeaders(environ).equals(new EnvironHeaders({ ...environ }))).toBe(false)
})

test('many names are remembered without end of memory', () => {
  const headers = new EnvironHeaders({ HTTP_N_1: 'one' })
  for (let n = 0; n < 2000; n++) headers.get(`n-${n}`)
  expect(headers.get('n-1')).toBe('one')
})
