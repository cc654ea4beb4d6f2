/**
 * The number of some digits, `null` when there are none. What String() would write with an exponent is Infinity.
 *
 * @example
 * assert.equal(position('99'), 99)
 * assert.equal(position('9'.repeat(22)), Infinity)
 * assert.equal(position(undefined), null)
 */
export function position(digits: string | undefined): number | null {
  if (digits === undefined) return null
  const value = Number(digits)
  return value < 1e21 ? value : Infinity
}

/**
 * Whether start and stop are a span, of a length when one is known. With `response` the span must lie within.
 *
 * @example
 * assert.equal(isValidSpan(0, 5, 10), true)
 * assert.equal(isValidSpan(5, 5, 10), false)
 */
export function isValidSpan(
  start: number | null,
  stop: number | null,
  length: number | null,
  response: boolean = false,
): boolean {
  if (start === null || stop === null) return start === stop && (length === null || length >= 0)
  if (length === null) return start >= 0 && start < stop
  return start < stop && !(response && stop > length) && start >= 0 && start < length
}

/**
 * Content-Range (RFC 9110 section 14.4): which bytes a response holds. `stop` is exclusive; both null is "none of
 * these", a null length is unknown. Python: `webob.byterange.ContentRange`.
 *
 * @throws RangeError when the three do not fit one another
 * @example
 * assert.equal(String(new ContentRange(0, 100, 1234)), 'bytes 0-99/1234')
 * assert.deepEqual([...ContentRange.parse('bytes 0-99/*')], [0, 100, null])
 */
export class ContentRange implements Iterable<number | null> {
  readonly start: number | null
  readonly stop: number | null
  readonly length: number | null

  constructor(start: number | null, stop: number | null, length: number | null) {
    if (!isValidSpan(start, stop, length)) {
      throw new RangeError(`Expected 0 <= start < stop within the length, got ${start}, ${stop} of ${length}`)
    }
    this.start = start
    this.stop = stop
    this.length = length
  }

  /** Reads the field; `null` when it is none, or says more than there is. */
  static parse(value: string | null | undefined): ContentRange | null {
    const match = /^bytes (?:(\d+)-(\d+)|\*)\/(?:(\d+)|\*)/.exec(value ?? '')
    if (!match) return null
    const [start = null, last = null, length = null] = match.slice(1).map(position)
    if (start === Infinity || last === Infinity || length === Infinity) return null
    const stop = last === null ? null : last + 1
    return isValidSpan(start, stop, length, true) ? new ContentRange(start, stop, length) : null
  }

  *[Symbol.iterator](): IterableIterator<number | null> {
    yield this.start
    yield this.stop
    yield this.length
  }

  toString(): string {
    const length = this.length ?? '*'
    return this.start === null || this.stop === null
      ? `bytes */${length}`
      : `bytes ${this.start}-${this.stop - 1}/${length}`
  }
}
