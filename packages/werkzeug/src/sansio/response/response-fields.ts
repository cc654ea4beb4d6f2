import { clock } from '../../clock.ts'
import { int } from '../../datastructures/convert.ts'
import type { Headers } from '../../datastructures/headers.ts'
import { dumpAge, parseAge } from '../../http/age.ts'
import { httpDate, parseDate } from '../../http/date.ts'
import { COEP, COOP } from '../../http/policies.ts'
import { putField, ResponseBase } from './response-base.ts'

/** A point in time: a date, or seconds since 1970. */
export type DateLike = Date | number

/** How much of the page its opener may see, Cross-Origin-Opener-Policy. */
export type OpenerPolicy = (typeof COOP)[keyof typeof COOP]
/** What the page may embed, Cross-Origin-Embedder-Policy. */
export type EmbedderPolicy = (typeof COEP)[keyof typeof COEP]

/**
 * The fields of a response that hold one plain value: texts, numbers, dates. Null means that the field is not there, or
 * not readable; assigning null removes it.
 *
 * @example
 * const response = new ResponseFields()
 * response.lastModified = new Date('1994-11-06T08:49:37Z')
 * assert.equal(response.headers.get('Last-Modified'), 'Sun, 06 Nov 1994 08:49:37 GMT')
 * response.lastModified = null
 * assert.equal(response.headers.has('Last-Modified'), false)
 */
export class ResponseFields extends ResponseBase {
  /** Location: where to go instead, or where the new thing is. It is sent as a URI. */
  get location(): string | null {
    return textIn(this.headers, 'Location')
  }
  set location(value: string | null) {
    putField(this.headers, 'Location', value)
  }

  /**
   * Age in seconds: how long ago the origin made or checked this.
   *
   * @throws RangeError when a negative one is assigned
   */
  get age(): number | null {
    return parseAge(textIn(this.headers, 'Age'))
  }
  set age(seconds: number | null) {
    putField(this.headers, 'Age', seconds === null ? null : dumpAge(seconds))
  }

  /** Content-Length in bytes. */
  get contentLength(): number | null {
    return numberIn(this.headers, 'Content-Length')
  }
  set contentLength(value: number | null) {
    putField(this.headers, 'Content-Length', value === null ? null : String(value))
  }

  /** Content-Location: what this content is the content of. It is sent as a URI. */
  get contentLocation(): string | null {
    return textIn(this.headers, 'Content-Location')
  }
  set contentLocation(value: string | null) {
    putField(this.headers, 'Content-Location', value)
  }

  /** Content-Encoding: the codings to undo, such as `gzip`. */
  get contentEncoding(): string | null {
    return textIn(this.headers, 'Content-Encoding')
  }
  set contentEncoding(value: string | null) {
    putField(this.headers, 'Content-Encoding', value)
  }

  /** Content-MD5, of RFC 1864; no longer in use. */
  get contentMd5(): string | null {
    return textIn(this.headers, 'Content-MD5')
  }
  set contentMd5(value: string | null) {
    putField(this.headers, 'Content-MD5', value)
  }

  /** Date: when this was made. */
  get date(): Date | null {
    return timeIn(this.headers, 'Date')
  }
  set date(value: DateLike | null) {
    putTime(this.headers, 'Date', value)
  }

  /** Expires: from when on this is stale. */
  get expires(): Date | null {
    return timeIn(this.headers, 'Expires')
  }
  set expires(value: DateLike | null) {
    putTime(this.headers, 'Expires', value)
  }

  /** Last-Modified. */
  get lastModified(): Date | null {
    return timeIn(this.headers, 'Last-Modified')
  }
  set lastModified(value: DateLike | null) {
    putTime(this.headers, 'Last-Modified', value)
  }

  /** Retry-After: when to come again. Seconds may be assigned, or text; it reads as a date in any case. */
  get retryAfter(): Date | null {
    const value = textIn(this.headers, 'Retry-After')
    if (value === null) return null
    const seconds = numberIn(this.headers, 'Retry-After')
    return seconds === null ? parseDate(value) : new Date(clock.now() + seconds * 1000)
  }
  set retryAfter(value: Date | number | string | null) {
    putField(
      this.headers,
      'Retry-After',
      value instanceof Date ? httpDate(value) : value === null ? null : String(value),
    )
  }

  /** Accept-Ranges: the range unit that requests may use, such as `bytes`, or `none`. */
  get acceptRanges(): string | null {
    return textIn(this.headers, 'Accept-Ranges')
  }
  set acceptRanges(value: string | null) {
    putField(this.headers, 'Accept-Ranges', value)
  }

  /** Access-Control-Allow-Credentials: whether scripts may see answers to requests with cookies. */
  get accessControlAllowCredentials(): boolean {
    return this.headers.has('Access-Control-Allow-Credentials')
  }
  set accessControlAllowCredentials(value: boolean | null) {
    putField(this.headers, 'Access-Control-Allow-Credentials', value === true ? 'true' : null)
  }

  /** Access-Control-Allow-Origin: the origin whose scripts may see this, or `*`. */
  get accessControlAllowOrigin(): string | null {
    return textIn(this.headers, 'Access-Control-Allow-Origin')
  }
  set accessControlAllowOrigin(value: string | null) {
    putField(this.headers, 'Access-Control-Allow-Origin', value)
  }

  /** Access-Control-Max-Age in seconds: how long the settings of a preflight hold. */
  get accessControlMaxAge(): number | null {
    return numberIn(this.headers, 'Access-Control-Max-Age')
  }
  set accessControlMaxAge(value: number | null) {
    putField(this.headers, 'Access-Control-Max-Age', value === null ? null : String(value))
  }

  /** Cross-Origin-Opener-Policy; `unsafe-none` unless the field says one of the others. */
  get crossOriginOpenerPolicy(): OpenerPolicy {
    const value = textIn(this.headers, 'Cross-Origin-Opener-Policy')
    return Object.values(COOP).find((policy) => policy === value) ?? COOP.UNSAFE_NONE
  }
  set crossOriginOpenerPolicy(value: OpenerPolicy | null) {
    putField(this.headers, 'Cross-Origin-Opener-Policy', value)
  }

  /** Cross-Origin-Embedder-Policy; `unsafe-none` unless the field says the other. */
  get crossOriginEmbedderPolicy(): EmbedderPolicy {
    const value = textIn(this.headers, 'Cross-Origin-Embedder-Policy')
    return Object.values(COEP).find((policy) => policy === value) ?? COEP.UNSAFE_NONE
  }
  set crossOriginEmbedderPolicy(value: EmbedderPolicy | null) {
    putField(this.headers, 'Cross-Origin-Embedder-Policy', value)
  }
}

const textIn = (headers: Headers, name: string): string | null => headers.get(name) ?? null

function numberIn(headers: Headers, name: string): number | null {
  const value = headers.get(name)
  if (value === undefined) return null
  try {
    return int(value)
  } catch {
    return null
  }
}

const timeIn = (headers: Headers, name: string): Date | null => parseDate(headers.get(name) ?? null)

function putTime(headers: Headers, name: string, value: DateLike | null): void {
  putField(headers, name, value === null ? null : httpDate(value))
}
