import { Range } from '@triptych/werkzeug/datastructures'
import type { RangePart } from '@triptych/werkzeug/datastructures'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

describe('Range', () => {
  test.each<[string | null, RangePart[] | null]>([
    ['bytes=0-4', [[0, 5]]],
    ['bytes=5-', [[5, null]]],
    ['bytes=-5', [[-5, null]]],
    ['bytes=-0', [[0, null]]],
    [`bytes=${','.repeat(1_000_000)}`, null],
    [
      'BYTES = 1 - 2 , 4 - 5',
      [
        [1, 3],
        [4, 6],
      ],
    ],
    ['bytes=0-4,3-9', null],
    ['bytes=5-,7-9', null],
    ['bytes=9-5', null],
    ['bytes=a-b', null],
    ['bytes=\u0663-4', null],
    ['bytes=', null],
    ['bytes', null],
    [null, null],
  ])('%j', (header, ranges) => {
    expect(Range.fromHeader(header)?.ranges ?? null).toEqual(ranges)
  })

  test.each<[RangePart, number | null, [number, number] | null]>([
    [[0, 5], 10, [0, 5]],
    [[0, 50], 10, [0, 10]],
    [[5, null], 10, [5, 10]],
    [[-3, null], 10, [7, 10]],
    [[-30, null], 10, null],
    [[10, null], 10, null],
    [[0, 5], null, null],
  ])('%j of %j', (part, length, expected) => {
    const range = new Range('bytes', [part])
    expect(range.rangeForLength(length)).toEqual(expected)
    expect(range.makeContentRange(length)?.toHeader() ?? null).toBe(range.toContentRangeHeader(length))
  })

  test('several, or of another unit, are none', () => {
    expect(
      new Range('bytes', [
        [0, 1],
        [2, 3],
      ]).rangeForLength(10),
    ).toBeNull()
    expect(new Range('items', [[0, 1]]).rangeForLength(10)).toBeNull()
  })

  test.each<[RangePart]>([[[5, 5]], [[-1, 5]], [[null as never, 5]]])('%j is refused', (part) => {
    expect(() => new Range('bytes', [part])).toThrow(RangeError)
  })

  test('header and back', () => {
    const part = fc
      .tuple(fc.nat(50), fc.integer({ min: 1, max: 50 }))
      .map(([start, length]): RangePart => [start, start + length])
    fc.assert(
      fc.property(part, (one) => {
        const range = new Range('bytes', [one])
        expect(Range.fromHeader(String(range))?.equals(range)).toBe(true)
      }),
    )
  })
})
