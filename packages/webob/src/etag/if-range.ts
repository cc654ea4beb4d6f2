import { parseDate, serializeDate } from '../datetime-utils.ts'
import { AnyETag, ETagMatcher, type AnyETagType } from './etag-matcher.ts'

/** What If-Range is held against: a response's strong tag and its date. */
export interface Validators {
  readonly etagStrong: string | null
  readonly lastModified: Date | null
}

/**
 * If-Range with entity tags (RFC 9110 section 13.1.5). Python: `webob.etag.IfRange`.
 *
 * @example
 * const condition = IfRange.parse('"abc"')
 * assert.equal(condition.has({ etagStrong: 'abc', lastModified: null }), true)
 */
export class IfRange {
  readonly etag: ETagMatcher | AnyETagType

  constructor(etag: ETagMatcher | AnyETagType) {
    this.etag = etag
  }

  /** Reads the field: what ends in ` GMT` is a date, anything else is a tag, nothing matches everything. */
  static parse(value: string | null | undefined): IfRange | IfRangeDate {
    if (!value) return new IfRange(AnyETag)
    return value.endsWith(' GMT') ? new IfRangeDate(parseDate(value)) : new IfRange(ETagMatcher.parse(value))
  }

  get truthy(): boolean {
    return this.etag.truthy
  }

  /** Whether the range may be sent: the response is still the one that the client has. */
  has(response: Validators): boolean {
    return this.etag.has(response.etagStrong)
  }

  toString(): string {
    return this.truthy ? String(this.etag) : ''
  }
}

/**
 * If-Range with a date. A date that cannot be read matches nothing. Python: `webob.etag.IfRangeDate`.
 *
 * @example
 * const condition = new IfRangeDate(new Date('1994-11-06T08:49:37Z'))
 * assert.equal(condition.has({ etagStrong: null, lastModified: new Date('1994-11-06T08:49:36Z') }), true)
 */
export class IfRangeDate {
  readonly date: Date | null

  constructor(date: Date | null) {
    this.date = date
  }

  get truthy(): boolean {
    return true
  }

  /** Whether the response was last modified at that date or before. */
  has(response: Validators): boolean {
    const { lastModified } = response
    return lastModified !== null && this.date !== null && lastModified.getTime() <= this.date.getTime()
  }

  toString(): string {
    return this.date === null ? '' : serializeDate(this.date)
  }
}
