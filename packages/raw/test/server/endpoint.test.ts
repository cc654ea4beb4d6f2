import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatEndpoint, parseEndpoint } from '../../src/server/endpoint.ts'
import type { Endpoint } from '../../src/server/endpoint.ts'

const GOOD: readonly (readonly [text: string, endpoint: Endpoint])[] = [
  ['127.0.0.1:8000', { host: '127.0.0.1', port: 8000 }],
  ['localhost:0', { host: 'localhost', port: 0 }],
  [':8000', { host: '', port: 8000 }],
  ['[::1]:65535', { host: '::1', port: 65535 }],
  ['[fe80::1%lo]:80', { host: 'fe80::1%lo', port: 80 }],
  ['unix:/run/app.sock', { path: '/run/app.sock' }],
  ['unix:app:1.sock', { path: 'app:1.sock' }],
  ['fd:0', { fd: 0 }],
  ['fd:12', { fd: 12 }],
]

const BAD: readonly (readonly [text: string, error: typeof SyntaxError | typeof RangeError])[] = [
  ['', SyntaxError],
  ['8000', SyntaxError],
  ['127.0.0.1', SyntaxError],
  ['127.0.0.1:', SyntaxError],
  ['127.0.0.1:http', SyntaxError],
  ['127.0.0.1:-1', SyntaxError],
  ['127.0.0.1: 80', SyntaxError],
  ['127.0.0.1:1e3', SyntaxError],
  ['127.0.0.1:65536', RangeError],
  ['::1:8000', SyntaxError],
  ['[::1]', SyntaxError],
  ['[::1:8000', SyntaxError],
  ['[127.0.0.1]:80', SyntaxError],
  ['unix:', SyntaxError],
  ['fd:', SyntaxError],
  ['fd:x', SyntaxError],
]

describe('parseEndpoint', () => {
  test.each(GOOD)('%j', (text, endpoint) => {
    expect(parseEndpoint(text)).toEqual(endpoint)
    expect(formatEndpoint(endpoint)).toBe(text)
  })

  test.each(BAD)('%j is refused', (text, error) => {
    expect(() => parseEndpoint(text)).toThrow(error)
    expect(() => parseEndpoint(text)).toThrow(
      `got ${error === RangeError ? '65536 in ' : ''}${JSON.stringify(text)}`,
    )
  })

  test('gives what can be written back, or throws SyntaxError or RangeError', () => {
    const read = (text: string): string => {
      try {
        return formatEndpoint(parseEndpoint(text))
      } catch (error) {
        if (error instanceof SyntaxError || error instanceof RangeError) return text
        throw error
      }
    }
    const host = fc.oneof(
      fc.string(),
      fc.ipV4(),
      fc.ipV6().map((address) => `[${address}]`),
      fc.domain(),
    )
    fc.assert(
      fc.property(host, fc.nat(99999), (host, port) => {
        expect(read(`${host}:${port}`)).toBe(`${host}:${port}`)
      }),
    )
    fc.assert(fc.property(fc.string(), (text) => typeof read(text) === 'string'))
  })
})
