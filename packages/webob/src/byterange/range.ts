import { ContentRange, isValidSpan, position } from './content-range.ts'

/**
 * One byte range of a Range field: from `start` to before `end`, to the end when `end` is null; a negative `start` counts
 * from the end. Python: `webob.byterange.Range`.
 *
 * @throws RangeError when `end` is negative
 * @example
 * const range = Range.parse('bytes=0-99')
 * assert.deepEqual([range.start, range.end], [0, 100])
 * assert.equal(String(range.contentRange(50)), 'bytes 0-49/50')
 * assert.deepEqual(new Range(-10, null).rangeForLength(100), [90, 100])
 */
export class Range implements Iterable<number | null> {
  readonly start: number
  readonly end: number | null

  constructor(start: number, end: number | null) {
    if (end !== null && end < 0) throw new RangeError(`Expected an end that is not negative, got ${end}`)
    this.start = start
    this.end = end
  }

  /**
   * Reads the first range of the field; what follows it is not looked at. `null` when there is none, as for other units,
   * for a range that ends before it begins, for `bytes=-`, and for one that begins beyond 1e21.
   */
  static parse(value: string | null | undefined): Range | null {
    const match = /^bytes *= *(?:(\d+) *)?- *(\d*)/i.exec(value ?? '')
    if (!match) return null
    const first = position(match[1])
    const last = position(match[2] || undefined)
    if (first === null) return last === null || last === Infinity ? null : new Range(0 - last, null)
    if (first === Infinity) return null
    // Where it ends beyond all numbers, it goes to the end.
    if (last === null || last === Infinity) return new Range(first, null)
    return first > last ? null : new Range(first, last + 1)
  }

  /**
   * The span of a content of so many bytes, end exclusive; `null` when the length is not known or nothing of the range
   * is there. A suffix that is longer than the content is all of it (RFC 9110 section 14.1.2).
   */
  rangeForLength(length: number | null): [start: number, end: number] | null {
    if (length === null) return null
    const start = this.start < 0 && this.end === null ? Math.max(0, this.start + length) : this.start
    const end = this.end ?? length
    return isValidSpan(start, end, length) ? [start, Math.min(end, length)] : null
  }

  /** The Content-Range of an answer from a content of so many bytes; `null` as for {@link rangeForLength}. */
  contentRange(length: number | null): ContentRange | null {
    const span = this.rangeForLength(length)
    return span && new ContentRange(span[0], span[1], length)
  }

  *[Symbol.iterator](): IterableIterator<number | null> {
    yield this.start
    yield this.end
  }

  toString(): string {
    if (this.end !== null) return `bytes=${this.start}-${this.end - 1}`
    return this.start < 0 ? `bytes=${this.start}` : `bytes=${this.start}-`
  }
}
