import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coalesceRanges, formatRange, parseRange, satisfiableRanges } from '../../src/http/range.ts'
import type { RangeSpec, Span } from '../../src/http/range.ts'
import { digitsAt } from '../../src/http/digits.ts'
import { megabyte, textOf } from './hostile-text.ts'

const int = (first: number, last?: number): RangeSpec => ({ kind: 'int', first, last })
const suffix = (length: number): RangeSpec => ({ kind: 'suffix', length })
const other = (text: string): RangeSpec => ({ kind: 'other', text })

describe('parseRange', () => {
  test.each<[text: string, ranges: RangeSpec[], problems: string[]]>([
    ['bytes=0-499', [int(0, 499)], []],
    ['bytes=0-0,-1', [int(0, 0), suffix(1)], []],
    ['bytes=9500-', [int(9500)], []],
    ['bytes=007-008', [int(7, 8)], []],
    ['bytes= , 0-1', [int(0, 1)], []],
    ['bytes=0-1\t,\t5-', [int(0, 1), int(5)], []],
    ['bytes=0-1 ', [int(0, 1)], []],
    ['bytes=\t0-1', [], ['range']],
    ['bytes=0 -1', [], ['range']],
    ['bytes=0-1,x,5-', [int(0, 1), int(5)], ['range']],
    ['bytes=5-4, 0-1', [int(0, 1)], ['reversed']],
    ['bytes=0x1-5', [], ['range']],
    ['bytes=1.5-2', [], ['range']],
    ['bytes=1e1-20', [], ['range']],
    ['bytes=--1', [], ['range']],
    ['bytes=\u0661-2', [], ['range']],
    ['bytes=', [], ['empty']],
    ['bytes=,,', [], ['empty']],
    ['items=0-5,-2', [int(0, 5), suffix(2)], []],
    ['items=5-2', [], ['reversed']],
    ['exampleunit=1.2-4.3,25', [other('1.2-4.3'), other('25')], []],
    ['seconds=\xe9', [], ['range']],
    // Two numbers too large to be held are still in order, or not
    ['bytes=99999999999999999998-99999999999999999999', [int(2 ** 53 - 1, 2 ** 53 - 1)], []],
    ['bytes=99999999999999999999-99999999999999999998', [], ['reversed']],
    ['bytes=0000000000000000000000-1', [int(0, 1)], []],
  ])('%j', (text, ranges, problems) => {
    const read = parseRange(text)
    expect(read?.ranges).toEqual(ranges)
    expect(read?.problems.map(({ code }) => code)).toEqual(problems)
  })

  test.each(['', '=', 'bytes', 'bytes 0-5', 'bytes =0-5', '=0-5', ' bytes=0-5'])('%j is none', (text) => {
    expect(parseRange(text)).toBeUndefined()
  })

  test('units are case-insensitive', () => {
    expect(parseRange('BYTES=0-')?.unit).toBe('bytes')
  })
})

describe('satisfiableRanges', () => {
  const spans = (text: string, length: number, maxRanges?: number): readonly Span[] | undefined =>
    satisfiableRanges(parseRange(text), length, maxRanges === undefined ? {} : { maxRanges })

  test.each<[text: string, length: number, spans: Span[] | undefined]>([
    ['bytes=0-0', 1, [[0, 1]]],
    ['bytes=1-1', 1, []],
    [
      'bytes=0-0,1000-,-2',
      1000,
      [
        [0, 1],
        [998, 1000],
      ],
    ],
    ['bytes=999-1000', 1000, [[999, 1000]]],
    // A suffix of nothing is satisfiable (RFC 9110 section 14.1.2), but cannot be named
    ['bytes=-5', 0, undefined],
    ['bytes=-0', 0, []],
    ['bytes=0-', 0, []],
    ['bytes=0-1,5-4', 10, undefined],
    ['items=0-1', 10, undefined],
    ['bytes=0-99999999999999999999', 2 ** 53 - 1, [[0, 2 ** 53 - 1]]],
  ])('%j of %d', (text, length, expected) => {
    expect(spans(text, length)).toEqual(expected)
  })

  test('a missing header, and too many ranges, are ignored', () => {
    expect(satisfiableRanges(undefined, 10)).toBeUndefined()
    const many = (count: number): string => `bytes=${Array.from({ length: count }, () => '0-0').join(',')}`
    expect(spans(many(200), 10)).toHaveLength(200)
    expect(spans(many(201), 10)).toBeUndefined()
    expect(spans('bytes=0-0,1-1', 10, 1)).toBeUndefined()
  })
})

