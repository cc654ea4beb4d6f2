// Longer than most: one documented accessor for each field of a response.
import type { Environ, HeaderPair } from '@triptych/raw'
import { checkField } from '@triptych/raw/http'
import type { ContentRange } from '../byterange/index.ts'
import {
  parseDate,
  parseDateDelta,
  serializeDate,
  serializeDateDelta,
  type DateLike,
} from '../datetime-utils.ts'
import {
  parseAuth,
  parseContentRange,
  parseEtagResponse,
  parseInt,
  parseIntSafe,
  parseList,
  serializeAuth,
  serializeContentRange,
  serializeEtagResponse,
  serializeList,
  type Authorization,
  type AuthorizationLike,
  type ContentRangeLike,
} from '../descriptors/index.ts'
import { ResponseHeaders } from '../headers/response-headers.ts'
import { checkLocation } from '../location.ts'
import { statusGenericReasons, statusReasons } from '../util.ts'
import {
  checkedList,
  removeField,
  statusLine,
  type AppIter,
  type HeaderList,
  type ResponseState,
} from './response-state.ts'

const own = <Value, Written>(value: Value | null, write: (value: Value) => Written): Written | null =>
  value === null ? null : write(value)

/**
 * Status and fields of a response. A field that is not there reads as null; null takes it out; anything else replaces all
 * of its name and stands at the end.
 *
 * @example
 * import { Response } from '@triptych/webob'
 * const response = new Response({ status: 404 })
 * assert.ok(response instanceof HeaderView)
 * assert.equal(response.status, '404 Not Found')
 * response.etag = 'v1'
 * assert.equal(response.headers.get('ETag'), '"v1"')
 */
export class HeaderView implements ResponseState {
  /** @internal */ declare _status: string
  /** @internal */ declare _headerlist: HeaderPair[]
  /** @internal */ declare _appIter: AppIter | null
  /** @internal */ declare _headers: ResponseHeaders | undefined
  /** @internal */ declare _cacheControl: ResponseState['_cacheControl']
  /** Whether conditions and ranges of a request are honoured. */
  declare conditionalResponse: boolean
  /** @internal */ declare _request: unknown
  /** @internal */ declare _environ: Environ | null | undefined

  /** A free slot: the request that this answers. */
  get request(): unknown {
    return this._request
  }

  set request(value: unknown) {
    this._request = value
  }

  /** A free slot: the environ that this answers. */
  get environ(): Environ | null {
    return this._environ ?? null
  }

  set environ(value: Environ | null) {
    this._environ = value
  }

  /** The status line: code and reason. A code alone gets its reason. */
  get status(): string {
    return this._status
  }

  set status(value: string | number | Uint8Array) {
    this._status = statusLine(value)
  }

  /** The status code. */
  get statusCode(): number {
    return Number(/\d+/.exec(this._status)?.[0])
  }

  set statusCode(code: number) {
    if (typeof code !== 'number') throw new TypeError(`Expected a number as status code, got ${typeof code}`)
    const reason = statusReasons.get(code) ?? statusGenericReasons.get(Math.floor(code / 100))
    if (reason === undefined)
      throw new RangeError(`Expected a status code from 100 to 599, got ${String(code)}`)
    this._status = `${code} ${reason}`
  }

  /** Another name for {@link statusCode}. */
  get statusInt(): number {
    return this.statusCode
  }

  set statusInt(code: number) {
    this.statusCode = code
  }

  /** The fields, live, to read; they are changed through {@link headers}, which checks them. */
  get headerlist(): readonly (readonly [name: string, value: string])[] {
    return this._headerlist
  }

  set headerlist(value: HeaderList | null) {
    this._headers = undefined
    this._headerlist =
      value === null ? [] : checkedList(Symbol.iterator in value ? value : Object.entries(value))
  }

  /** The fields as a dictionary, live. Assignment replaces all of them. */
  get headers(): ResponseHeaders {
    return (this._headers ??= ResponseHeaders.viewList(this._headerlist))
  }

  set headers(value: HeaderList | Readonly<Record<string, string>>) {
    this.headerlist = (Symbol.iterator in value ? [...value] : Object.entries(value)) as HeaderList
  }

  /** @internal The first value of a field by its name in lower case. */
  _field(name: string): string | null {
    for (const pair of this._headerlist) if (pair[0].toLowerCase() === name) return pair[1]
    return null
  }

  /** @internal Replaces a field, or takes it out. */
  _setField(name: string, value: string | null): void {
    if (value !== null) checkField(name, value)
    removeField(this._headerlist, name.toLowerCase())
    if (value !== null) this._headerlist.push([name, value])
  }

  /** Allow: the methods. */
  get allow(): readonly string[] | null {
    return parseList(this._field('allow'))
  }

