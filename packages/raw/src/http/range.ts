import { DIGIT, WS, skip, trimOws } from './chars.ts'
import { digitsAt } from './digits.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'
import { tokenEnd } from './token.ts'

/** From `first` to `last`, both included; to the end of the representation when `last` is missing. */
export interface IntRange {
  readonly kind: 'int'
  readonly first: number
  readonly last: number | undefined
}

/** The last `length` units. */
export interface SuffixRange {
  readonly kind: 'suffix'
  readonly length: number
}

/** A range that only its unit can explain. */
export interface OtherRange {
  readonly kind: 'other'
  readonly text: string
}

/** One `range-spec` of Range, RFC 9110 section 14.1.1. */
export type RangeSpec = IntRange | SuffixRange | OtherRange

/** The value of Range. */
export interface RangeHeader {
  /** In lower case; units are case-insensitive. */
  readonly unit: string
  /** In the order of the text, with the invalid ones left out. */
  readonly ranges: readonly RangeSpec[]
  /**
   * `range` for an element outside the grammar, `reversed` for one whose end is before its start (both left
   * out), `empty` when there is no element. A header with problems is invalid, and ignored by most.
   */
  readonly problems: readonly Problem[]
}

/** A half-open piece of a representation: `end` is the first offset that is not in it. */
export type Span = readonly [start: number, end: number]

/**
 * Reads Range, RFC 9110 sections 14.1 and 14.2:
 *
 *     ranges-specifier = range-unit "=" range-set
 *     range-set        = 1#range-spec
 *     range-spec       = int-range / suffix-range / other-range
 *     int-range        = first-pos "-" [ last-pos ]
 *     suffix-range     = "-" suffix-length
 *     other-range      = 1*( %x21-2B / %x2D-7E )                ; visible characters but the comma
 *
 * @returns `undefined` when there is not even a unit and a `=`
 * @example
 * const range = parseRange('bytes=0-499, -1')
 * assert.deepEqual(range?.ranges, [{ kind: 'int', first: 0, last: 499 }, { kind: 'suffix', length: 1 }])
 * assert.deepEqual(parseRange('bytes=5-2')?.problems, [{ code: 'reversed', at: 6, end: 9 }])
 */
export function parseRange(text: string): RangeHeader | undefined {
  const equals = tokenEnd(text, 0)
  if (equals === 0 || text.charCodeAt(equals) !== 0x3d) return undefined
  const unit = text.slice(0, equals).toLowerCase()
  const ranges: RangeSpec[] = []
  let problems: Problem[] | undefined
  for (let start = equals + 1; start < text.length;) {
    const comma = text.indexOf(',', start)
    const end = comma < 0 ? text.length : comma
    // Whitespace belongs to commas: before the first element there is none.
    const at = start === equals + 1 && skip(text, start, WS, end) < end ? start : skip(text, start, WS, end)
    const element = trimOws(text.slice(at, end))
    if (element !== '') {
      const spec = text.charCodeAt(at) <= 0x20 ? 'range' : readSpec(element, unit)
      if (typeof spec === 'object') ranges.push(spec)
      else (problems ??= []).push({ code: spec, at, end })
    }
    start = end + 1
  }
  if (ranges.length === 0) problems ??= [{ code: 'empty', at: equals + 1 }]
  return { unit, ranges, problems: problems ?? NO_PROBLEMS }
}

function readSpec(text: string, unit: string): RangeSpec | 'range' | 'reversed' {
  const dash = skip(text, 0, DIGIT)
  if (text.charCodeAt(dash) === 0x2d) {
    const tail = dash + 1
    if (dash === 0) {
      const length = digitsAt(text, 1)
      if (length >= 0) return { kind: 'suffix', length }
    } else if (tail === text.length) return { kind: 'int', first: digitsAt(text, 0, dash), last: undefined }
    else if (skip(text, tail, DIGIT) === text.length) {
      if (isLess(text.slice(tail), text.slice(0, dash))) return 'reversed'
      return { kind: 'int', first: digitsAt(text, 0, dash), last: digitsAt(text, tail) }
    }
  }
  return unit !== 'bytes' && isVisible(text) ? { kind: 'other', text } : 'range'
}

/**
 * Compares decimal numbers of any size, since two that are both too large for a number still have an order.
 */
function isLess(one: string, other: string): boolean {
  const left = one.slice(leadingZeros(one))
  const right = other.slice(leadingZeros(other))
  return left.length === right.length ? left < right : left.length < right.length
}

