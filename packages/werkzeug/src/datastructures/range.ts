import { isByteRangeValid } from '../http/byte-range.ts'
import { ContentRange } from './content-range.ts'
import { strip } from '../http/strip.ts'

/** A start and an exclusive end; null ends with the whole. A negative start counts from the end, and has no end. */
export type RangePart = readonly [start: number, end: number | null]

/**
 * The Range of a request, RFC 9110 section 14.2. Ends are exclusive. Python: `werkzeug.datastructures.Range`.
 *
 * @throws RangeError for a part that makes no sense
 * @example
 * const range = Range.fromHeader('bytes=0-499')
 * assert.deepEqual(range?.ranges, [[0, 500]])
 * assert.deepEqual(range?.rangeForLength(200), [0, 200])
 * assert.equal(range?.toContentRangeHeader(200), 'bytes 0-199/200')
 * assert.equal(Range.fromHeader('bytes=5-1'), null)
 */
export class Range {
  /** The unit, such as `bytes`. */
  readonly units: string
  readonly ranges: readonly RangePart[]

  constructor(units: string, ranges: readonly RangePart[]) {
    for (const [start, end] of ranges) {
      const isStart = typeof (start as number | null) === 'number'
      if (!isStart || (end !== null && (start < 0 || start >= end))) {
        throw new RangeError(`Expected a start before its end, got ${start} and ${end}`)
      }
    }
    this.units = units
    this.ranges = ranges
  }

  /**
   * Reads the header; null when a part of it makes no sense, or comes before the one that it follows.
   * Python: `werkzeug.http.parse_range_header`.
   */
  static fromHeader(value: string | null | undefined): Range | null {
    const equals = value?.indexOf('=') ?? -1
    if (!value || equals < 0) return null
    const ranges: RangePart[] = []
    let lastEnd = 0
    for (const item of value.slice(equals + 1).split(',')) {
      const part = readPart(strip(item))
      if (!part || lastEnd < 0) return null
      const [start, end] = part
      if (start >= 0 && start < lastEnd) return null
      ranges.push(part)
      lastEnd = end ?? -1
    }
    return new Range(strip(value.slice(0, equals)).toLowerCase(), ranges)
  }

  /** The one range within a length, end exclusive; null when there are several, the unit is another or it does not fit. */
  rangeForLength(length: number | null): [start: number, stop: number] | null {
    const [part] = this.ranges
    if (this.units !== 'bytes' || length === null || this.ranges.length !== 1 || !part) return null
    const [first, last] = part
    const start = last === null && first < 0 ? first + length : first
    const stop = last ?? length
    return isByteRangeValid(start, stop, length) ? [start, Math.min(stop, length)] : null
  }

  /** What the answer to the range says of itself; null as for `rangeForLength`. */
  makeContentRange(length: number | null): ContentRange | null {
    const range = this.rangeForLength(length)
    return range && new ContentRange(this.units, range[0], range[1], length)
  }

  /** The Content-Range of the answer; null as for `rangeForLength`. */
  toContentRangeHeader(length: number | null): string | null {
    return this.makeContentRange(length)?.toHeader() ?? null
  }

  /** Whether another one has the same parts. */
  equals(other: unknown): boolean {
    return other instanceof Range && other.toHeader() === this.toHeader()
  }

  /** As the header has it. */
  toHeader(): string {
    const parts = this.ranges.map(([start, end]) => {
      if (end !== null) return `${start}-${end - 1}`
      return start < 0 ? String(start) : `${start}-`
    })
    return `${this.units}=${parts.join(',')}`
  }

  toString(): string {
    return this.toHeader()
  }
}

/** `-5`, `5-` or `5-9`; blanks may stand around the numbers. */
function readPart(text: string): RangePart | undefined {
  const [, first = '', last = ''] = /^([0-9]*)\s*-\s*([0-9]*)$/.exec(text) ?? []
  // The last 0 bytes are all of them in the original; no number is a negative zero.
  if (first === '') return /^-[0-9]+$/.test(text) ? [Number(text) + 0, null] : undefined
  const start = Number(first)
  if (last === '') return [start, null]
  const end = Number(last) + 1
  return start < end ? [start, end] : undefined
}
