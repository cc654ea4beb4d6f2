import type { Environ } from '@triptych/raw'
import {
  createAcceptCharsetHeader,
  createAcceptEncodingHeader,
  createAcceptHeader,
  createAcceptLanguageHeader,
  acceptText,
  type Accept,
  type AcceptCharset,
  type AcceptEncoding,
  type AcceptLanguage,
  type AcceptLike,
} from '../acceptparse/index.ts'
import type { Range } from '../byterange/index.ts'
import { CacheControl, type DirectiveValue } from '../cachecontrol/index.ts'
import { RequestCookies } from '../cookies/request-cookies.ts'
import { parseDate, serializeDate, type DateLike } from '../datetime-utils.ts'
import {
  CHARSET_RE,
  parseAuth,
  parseInt,
  parseIntSafe,
  parseRange,
  serializeAuth,
  serializeIfRange,
  serializeRange,
  type Authorization,
  type AuthorizationLike,
} from '../descriptors/index.ts'
import {
  AnyETag,
  ETagMatcher,
  IfRange,
  NoETag,
  type AnyETagType,
  type IfRangeDate,
  type NoETagType,
} from '../etag/index.ts'
import { EnvironHeaders } from '../headers/environ-headers.ts'
import { UrlView } from './url-view.ts'

const CACHE_CONTROL = 'webob._cache_control'

const own = <Value, Written>(value: Value | null, write: (value: Value) => Written): Written | null =>
  value === null ? null : write(value)

/**
 * The charset parameter of a Content-Type without quotes and blanks, null when there is none. Python:
 * `webob.request.detect_charset`.
 *
 * @example
 * assert.equal(detectCharset('text/html; charset="utf-8"'), 'utf-8')
 */
export function detectCharset(contentType: string): string | null {
  const value = CHARSET_RE.exec(contentType)?.[1]
  if (value === undefined) return null
  let start = 0
  let end = value.length
  while (value[start] === '"') start++
  while (end > start && value[end - 1] === '"') end--
  return value.slice(start, end).trim()
}

/**
 * The header fields of a request. A field that is not there reads as null; null takes it out.
 *
 * @example
 * import { Request } from '@triptych/webob'
 * const request = Request.blank('/', { headers: { 'User-Agent': 'curl' } })
 * assert.ok(request instanceof HeaderView)
 * assert.equal(request.userAgent, 'curl')
 * request.userAgent = null
 * assert.equal(request.environ.HTTP_USER_AGENT, undefined)
 */
export class HeaderView<Vars = Record<string, string>> extends UrlView<Vars> {
  /** The fields as a dictionary, live. Assignment replaces all of them. */
  get headers(): EnvironHeaders {
    return new EnvironHeaders(this.environ)
  }

  set headers(value: Iterable<readonly [string, string]> | Readonly<Record<string, string>>) {
    const pairs = [...(Symbol.iterator in value ? value : Object.entries(value))] as [string, string][]
    // None is taken out when one of them is refused.
    const fields = new EnvironHeaders({})
    fields.update(pairs)
    this.headers.clear()
    Object.assign(this.environ, fields.environ)
  }

  /** The cookies, live. Assignment replaces all of them. */
  get cookies(): RequestCookies {
    return new RequestCookies(this.environ)
  }

  set cookies(value: Iterable<readonly [string, string]> | Readonly<Record<string, string>>) {
    const pairs = Symbol.iterator in value ? [...value] : value
    delete this.environ.HTTP_COOKIE
    this.cookies.update(pairs)
  }

  /** The type of the body without parameters, empty when there is none. Setting one without parameters keeps them. */
  get contentType(): string {
    return (this.environ.CONTENT_TYPE ?? '').split(';', 1)[0]!
  }

  set contentType(value: string | null) {
    if (value === null || value.includes(';')) {
      this._setText('CONTENT_TYPE', value)
      return
    }
    const old = this.environ.CONTENT_TYPE ?? ''
    const semicolon = old.indexOf(';')
    this.environ.CONTENT_TYPE = semicolon < 0 ? value : value + old.slice(semicolon)
  }

