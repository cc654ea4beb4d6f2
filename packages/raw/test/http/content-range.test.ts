import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatContentRange, parseContentRange } from '../../src/http/content-range.ts'
import type { ContentRange } from '../../src/http/content-range.ts'
import { megabyte, textOf } from './hostile-text.ts'

const piece = (start?: number, end?: number, length?: number, unit = 'bytes'): ContentRange => {
  return { unit, start, end, length }
}

test.each<[text: string, range: ContentRange | undefined]>([
  ['bytes 42-1233/1234', piece(42, 1234, 1234)],
  ['bytes 42-1233/*', piece(42, 1234)],
  ['bytes */1234', piece(undefined, undefined, 1234)],
  ['bytes 0-0/1', piece(0, 1, 1)],
  ['BYTES 0-0/1', piece(0, 1, 1)],
  ['items 0-4/10', piece(0, 5, 10, 'items')],
  ['bytes */0', piece(undefined, undefined, 0)],
  ['bytes */*', undefined],
  ['bytes 5-4/10', undefined],
  ['bytes 0-10/10', undefined],
  ['bytes 0-0/0', undefined],
  ['bytes  0-0/1', undefined],
  ['bytes\t0-0/1', undefined],
  ['bytes=0-0/1', undefined],
  ['bytes 0-/1', undefined],
  ['bytes -1/1', undefined],
  ['bytes 0/1', undefined],
  ['bytes 0-0', undefined],
  ['bytes 0-0/', undefined],
  ['bytes 0-0/1 ', undefined],
  ['bytes 0-0/1/2', undefined],
  ['bytes 0-99999999999999999999/*', undefined],
  [' 0-0/1', undefined],
  ['', undefined],
])('%j', (text, range) => {
  expect(parseContentRange(text)).toEqual(range)
})

test('what is written is read', () => {
  const parts = fc.record({ start: fc.nat(), size: fc.integer({ min: 1 }), more: fc.option(fc.nat()) })
  fc.assert(
    fc.property(parts, ({ start, size, more }) => {
      const end = start + size
      const range = piece(start, end, more === null ? undefined : end + more)
      expect(parseContentRange(formatContentRange(range))).toEqual(range)
    }),
  )
})

test.each<[range: ContentRange]>([
  [piece()],
  [piece(0, 0, 10)],
  [piece(5, 4, 10)],
  [piece(0, 11, 10)],
  [piece(0, undefined, 10)],
  [piece(undefined, 5, 10)],
  [piece(-1, 5, 10)],
  [piece(0.5, 5, 10)],
  [piece(0, 5, Number.NaN)],
  [piece(undefined, undefined, -1)],
])('%j is refused', (range) => {
  expect(() => formatContentRange(range)).toThrow(RangeError)
})

test('a unit must be a token', () => {
  expect(() => formatContentRange(piece(0, 1, 1, 'a\r\nb'))).toThrow(TypeError)
})

test('any text gives a piece or nothing', () => {
  fc.assert(
    fc.property(textOf('bytes 0159-/*'), (text) => {
      const range = parseContentRange(text)
      expect(range && parseContentRange(formatContentRange(range))).toEqual(range)
    }),
  )
  for (const pattern of ['0', '-', '/', '*', ' ']) {
    expect(parseContentRange(megabyte(pattern, 'bytes 0-'))).toBeUndefined()
  }
})