describe('coalesceRanges', () => {
  test.each<[spans: Span[], gap: number, joined: Span[]]>([
    [[], 0, []],
    [[[1, 2]], 0, [[1, 2]]],
    [
      [
        [0, 5],
        [5, 9],
      ],
      0,
      [[0, 9]],
    ],
    [
      [
        [0, 5],
        [6, 9],
      ],
      0,
      [
        [0, 5],
        [6, 9],
      ],
    ],
    [
      [
        [0, 5],
        [6, 9],
      ],
      1,
      [[0, 9]],
    ],
    [
      [
        [0, 100],
        [10, 20],
        [90, 110],
      ],
      0,
      [[0, 110]],
    ],
    [
      [
        [50, 60],
        [0, 5],
        [55, 70],
      ],
      0,
      [
        [50, 70],
        [0, 5],
      ],
    ],
    [
      [
        [3, 10],
        [20, 30],
        [0, 5],
      ],
      0,
      [
        [0, 10],
        [20, 30],
      ],
    ],
    [
      [
        [5, 6],
        [5, 6],
        [0, 9],
      ],
      0,
      [[0, 9]],
    ],
  ])('%j with a gap of %d', (spans, gap, joined) => {
    expect(coalesceRanges(spans, gap)).toEqual(joined)
  })

  test('covers the same bytes without overlap', () => {
    const span = fc
      .tuple(fc.nat(60), fc.integer({ min: 1, max: 20 }))
      .map(([start, size]): Span => [start, start + size])
    const bytes = (spans: readonly Span[]): number[] =>
      spans.flatMap(([start, end]) => Array.from({ length: end - start }, (_, index) => start + index))
    fc.assert(
      fc.property(fc.array(span), (spans) => {
        const joined = bytes(coalesceRanges(spans))
        expect(joined.toSorted((one, other) => one - other)).toEqual(
          [...new Set(bytes(spans))].toSorted((one, other) => one - other),
        )
      }),
    )
  })

  test('100,000 ranges in falling order', () => {
    const spans = Array.from({ length: 100_000 }, (_, index): Span => [
      200_000 - 2 * index,
      200_001 - 2 * index,
    ])
    expect(coalesceRanges(spans)).toEqual(spans)
    expect(coalesceRanges(spans, 1)).toEqual([[2, 200_001]])
  })
})

describe('formatRange', () => {
  test('what is written is read', () => {
    const spec = fc.oneof(
      fc.tuple(fc.nat(), fc.nat()).map(([first, size]) => int(first, first + size)),
      fc.nat().map((first) => int(first)),
      fc.nat().map(suffix),
    )
    fc.assert(
      fc.property(fc.constantFrom('bytes', 'items'), fc.array(spec, { minLength: 1 }), (unit, ranges) => {
        expect(parseRange(formatRange(unit, ranges))).toEqual({ unit, ranges, problems: [] })
      }),
    )
    expect(formatRange('seconds', [other('1.5')])).toBe('seconds=1.5')
  })

  test.each<[unit: string, ranges: RangeSpec[]]>([
    ['bytes', []],
    ['by tes', [int(0)]],
    ['bytes', [int(-1)]],
    ['bytes', [int(0.5)]],
    ['bytes', [int(5, 4)]],
    ['bytes', [suffix(-1)]],
    ['bytes', [int(Infinity)]],
    ['bytes', [other('x')]],
    ['seconds', [other('1,2')]],
    ['seconds', [other('')]],
    ['seconds', [other('1\r\n')]],
  ])('%j %j is refused', (unit, ranges) => {
    expect(() => formatRange(unit, ranges)).toThrow(TypeError)
  })
})

test('digitsAt takes digits and nothing else', () => {
  expect(['', '-1', '+1', ' 1', '1 ', '1_0', '0x1', '\u0661'].map((text) => digitsAt(text, 0))).toEqual(
    Array.from({ length: 8 }, () => -1),
  )
  expect(digitsAt('ab12cd', 2, 4)).toBe(12)
})

test('any text is read', () => {
  fc.assert(
    fc.property(textOf('bytes=-,0159 \t'), fc.nat(2000), (text, length) => {
      for (const [start, end] of satisfiableRanges(parseRange(`bytes=${text}`), length) ?? []) {
        expect(start >= 0 && start < end && end <= length).toBe(true)
      }
      parseRange(text)
    }),
  )
})

test.each([',', '0-', '-', '0-0,', '0', ' ', '9', '0,'])('a megabyte of %j', (pattern) => {
  const range = parseRange(megabyte(pattern, 'bytes='))
  expect(satisfiableRanges(range, 10)).toBeUndefined()
})