  /** The charset of the body; UTF-8 unless said otherwise. It cannot be changed: see `decode()`. */
  get charset(): string {
    const charset = detectCharset(this.environ.CONTENT_TYPE ?? '')
    return !charset || /^utf-?8$/i.test(charset) ? 'UTF-8' : charset
  }

  set charset(value: string) {
    if (value !== this.charset && !(/^utf-?8$/i.test(value) && this.charset === 'UTF-8')) {
      throw new TypeError(
        `Expected ${this.charset}, the charset of the body, got ${value}: use request.decode()`,
      )
    }
  }

  /** Content-Length; null when there is none, or one that is no number. */
  get contentLength(): number | null {
    return parseIntSafe(this.environ.CONTENT_LENGTH)
  }

  set contentLength(value: number | null) {
    this._setText('CONTENT_LENGTH', own(value, String))
  }

  /** Accept: media types. */
  get accept(): Accept {
    return createAcceptHeader(this._text('HTTP_ACCEPT'))
  }

  set accept(value: AcceptLike) {
    this._setText('HTTP_ACCEPT', acceptText(value))
  }

  /** Accept-Charset. */
  get acceptCharset(): AcceptCharset {
    return createAcceptCharsetHeader(this._text('HTTP_ACCEPT_CHARSET'))
  }

  set acceptCharset(value: AcceptLike) {
    this._setText('HTTP_ACCEPT_CHARSET', acceptText(value))
  }

  /** Accept-Encoding. */
  get acceptEncoding(): AcceptEncoding {
    return createAcceptEncodingHeader(this._text('HTTP_ACCEPT_ENCODING'))
  }

  set acceptEncoding(value: AcceptLike) {
    this._setText('HTTP_ACCEPT_ENCODING', acceptText(value))
  }

  /** Accept-Language. */
  get acceptLanguage(): AcceptLanguage {
    return createAcceptLanguageHeader(this._text('HTTP_ACCEPT_LANGUAGE'))
  }

  set acceptLanguage(value: AcceptLike) {
    this._setText('HTTP_ACCEPT_LANGUAGE', acceptText(value))
  }

  /** Authorization: scheme and parameters. */
  get authorization(): Authorization | null {
    return parseAuth(this._text('HTTP_AUTHORIZATION'))
  }

  set authorization(value: AuthorizationLike | null) {
    this._setText(
      'HTTP_AUTHORIZATION',
      own(value, (auth) => serializeAuth(auth)),
    )
  }

  /** Cache-Control, live: changing it changes the field. Null empties it. */
  get cacheControl(): CacheControl {
    const { environ } = this
    const text = this._text('HTTP_CACHE_CONTROL') ?? ''
    const cached = environ[CACHE_CONTROL] as readonly [string, CacheControl, Environ] | undefined
    // A copied environ has an object of its own.
    if (cached?.[0] === text && cached[2] === environ) return cached[1]
    const control = CacheControl.parse(text, { type: 'request' })
    control.properties.updated = () => {
      environ['HTTP_CACHE_CONTROL'] = String(control)
    }
    // The original writes what it reads, normalised.
    if (control.properties.size > 0) control.properties.updated()
    environ[CACHE_CONTROL] = [text, control, environ]
    return control
  }

  set cacheControl(value: CacheControl | string | Readonly<Record<string, DirectiveValue>> | null) {
    delete this.environ[CACHE_CONTROL]
    if (value === null) this.environ['HTTP_CACHE_CONTROL'] = ''
    else {
      const control =
        typeof value === 'string' || value instanceof CacheControl
          ? value
          : new CacheControl(value, 'request')
      this.environ['HTTP_CACHE_CONTROL'] = String(control)
    }
  }

  /** If-Match: strong tags. Without the field every tag matches. */
  get ifMatch(): ETagMatcher | AnyETagType {
    const value = this._text('HTTP_IF_MATCH')
    return value ? ETagMatcher.parse(value) : AnyETag
  }

