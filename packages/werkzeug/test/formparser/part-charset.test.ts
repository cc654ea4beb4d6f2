import { expect, test } from 'vitest'
import { Headers } from '../../src/datastructures/headers.ts'
import { decodePart, partCharset } from '../../src/formparser/part-charset.ts'
import type { PartCharset } from '../../src/formparser/part-charset.ts'

test.each([
  [undefined, 'utf-8'],
  ['text/plain', 'utf-8'],
  ['text/plain; charset=ASCII', 'ascii'],
  ['text/plain; charset=us-ascii', 'us-ascii'],
  ['text/plain; charset="UTF-8"', 'utf-8'],
  ['text/plain; charset=iso-8859-1', 'iso-8859-1'],
  ['text/plain; charset=latin1', 'utf-8'],
  ['text/plain; charset=utf-7', 'utf-8'],
])('%s: %s', (type, charset) => {
  expect(partCharset(new Headers(type === undefined ? [] : [['Content-Type', type]]))).toBe(charset)
})

test.each<[bytes: number[], charset: PartCharset, text: string]>([
  [[], 'utf-8', ''],
  [[0xc3, 0xa9], 'utf-8', '\xe9'],
  [[0xef, 0xbb, 0xbf, 0x61], 'utf-8', '\ufeffa'],
  [[0xe9, 0x61], 'utf-8', '\ufffda'],
  [[0x80, 0xe9], 'iso-8859-1', '\x80\xe9'],
  [[0x61, 0xc3, 0xa9], 'ascii', 'a\ufffd\ufffd'],
  [Array<number>(100).fill(0x61), 'us-ascii', 'a'.repeat(100)],
])('%j in %s', (bytes, charset, text) => {
  expect(decodePart(Uint8Array.from(bytes), charset)).toBe(text)
})
