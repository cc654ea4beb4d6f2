import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ContentRange } from '../../src/byterange/index.ts'
import { isValidSpan, position } from '../../src/byterange/content-range.ts'

type Three = [start: number | null, stop: number | null, length: number | null]

describe('parse', () => {
  test.each<[text: string, range: Three | null]>([
    ['bytes 0-499/1234', [0, 500, 1234]],
    ['bytes 0-499/*', [0, 500, null]],
    ['bytes */1234', [null, null, 1234]],
    ['bytes */*', [null, null, null]],
    ['bytes 0-0/1', [0, 1, 1]],
    ['bytes 0-1/2 and more', [0, 2, 2]],
    ['bytes 5-4/10', null],
    ['bytes 0-10/10', null],
    ['bytes 10-10/10', null],
    ['bytes 0-4', null],
    ['bytes=0-4/5', null],
    ['Bytes 0-4/5', null],
    ['bytes  0-4/5', null],
    ['items 0-4/5', null],
    ['bytes -4/5', null],
    [`bytes 0-4/${'9'.repeat(400)}`, null],
    [`bytes 0-${'9'.repeat(400)}/*`, null],
    ['', null],
  ])('%j', (text, range) => {
    const parsed = ContentRange.parse(text)
    expect(parsed && [...parsed]).toEqual(range)
  })

  test('no field is no range', () => {
    expect([ContentRange.parse(null), ContentRange.parse(undefined)]).toEqual([null, null])
  })

  test('reads what it writes', () => {
    const three = fc.tuple(fc.nat(), fc.integer({ min: 1 }), fc.option(fc.nat()))
    fc.assert(
      fc.property(three, ([start, size, rest]) => {
        const range = new ContentRange(start, start + size, rest === null ? null : start + size + rest)
        expect(ContentRange.parse(String(range))).toStrictEqual(range)
      }),
    )
  })
})

test.each<Three>([
  [null, 5, 10],
  [0, null, 10],
  [5, 5, 10],
  [6, 5, null],
  [-1, 5, 10],
  [10, 11, 10],
  [null, null, -1],
  [Number.NaN, 5, 10],
])('%j, %j, %j do not fit', (start, stop, length) => {
  expect(() => new ContentRange(start, stop, length)).toThrow(RangeError)
})

test('a span of a response lies within the length, another one begins there', () => {
  expect([isValidSpan(0, 11, 10), isValidSpan(0, 11, 10, true), isValidSpan(0, 10, 10, true)]).toEqual([
    true,
    false,
    true,
  ])
})

test('digits are a number as long as it is written in digits', () => {
  expect(['0', '007', '9'.repeat(20), '9'.repeat(21), '9'.repeat(1000), undefined].map(position)).toEqual([
    0,
    7,
    1e20,
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    null,
  ])
})
