import type { ApplicationLike, Environ } from '@triptych/raw'
import { fromBytes, toBytes } from '@triptych/raw/http'
import { bytes } from '@triptych/raw/util'
import { CHARSET_RE } from '../descriptors/index.ts'
import type { DecodeErrors } from '../compat.ts'
import { memoOf } from '../memo.ts'
import { Response } from '../response/response.ts'
import { environAddPost } from './add-post.ts'
import { BodyView, type Spool } from './body-view.ts'
import { callApplication, type Called } from './call-application.ts'
import { environFromFetch } from './environ-from-fetch.ts'
import { applyBaseUrl, environFromUrl } from './environ-from-url.ts'
import { decodeCharset } from './decode-charset.ts'
import { readRequest, readRequestFrom } from './from-bytes.ts'
import { setAttributes, type BlankOptions, type RequestOptions } from './request-options.ts'
import { concat } from '../concat.ts'
import { Transcoder } from './transcode.ts'

export type { BlankOptions, RequestOptions } from './request-options.ts'

/** What a static method makes: of a class that leaves open what `urlvars` holds, one with texts in it. */
export type Made<R> =
  R extends BaseRequest<infer Vars> ? (unknown extends Vars ? R & { urlvars: Record<string, string> } : R) : R

/** What `urlvars` of a request holds. */
type VarsOf<R> = R extends { urlvars: infer Vars } ? Vars : never

/** The environ of a request on the wire, behind which there is nothing. */
function environOf(data: Uint8Array): Environ {
  const { environ, rest } = readRequest(data)
  if (rest > 0) throw new SyntaxError(`Expected nothing behind the body, got ${rest} bytes`)
  return environ
}

/**
 * A request: a live view of an environ. Two of them on one environ see each other's changes. Python: `webob.BaseRequest`.
 *
 * `Vars` is what `urlvars` holds.
 *
 * @throws TypeError when the environ is none, or an option is no attribute
 * @example
 * const request = BaseRequest.blank('/a?b=1', { headers: { Accept: 'text/html' } })
 * assert.equal(request.path, '/a')
 * request.GET.set('b', '2')
 * assert.equal(request.url, 'http://localhost/a?b=2')
 * assert.equal(request.environ.QUERY_STRING, 'b=2')
 */
export class BaseRequest<Vars = Record<string, string>> extends BodyView<Vars> {
  /** The class of what `send()` gives, and of `response`. */
  static ResponseClass: typeof Response = Response
  /** Bytes of a body that are kept in memory at most: 16 MiB. Beyond them RequestError, 413. */
  static maxBodySize: number = 16 * 1024 * 1024
  /** Fields of a form at most: 1000. */
  static maxFormParts = 1000
  /** Bytes of a field that is no file at most: 1 MiB. */
  static maxFieldSize: number = 1024 * 1024
  /** Bodies of more bytes go to what `makeTempfile` makes, if there is such a thing. */
  static requestBodyTempfileLimit: number = 10 * 1024
  /** Makes a place for large bodies; null keeps them in memory. */
  static makeTempfile: (() => Spool) | null = null

  constructor(environ: Environ, options?: RequestOptions<Vars>) {
    super(environ)
    if (options !== undefined) setAttributes(this, options)
  }

  /**
   * A request made by hand: GET of a path, or of a whole URL.
   *
   * @throws TypeError when the URL has a fragment, or the base URL a query
   */
  static blank<R>(
    this: new (environ: Environ, options?: RequestOptions<never>) => R,
    path: string,
    options: BlankOptions<VarsOf<R>> = {},
  ): Made<R> {
    const { environ: keys, baseUrl, headers, POST, ...attributes } = options as BlankOptions<never>
    const environ = environFromUrl(path)
    if (baseUrl) applyBaseUrl(environ, baseUrl)
    if (keys) Object.assign(environ, keys)
    const pairs = headers ? [...(Symbol.iterator in headers ? headers : Object.entries(headers))] : []
    const given = pairs.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
    const contentType = given ?? attributes.contentType ?? environ.CONTENT_TYPE
    environAddPost(environ, POST, contentType)
    const isSet = contentType !== undefined && contentType !== null
    const request = new this(
      environ,
      isSet ? { ...attributes, contentType: environ.CONTENT_TYPE ?? contentType } : attributes,
    )
    const { headers: fields } = request as BaseRequest
    for (const [name, value] of pairs) fields.set(name, value)
    return request as Made<R>
  }

  /**
   * Reads a request as it stands on the wire: line, fields, body.
   *
   * @throws SyntaxError when it is none, or when bytes are left behind the body
   * @throws FieldError (a TypeError) when the name or the value of a field may not be one
   */
  static fromBytes<R>(this: new (environ: Environ) => R, data: Uint8Array): Made<R> {
    return new this(environOf(data)) as Made<R>
  }

  /** {@link fromBytes} from a text, which is taken as UTF-8. */
  static fromText<R>(this: new (environ: Environ) => R, text: string): Made<R> {
    return new this(environOf(bytes(text))) as Made<R>
  }

