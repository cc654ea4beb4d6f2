import { Accept } from '../../datastructures/accept.ts'
import { Authorization } from '../../datastructures/authorization.ts'
import { CharsetAccept } from '../../datastructures/charset-accept.ts'
import { int } from '../../datastructures/convert.ts'
import { ETags } from '../../datastructures/etags.ts'
import { HeaderSet } from '../../datastructures/header-set.ts'
import { IfRange } from '../../datastructures/if-range.ts'
import { LanguageAccept } from '../../datastructures/language-accept.ts'
import { MIMEAccept } from '../../datastructures/mime-accept.ts'
import { Range } from '../../datastructures/range.ts'
import { RequestCacheControl } from '../../datastructures/request-cache-control.ts'
import { parseDate } from '../../http/date.ts'
import { parseOptionsHeader } from '../../http/options-header.ts'
import type { OptionsHeader } from '../../http/options-header.ts'
import { UserAgent } from '../../user-agent.ts'
import { getContentLength } from '../utils/get-content-length.ts'
import { RequestUrl } from './request-url.ts'

/**
 * The part of a request that its header fields say: what the content is, what the client takes, has and may. Objects are made
 * when they are asked for, once.
 *
 * @example
 * import { Request } from '@triptych/werkzeug'
 * assert(Request.prototype instanceof RequestFields)
 */
export abstract class RequestFields extends RequestUrl {
  /** What `userAgent` is made with. */
  static userAgentClass: new (string: string) => UserAgent = UserAgent

  #kept: Map<string, unknown> | undefined

  /** A value that is made once. */
  #once<T>(name: string, make: (field: string | undefined) => T): T {
    const kept = (this.#kept ??= new Map())
    if (!kept.has(name)) kept.set(name, make(this.headers.get(name)))
    return kept.get(name) as T
  }

  #text(name: string): string | null {
    return this.headers.get(name) ?? null
  }

  /** Content-Type; null without the field. */
  get contentType(): string | null {
    return this.#text('Content-Type')
  }

  /** Content-Length in bytes; null when it is not said, or the body is chunked. */
  get contentLength(): number | null {
    return getContentLength(this.#text('Content-Length'), this.#text('Transfer-Encoding'))
  }

  /** Content-Encoding; null without the field. */
  get contentEncoding(): string | null {
    return this.#text('Content-Encoding')
  }

  /** Content-MD5; null without the field. */
  get contentMd5(): string | null {
    return this.#text('Content-MD5')
  }

  /** Referer, which was spelt so; null without the field. */
  get referrer(): string | null {
    return this.#text('Referer')
  }

  /** Date; null when it is none. */
  get date(): Date | null {
    return parseDate(this.#text('Date'))
  }

  /** Max-Forwards; null when it is no number. */
  get maxForwards(): number | null {
    return this.headers.get('Max-Forwards', { type: int, default: null })
  }

  get #type(): OptionsHeader {
    return this.#once('Content-Type', (field) => parseOptionsHeader(field))
  }

  /** The media type of the content in lower case, without parameters; empty without the field. */
  get mimetype(): string {
    return this.#type[0].toLowerCase()
  }

  /** The parameters of Content-Type by their names. */
  get mimetypeParams(): ReadonlyMap<string, string> {
    return this.#type[1]
  }

  /** Pragma. */
  get pragma(): HeaderSet {
    return this.#once('Pragma', (field) => HeaderSet.fromHeader(field))
  }

  /** Accept: the media types that the client takes. */
  get acceptMimetypes(): MIMEAccept {
    return this.#once('Accept', (field) => MIMEAccept.fromHeader(field))
  }

  /** Accept-Charset: the encodings of text that the client takes. */
  get acceptCharsets(): CharsetAccept {
    return this.#once('Accept-Charset', (field) => CharsetAccept.fromHeader(field))
  }

  /** Accept-Encoding: the codings of content that the client takes. */
  get acceptEncodings(): Accept {
    return this.#once('Accept-Encoding', (field) => Accept.fromHeader(field))
  }

  /** Accept-Language: the languages that the client takes. */
  get acceptLanguages(): LanguageAccept {
    return this.#once('Accept-Language', (field) => LanguageAccept.fromHeader(field))
  }

  /** Cache-Control. */
  get cacheControl(): RequestCacheControl {
    return this.#once('Cache-Control', (field) => RequestCacheControl.fromHeader(field))
  }

  /** If-Match: the tags of which one must be current. */
  get ifMatch(): ETags {
    return this.#once('If-Match', (field) => ETags.fromHeader(field))
  }

  /** If-None-Match: the tags that the client has. */
  get ifNoneMatch(): ETags {
    return this.#once('If-None-Match', (field) => ETags.fromHeader(field))
  }

  /** If-Modified-Since; null when it is no date. */
  get ifModifiedSince(): Date | null {
    return parseDate(this.#text('If-Modified-Since'))
  }

  /** If-Unmodified-Since; null when it is no date. */
  get ifUnmodifiedSince(): Date | null {
    return parseDate(this.#text('If-Unmodified-Since'))
  }

  /** If-Range: the tag or date for which Range counts. */
  get ifRange(): IfRange {
    return this.#once('If-Range', (field) => IfRange.fromHeader(field))
  }

  /** Range; null when it is none. */
  get range(): Range | null {
    return this.#once('Range', (field) => Range.fromHeader(field))
  }

  /** User-Agent. */
  get userAgent(): UserAgent {
    const { userAgentClass } = this.constructor as typeof RequestFields
    return this.#once('User-Agent', (field) => new userAgentClass(field ?? ''))
  }

  /** Authorization; null when there are no credentials, or none that can be read. */
  get authorization(): Authorization | null {
    return this.#once('Authorization', (field) => Authorization.fromHeader(field))
  }

  /** Origin: whose script sent it; null without the field. */
  get origin(): string | null {
    return this.#text('Origin')
  }

  /** Access-Control-Request-Headers: fields that a script wants to send; null without the field. */
  get accessControlRequestHeaders(): HeaderSet | null {
    return this.#once('Access-Control-Request-Headers', (field) =>
      field === undefined ? null : HeaderSet.fromHeader(field),
    )
  }

  /** Access-Control-Request-Method: the method that a script wants to use; null without the field. */
  get accessControlRequestMethod(): string | null {
    return this.#text('Access-Control-Request-Method')
  }

  /** Whether the content is JSON by its type. */
  get isJson(): boolean {
    const { mimetype } = this
    return (
      mimetype === 'application/json' || (mimetype.startsWith('application/') && mimetype.endsWith('+json'))
    )
  }
}