  set allow(value: string | Iterable<string> | null) {
    this._setField('Allow', own(value, serializeList))
  }

  /** Vary: the fields that the answer depends on. */
  get vary(): readonly string[] | null {
    return parseList(this._field('vary'))
  }

  set vary(value: string | Iterable<string> | null) {
    this._setField('Vary', own(value, serializeList))
  }

  /** Content-Language. */
  get contentLanguage(): readonly string[] | null {
    return parseList(this._field('content-language'))
  }

  set contentLanguage(value: string | Iterable<string> | null) {
    this._setField('Content-Language', own(value, serializeList))
  }

  /** Content-Length in bytes. Throws SyntaxError when what is there is no number. */
  get contentLength(): number | null {
    return parseInt(this._field('content-length'))
  }

  set contentLength(value: number | string | null) {
    this._setField('Content-Length', own(value, String))
  }

  /** Content-Encoding. */
  get contentEncoding(): string | null {
    return this._field('content-encoding')
  }

  set contentEncoding(value: string | null) {
    this._setField('Content-Encoding', value)
  }

  /** Content-Location. */
  get contentLocation(): string | null {
    return this._field('content-location')
  }

  set contentLocation(value: string | null) {
    this._setField('Content-Location', value)
  }

  /** Content-MD5 (RFC 1864, obsolete). */
  get contentMd5(): string | null {
    return this._field('content-md5')
  }

  set contentMd5(value: string | null) {
    this._setField('Content-MD5', value)
  }

  /** Content-Disposition. */
  get contentDisposition(): string | null {
    return this._field('content-disposition')
  }

  set contentDisposition(value: string | null) {
    this._setField('Content-Disposition', value)
  }

  /** Accept-Ranges. */
  get acceptRanges(): string | null {
    return this._field('accept-ranges')
  }

  set acceptRanges(value: string | null) {
    this._setField('Accept-Ranges', value)
  }

  /** Content-Range. Takes text, `[start, stop]` or `[start, stop, length]` with an exclusive stop. */
  get contentRange(): ContentRange | null {
    return parseContentRange(this._field('content-range'))
  }

  set contentRange(value: ContentRangeLike | null) {
    this._setField('Content-Range', serializeContentRange(value))
  }

  /** Date. */
  get date(): Date | null {
    return parseDate(this._field('date'))
  }

  set date(value: DateLike | null) {
    this._setField('Date', own(value, serializeDate))
  }

  /** Expires. */
  get expires(): Date | null {
    return parseDate(this._field('expires'))
  }

  set expires(value: DateLike | null) {
    this._setField('Expires', own(value, serializeDate))
  }

  /** Last-Modified. */
  get lastModified(): Date | null {
    return parseDate(this._field('last-modified'))
  }

  set lastModified(value: DateLike | null) {
    this._setField('Last-Modified', own(value, serializeDate))
  }

  /** ETag without quotes and weak mark. Takes text, or `[tag, strong]`. */
  get etag(): string | null {
    return parseEtagResponse(this._field('etag'))
  }

  set etag(value: string | readonly [tag: string, strong: boolean] | null) {
    this._setField('ETag', own(value, serializeEtagResponse))
  }

  /** ETag without quotes; null when it is weak. */
  get etagStrong(): string | null {
    return parseEtagResponse(this._field('etag'), true)
  }

  /** Location; made absolute when it is sent, on the request's host unless it has a scheme. */
  get location(): string | null {
    return this._field('location')
  }

  set location(value: string | null) {
    this._setField('Location', own(value, checkLocation))
  }

  /** Pragma. */
  get pragma(): string | null {
    return this._field('pragma')
  }

  set pragma(value: string | null) {
    this._setField('Pragma', value)
  }

  /** Age in seconds; null when it is no number. */
  get age(): number | null {
    return parseIntSafe(this._field('age'))
  }

  set age(value: number | null) {
    this._setField('Age', own(value, String))
  }

  /** Retry-After as an instant. Takes a date, or a number of seconds from now. */
  get retryAfter(): Date | null {
    return parseDateDelta(this._field('retry-after'))
  }

  set retryAfter(value: DateLike | null) {
    this._setField('Retry-After', own(value, serializeDateDelta))
  }

  /** Server. */
  get server(): string | null {
    return this._field('server')
  }

  set server(value: string | null) {
    this._setField('Server', value)
  }

  /** WWW-Authenticate: scheme and parameters. */
  get wwwAuthenticate(): Authorization | null {
    return parseAuth(this._field('www-authenticate'))
  }

  set wwwAuthenticate(value: AuthorizationLike | null) {
    this._setField(
      'WWW-Authenticate',
      own(value, (auth) => serializeAuth(auth)),
    )
  }
}