function leadingZeros(text: string): number {
  let at = 0
  while (text.charCodeAt(at) === 0x30) at++
  return at
}

function isVisible(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x21 || code > 0x7e) return false
  }
  return true
}

/**
 * Writes Range.
 *
 * @throws TypeError for a unit that is no token, no ranges at all, and numbers that are no offsets
 * @example
 * const ranges: RangeSpec[] = [{ kind: 'int', first: 0, last: 499 }, { kind: 'suffix', length: 1 }]
 * assert.equal(formatRange('bytes', ranges), 'bytes=0-499, -1')
 */
export function formatRange(unit: string, ranges: readonly RangeSpec[]): string {
  const text = `${unit}=${ranges.map((range) => formatSpec(range)).join(', ')}`
  const read = parseRange(text)
  if (read === undefined || read.problems.length > 0 || read.ranges.length !== ranges.length) {
    throw new TypeError(`Expected ranges that can be written, got ${JSON.stringify(text)}`)
  }
  return text
}

function formatSpec(range: RangeSpec): string {
  if (range.kind === 'other') return range.text
  return range.kind === 'suffix' ? `-${range.length}` : `${range.first}-${range.last ?? ''}`
}

/** What a server is ready to do for one Range header. */
export interface RangeLimits {
  /** More ranges than this are ignored as a whole, RFC 9110 section 17.15. Default: 200. */
  readonly maxRanges?: number
}

const NO_LIMITS: RangeLimits = Object.freeze({})

/**
 * The pieces of a representation that a Range header asks for, RFC 9110 section 14.1.2, in its order: clipped
 * to the length, the unsatisfiable ones left out.
 *
 * @param length of the representation in bytes
 * @returns no pieces at all when none can be satisfied (the answer is 416); `undefined` when the field is to
 * be ignored (200 with the whole): it is invalid, has another unit or too many ranges, or asks for the tail
 * of nothing
 * @example
 * assert.deepEqual(satisfiableRanges(parseRange('bytes=0-499, -1'), 1000), [[0, 500], [999, 1000]])
 * assert.deepEqual(satisfiableRanges(parseRange('bytes=1000-'), 1000), [])
 * assert.equal(satisfiableRanges(parseRange('items=0-5'), 1000), undefined)
 */
export function satisfiableRanges(
  range: RangeHeader | undefined,
  length: number,
  { maxRanges = 200 }: RangeLimits = NO_LIMITS,
): readonly Span[] | undefined {
  if (range === undefined || range.unit !== 'bytes' || range.problems.length > 0) return undefined
  if (range.ranges.length > maxRanges) return undefined
  const spans: Span[] = []
  for (const spec of range.ranges) {
    if (spec.kind === 'other') return undefined
    if (spec.kind === 'suffix') {
      if (spec.length === 0) continue
      // Satisfiable by definition, but no Content-Range can say "nothing": the whole, which is empty, does.
      if (length === 0) return undefined
      spans.push([Math.max(0, length - spec.length), length])
    } else if (spec.first < length) {
      spans.push([spec.first, spec.last === undefined ? length : Math.min(spec.last + 1, length)])
    }
  }
  return spans
}

/**
 * Joins pieces that overlap, touch, or lie at most `gap` bytes apart, which RFC 9110 section 15.3.7.2 allows
 * when the bytes between cost less than another part. A joined piece stands where the first of its pieces
 * stood.
 *
 * @example
 * assert.deepEqual(coalesceRanges([[50, 60], [0, 5], [3, 10]]), [[50, 60], [0, 10]])
 * assert.deepEqual(coalesceRanges([[0, 5], [8, 10]], 3), [[0, 10]])
 */
export function coalesceRanges(spans: readonly Span[], gap: number = 0): readonly Span[] {
  if (spans.length < 2) return spans
  const order = spans.map((_, index) => index).toSorted((one, other) => spans[one]![0] - spans[other]![0])
  const joined: { start: number; end: number; position: number }[] = []
  for (const position of order) {
    const [start, end] = spans[position]!
    const last = joined.at(-1)
    if (last !== undefined && start <= last.end + gap) {
      last.end = Math.max(last.end, end)
      last.position = Math.min(last.position, position)
    } else joined.push({ start, end, position })
  }
  joined.sort((one, other) => one.position - other.position)
  return joined.map(({ start, end }) => [start, end])
}