  set ifMatch(value: string | ETagMatcher | AnyETagType | null) {
    this._setText('HTTP_IF_MATCH', own(value, String))
  }

  /** If-None-Match: tags, weak ones too. Without the field none matches. */
  get ifNoneMatch(): ETagMatcher | AnyETagType | NoETagType {
    const value = this._text('HTTP_IF_NONE_MATCH')
    return value ? ETagMatcher.parse(value, false) : NoETag
  }

  set ifNoneMatch(value: string | ETagMatcher | AnyETagType | NoETagType | null) {
    this._setText('HTTP_IF_NONE_MATCH', own(value, String))
  }

  get date(): Date | null {
    return parseDate(this._text('HTTP_DATE'))
  }

  set date(value: DateLike | null) {
    this._setText('HTTP_DATE', own(value, serializeDate))
  }

  get ifModifiedSince(): Date | null {
    return parseDate(this._text('HTTP_IF_MODIFIED_SINCE'))
  }

  set ifModifiedSince(value: DateLike | null) {
    this._setText('HTTP_IF_MODIFIED_SINCE', own(value, serializeDate))
  }

  get ifUnmodifiedSince(): Date | null {
    return parseDate(this._text('HTTP_IF_UNMODIFIED_SINCE'))
  }

  set ifUnmodifiedSince(value: DateLike | null) {
    this._setText('HTTP_IF_UNMODIFIED_SINCE', own(value, serializeDate))
  }

  /** If-Range: tags or a date. */
  get ifRange(): IfRange | IfRangeDate {
    return IfRange.parse(this._text('HTTP_IF_RANGE'))
  }

  set ifRange(value: string | Date | IfRange | IfRangeDate | ETagMatcher | null) {
    this._setText('HTTP_IF_RANGE', own(value, serializeIfRange))
  }

  /** Max-Forwards. Throws SyntaxError when it is no number. */
  get maxForwards(): number | null {
    return parseInt(this._text('HTTP_MAX_FORWARDS'))
  }

  set maxForwards(value: number | null) {
    this._setText('HTTP_MAX_FORWARDS', own(value, String))
  }

  get pragma(): string | null {
    return this._text('HTTP_PRAGMA')
  }

  set pragma(value: string | null) {
    this._setText('HTTP_PRAGMA', value)
  }

  /** Range: the first range. */
  get range(): Range | null {
    return parseRange(this._text('HTTP_RANGE'))
  }

  set range(value: string | Range | readonly [start: number, end: number | null] | null) {
    this._setText('HTTP_RANGE', serializeRange(value))
  }

  get referer(): string | null {
    return this._text('HTTP_REFERER')
  }

  set referer(value: string | null) {
    this._setText('HTTP_REFERER', value)
  }

  /** {@link referer} in the dictionary's spelling. */
  get referrer(): string | null {
    return this.referer
  }

  set referrer(value: string | null) {
    this.referer = value
  }

  get userAgent(): string | null {
    return this._text('HTTP_USER_AGENT')
  }

  set userAgent(value: string | null) {
    this._setText('HTTP_USER_AGENT', value)
  }

  /** Whether a script's library says that it sent the request (X-Requested-With). */
  get isXhr(): boolean {
    return this._text('HTTP_X_REQUESTED_WITH') === 'XMLHttpRequest'
  }

  /** Takes out what could make the answer a partial or an empty one; If-Match and If-Unmodified-Since stay. */
  removeConditionalHeaders(
    options: {
      readonly removeEncoding?: boolean
      readonly removeRange?: boolean
      readonly removeMatch?: boolean
      readonly removeModified?: boolean
    } = {},
  ): void {
    const { environ } = this
    if (options.removeEncoding !== false) delete environ['HTTP_ACCEPT_ENCODING']
    if (options.removeMatch !== false) delete environ['HTTP_IF_NONE_MATCH']
    if (options.removeModified !== false) delete environ['HTTP_IF_MODIFIED_SINCE']
    if (options.removeRange !== false) {
      delete environ['HTTP_IF_RANGE']
      delete environ['HTTP_RANGE']
    }
  }
}