  /**
   * {@link fromBytes} from blocks, as many as the request needs; then they are closed, and what else they held is dropped.
   *
   * @throws SyntaxError when it is no request
   */
  static async fromFile<R>(
    this: new (environ: Environ) => R,
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<Made<R>> {
    return new this(await readRequestFrom(source)) as Made<R>
  }

  /**
   * A request of the platform as one of these; its body is streamed. As in every gateway, slashes at the start of the path
   * are one, and names with `_` and Proxy are left out.
   */
  static fromFetch<R>(this: new (environ: Environ) => R, request: globalThis.Request): Made<R> {
    return new this(environFromFetch(request)) as Made<R>
  }

  /** A copy with a body of its own, which is read first. */
  async copy(): Promise<this> {
    await this.makeBodySeekable()
    const made = this._on({ ...this.environ })
    await made.copyBody()
    this._rewind()
    return made
  }

  /** @internal One of the same class on another environ. */
  _on(environ: Environ): this {
    return new (this.constructor as new (environ: Environ) => this)(environ)
  }

  /** A copy that is a GET without a body; the query stays. */
  copyGet(): this {
    const made = this._on({ ...this.environ })
    made.method = 'GET'
    made.contentType = null
    made.setBody(null)
    return made
  }

  /**
   * The request in UTF-8, from another charset: query and form are written anew, other bodies stay. Itself when it is UTF-8.
   *
   * @throws UndecodableError when bytes are not in the charset, unless `errors` is `replace`
   */
  async decode(
    charset: string = this.charset,
    options: { readonly errors?: DecodeErrors } = {},
  ): Promise<this> {
    if (charset === 'UTF-8') return this
    const transcoder = new Transcoder(charset, options.errors)
    const made = this._on({ ...this.environ })
    const { contentType } = this
    const type = this.environ.CONTENT_TYPE ?? ''
    made.queryString = transcoder.transcodeQuery(this.queryString)
    made.environ.CONTENT_TYPE = type.replace(CHARSET_RE, '; charset="UTF-8"')
    if (contentType === 'application/x-www-form-urlencoded') {
      made.setBody(bytes(transcoder.transcodeQuery(fromBytes(await this.body()))))
    } else if (contentType === 'multipart/form-data') {
      made.setBody(transcoder.transcodeForm(await this.body(), type, this._limits))
      made.isBodyReadable = true
    }
    return made
  }

  /**
   * The request as it stands on the wire, fields sorted by name. `skipBody` leaves the body out; a number does so only for
   * longer ones.
   */
  async asBytes(options: { readonly skipBody?: boolean | number } = {}): Promise<Uint8Array> {
    const { skipBody = false } = options
    const target = this.url.slice(this.hostUrl.length)
    let body: Uint8Array | undefined
    if (this.isBodyReadable && skipBody !== true) {
      const whole = await this.body()
      const isLong = typeof skipBody === 'number' && skipBody > 1 && whole.length > skipBody
      body = isLong ? bytes(`<body skipped (len=${whole.length})>`) : skipBody === 1 ? undefined : whole
    }
    const fields = [...this.headers].toSorted(([one], [other]) => (one < other ? -1 : 1))
    const lines = [
      `${this.method} ${target} ${this.httpVersion}`,
      ...fields.map(([name, value]) => `${name}: ${value}`),
    ]
    const head = toBytes(lines.join('\r\n'))
    return body && body.length > 0 ? concat([head, bytes('\r\n\r\n'), body]) : head
  }

  /** {@link asBytes} as text in the charset of the body; for people: bytes that are not in it become U+FFFD. */
  async asText(): Promise<string> {
    return decodeCharset(fromBytes(await this.asBytes()), this.charset, 'replace')
  }

  /** Calls an application with this request and gives its status, fields and body. */
  callApplication(
    application: ApplicationLike,
    options: { readonly catchExcInfo?: boolean } = {},
  ): Promise<Called> {
    if (this.isBodySeekable) this._rewind()
    return callApplication(application, this.environ, options.catchExcInfo ?? false)
  }

  /**
   * Sends the request to an application and gives its response. `sendRequestApp` of `@triptych/webob/client` sends it over
   * the network.
   *
   * @throws TypeError without an application
   */
  async send(
    application?: ApplicationLike,
    options: { readonly catchExcInfo?: boolean } = {},
  ): Promise<Response> {
    const { status, headers, appIter } = await this.callApplication(
      application ?? this.makeDefaultSendApp(),
      options,
    )
    const { ResponseClass } = this.constructor as typeof BaseRequest
    return new ResponseClass({ status, headerlist: headers, appIter })
  }

  /** Another name for {@link send}. */
  getResponse(
    application?: ApplicationLike,
    options: { readonly catchExcInfo?: boolean } = {},
  ): Promise<Response> {
    return this.send(application, options)
  }

  /** What `send()` calls when it is given nothing: a subclass may give a client. */
  makeDefaultSendApp(): ApplicationLike {
    throw new TypeError(
      'Expected an application to send the request to, such as sendRequestApp of @triptych/webob/client',
    )
  }

  /**
   * The response that goes out with this request when a function of `wsgify` returns nothing, text or bytes: `wsgify` sets it.
   *
   * @throws TypeError outside of `wsgify`, unless it was set
   */
  get response(): Response {
    const response = memoOf(this.environ).response as Response | undefined
    if (!response)
      throw new TypeError('Expected a response to be set: wsgify does so when it serves the request')
    return response
  }

  set response(value: Response) {
    memoOf(this.environ).response = value
  }

  /** The request as text on one line, for logs. */
  override toString(): string {
    return `${this.method} ${this.url}`
  }
}

/**
 * The request that programs use: a {@link BaseRequest} with a place for what they keep with it. Python: `webob.Request`.
 *
 * @example
 * const request = Request.blank('/')
 * request.attrs.set('user', 'ada')
 * assert.equal(new Request(request.environ).attrs.get('user'), 'ada')
 */
export class Request<Vars = Record<string, string>> extends BaseRequest<Vars> {
  /** What a program keeps with the request; it travels with the environ. Python: ad-hoc attributes. */
  get attrs(): Map<string, unknown> {
    const { environ } = this
    let attrs = environ[ATTRS] as Map<string, unknown> | undefined
    if (!attrs) environ[ATTRS] = attrs = new Map()
    return attrs
  }
}

const ATTRS = 'webob.adhoc_attrs'
