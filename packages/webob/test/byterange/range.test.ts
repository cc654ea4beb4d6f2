import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { ContentRange, Range } from '../../src/byterange/index.ts'

const pair = (text: string | null | undefined): (number | null)[] | null => {
  const range = Range.parse(text)
  return range && [...range]
}

describe('parse', () => {
  test.each<[text: string, range: [number, number | null] | null]>([
    ['bytes=0-499', [0, 500]],
    ['bytes=500-', [500, null]],
    ['bytes=-500', [-500, null]],
    ['bytes=0-0', [0, 1]],
    ['bytes=007-010', [7, 11]],
    ['BYTES=1-2', [1, 3]],
    ['bytes = 1 - 2', [1, 3]],
    ['bytes= - 5', [-5, null]],
    ['bytes=-0', [0, null]],
    // Only the first range counts, and what follows it is not looked at.
    ['bytes=0-1,5-6', [0, 2]],
    ['bytes=0-9x', [0, 10]],
    ['bytes=5-4', null],
    ['bytes=-', null],
    ['bytes=', null],
    ['bytes', null],
    ['items=0-5', null],
    ['bytes 0-5', null],
    [' bytes=0-5', null],
    ['bytes=a-5', null],
    ['bytes=\uff11-', null],
    ['', null],
    // The nearest numbers; beyond what is written in digits there is no first byte, and the last one is the last.
    ['bytes=9007199254740993-', [9007199254740992, null]],
    [`bytes=${'9'.repeat(400)}-`, null],
    [`bytes=-${'9'.repeat(400)}`, null],
    [`bytes=1-${'9'.repeat(400)}`, [1, null]],
  ])('%j', (text, range) => {
    expect(pair(text)).toEqual(range)
  })

  test('no field is no range', () => {
    expect([pair(null), pair(undefined)]).toEqual([null, null])
  })

  test.each([' ', '1', '-', '1 ', '1-1,'])('reads a megabyte of %j in linear time', (piece) => {
    const text = piece.repeat(1_000_000 / piece.length)
    for (const start of ['bytes', 'bytes=', 'bytes=1', 'bytes=1-']) {
      expect(pair(start + text)?.at(0) ?? 1).toBe(1)
    }
  })

  test('reads what it writes', () => {
    const range = fc
      .tuple(fc.maxSafeNat(), fc.option(fc.nat()))
      .map(([start, length]) => new Range(start, length === null ? null : start + length + 1))
    const suffix = fc.integer({ min: 1 }).map((length) => new Range(-length, null))
    fc.assert(
      fc.property(fc.oneof(range, suffix), (one) => {
        expect(Range.parse(String(one))).toStrictEqual(one)
      }),
    )
  })
})

test('an end is not negative', () => {
  expect(() => new Range(0, -1)).toThrow(new RangeError('Expected an end that is not negative, got -1'))
})

describe('of a length', () => {
  test.each<[start: number, end: number | null, length: number | null, span: [number, number] | null]>([
    [0, 5, 10, [0, 5]],
    [0, 5, 3, [0, 3]],
    [0, null, 10, [0, 10]],
    [9, null, 10, [9, 10]],
    [10, null, 10, null],
    [10, 20, 10, null],
    [0, null, 0, null],
    [-3, null, 10, [7, 10]],
    // RFC 9110 section 14.1.2; the original finds it unsatisfiable.
    [-30, null, 10, [0, 10]],
    [-3, null, 0, null],
    [0, 5, null, null],
    [-5, null, null, null],
    [-5, 3, 10, null],
  ])('%j to %j of %j is %j', (start, end, length, span) => {
    const range = new Range(start, end)
    expect(range.rangeForLength(length)).toEqual(span)
    expect(range.contentRange(length)).toEqual(span && new ContentRange(span[0], span[1], length))
  })

  test('lies within the length, or there is none', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('0', '1', '2', '-', ' ') }),
        fc.nat(30),
        (text, length) => {
          const [start, stop] = Range.parse(`bytes=${text}`)?.rangeForLength(length) ?? [0, length + 1]
          expect(start).toBeGreaterThanOrEqual(0)
          expect(start).toBeLessThan(stop)
          expect(stop).toBeLessThanOrEqual(length + 1)
        },
      ),
    )
  })
})

test('types', () => {
  expectTypeOf(Range.parse('')).toEqualTypeOf<Range | null>()
  expectTypeOf(new Range(0, null).rangeForLength(1)).toEqualTypeOf<[start: number, end: number] | null>()
})
