import { httpDate, parseDate } from '../http/date.ts'
import { quoteEtag, unquoteEtag } from '../http/etag.ts'

/**
 * The If-Range of a request: an entity tag or a date. Python: `werkzeug.datastructures.IfRange`.
 *
 * @example
 * assert.equal(IfRange.fromHeader('W/"abc"').etag, 'abc')
 * const date = IfRange.fromHeader('Thu, 01 Jan 1970 00:00:00 GMT')
 * assert.deepEqual(date.date, new Date(0))
 * assert.equal(date.toHeader(), 'Thu, 01 Jan 1970 00:00:00 GMT')
 */
export class IfRange {
  /** Without its quotes and its weakness; null when it is a date or nothing. */
  readonly etag: string | null
  readonly date: Date | null

  constructor(etag: string | null = null, date: Date | null = null) {
    this.etag = etag
    this.date = date
  }

  /** Reads the header. A date comes before a tag. Python: `werkzeug.http.parse_if_range_header`. */
  static fromHeader(value: string | null | undefined): IfRange {
    if (!value) return new IfRange()
    const date = parseDate(value)
    return date ? new IfRange(null, date) : new IfRange(unquoteEtag(value)[0])
  }

  /** Whether another one is the same. */
  equals(other: unknown): boolean {
    return (
      other instanceof IfRange && other.etag === this.etag && other.date?.getTime() === this.date?.getTime()
    )
  }

  /** As the header has it; nothing when it is neither. */
  toHeader(): string {
    if (this.date) return httpDate(this.date)
    return this.etag === null ? '' : quoteEtag(this.etag)
  }

  toString(): string {
    return this.toHeader()
  }
}
