import type { Body, Environ, HeaderPair, StartResponse } from '@triptych/raw'
import { concat } from '../concat.ts'
import { absoluteLocation } from '../location.ts'
import { EmptyResponse, iterClose } from './app-iters.ts'
import { conditionalAnswer } from './conditional.ts'
import { EncodingView } from './encoding-view.ts'
import { initResponse, type AppIterLike, type HeaderList, type ResponseOptions } from './response-state.ts'
import { readResponse, type ResponseSource } from './from-file.ts'

/**
 * A response: status, fields, body, and an application that answers with them. Python: `webob.Response`.
 *
 * The body may be text, bytes, JSON, or blocks that are made while they are sent. Content-Type is text/html unless said
 * otherwise, text is UTF-8, Content-Length follows the body.
 *
 * @throws TypeError for an unknown option, a text body without a charset, or both `body` and `appIter`
 * @throws FieldError (`ERR_INVALID_FIELD`) for a field that may not go on the wire
 * @example
 * import { call } from '@triptych/raw/testing'
 * const response = new Response('Hello', { contentType: 'text/plain' })
 * response.setCookie('seen', '1', { httponly: true, samesite: 'lax' })
 * response.cacheControl.maxAge = 60
 * const answer = await call(response, '/')
 * assert.equal(answer.text(), 'Hello')
 * assert.equal(answer.headers.get('Cache-Control'), 'max-age=60')
 */
export class Response extends EncodingView {
  /** The type of a response that does not say its own. */
  static defaultContentType: string | null = 'text/html'
  /** The charset that text and XML types get. */
  static defaultCharset: string | null = 'UTF-8'
  /** The encoding of a text in a body whose type has no charset. */
  static defaultBodyEncoding: string | null = 'UTF-8'
  /** Whether conditions are honoured when a response does not say so itself. */
  static defaultConditionalResponse = false
  /** What `text()` does with bytes that are not in the charset. */
  static unicodeErrors: 'strict' | 'replace' = 'strict'

  constructor(body?: string | Uint8Array | null, options?: ResponseOptions)
  constructor(options: ResponseOptions)
  constructor(body?: string | Uint8Array | null | ResponseOptions, options?: ResponseOptions) {
    super()
    if (typeof body === 'object' && body !== null && !(body instanceof Uint8Array) && !Array.isArray(body)) {
      initResponse(this, this._settings, undefined, body)
    } else initResponse(this, this._settings, body as string, options ?? NO_OPTIONS)
  }

  /**
   * Reads a response as it stands in a file or a text: a status line with or without the version, fields, and as many bytes
   * of body as Content-Length says.
   *
   * @throws SyntaxError when a line is no field
   */
  static async fromFile<R extends Response>(
    this: new (options: ResponseOptions) => R,
    source: ResponseSource,
  ): Promise<R> {
    const { status, headerlist, body } = await readResponse(source)
    const response = new this({ status, headerlist, appIter: [] })
    response.setBody(body.subarray(0, Math.max(0, response.contentLength ?? 0)))
    return response
  }

  /**
   * A response of the platform as one of these; its body is streamed. `fetch` has taken the content coding of what it got
   * away but left its fields: they go here.
   */
  static fromFetch<R extends Response>(
    this: new (options: ResponseOptions) => R,
    response: globalThis.Response,
  ): R {
    const isDecoded = response.url !== '' && response.headers.has('Content-Encoding')
    const headerlist: HeaderList = [...response.headers].filter(
      ([name]) =>
        name !== 'set-cookie' && !(isDecoded && (name === 'content-encoding' || name === 'content-length')),
    )
    const made = new this({
      status: response.statusText === '' ? response.status : `${response.status} ${response.statusText}`,
      headerlist,
      appIter: (response.body as AppIterLike | null) ?? [],
    })
    for (const cookie of response.headers.getSetCookie()) made.headers.add('Set-Cookie', cookie)
    return made
  }

  /**
   * This response as one of the platform's. Its body is streamed, and closed when it has been read or is left.
   *
   * @throws RangeError for a 1xx status, which the platform's cannot have
   */
  toFetch(): globalThis.Response {
    const headers = new Headers()
    for (const [name, value] of this._headerlist) headers.append(name, value)
    const { statusCode, _appIter: body } = this
    const isNull =
      statusCode === 101 ||
      statusCode === 103 ||
      statusCode === 204 ||
      statusCode === 205 ||
      statusCode === 304
    const statusText = this._status.replace(/^\s*[+-]?\d+\s*/, '')
    // Nobody will read it: the platform allows no body with these.
    if (isNull) void iterClose(body).catch(() => undefined)
    return new globalThis.Response(isNull || body === null ? null : toStream(body), {
      status: statusCode,
      statusText,
      headers,
    })
  }

  /** One of its own with the same status, fields and body; an iterable is read first, for both. */
  async copy(): Promise<this> {
    const appIter = await this._listed()
    const Class = this.constructor as new (options: ResponseOptions) => this
    return new Class({
      status: this._status,
      headerlist: this._headerlist,
      appIter,
      conditionalResponse: this.conditionalResponse,
    })
  }

  /** @internal The fields as they are sent: Location absolute. */
  _sentHeaders(environ: Environ): HeaderPair[] {
    const list = this._headerlist
    const sent: HeaderPair[] = []
    for (const pair of list) {
      sent.push(
        pair[0].length === 8 && pair[0].toLowerCase() === 'location'
          ? [pair[0], absoluteLocation(pair[1], environ)]
          : [pair[0], pair[1]],
      )
    }
    return sent
  }

  /** Answers a request: the response is an application. HEAD gets the fields and no body. */
  application(environ: Environ, startResponse: StartResponse): Body | Promise<Body> {
    if (this.conditionalResponse) return this.conditionalResponseApp(environ, startResponse)
    startResponse(this._status, this._sentHeaders(environ))
    return environ.REQUEST_METHOD === 'HEAD' ? new EmptyResponse(this._appIter) : (this._appIter ?? [])
  }

  /** Answers a request and honours its conditions and ranges, whatever `conditionalResponse` says. */
  conditionalResponseApp(environ: Environ, startResponse: StartResponse): Body {
    const headers = this._sentHeaders(environ)
    const answer = conditionalAnswer(this, environ, headers)
    startResponse(answer?.status ?? this._status, answer?.headers ?? headers)
    const body = answer ? answer.body : (this._appIter ?? [])
    return environ.REQUEST_METHOD === 'HEAD' ? new EmptyResponse(body) : body
  }

  /** The whole response as text: status, fields, a blank line, and the body when it is in memory. */
  override toString(): string {
    const fields = this._headerlist.map(([name, value]) => `${name}: ${value}`)
    const body = this._appIter
    const text = Array.isArray(body) ? new TextDecoder().decode(concat(body as Uint8Array[])) : ''
    return [this._status, ...fields, ...(text === '' ? [] : ['', text])].join('\r\n')
  }
}

const NO_OPTIONS: ResponseOptions = Object.freeze({})

/** A stream that pulls the blocks of a body and closes it. */
function toStream(body: Body): ReadableStream<Uint8Array> {
  const iterator = Symbol.asyncIterator in body ? body[Symbol.asyncIterator]() : body[Symbol.iterator]()
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await iterator.next()
        if (!done) return controller.enqueue(value)
      } catch (error) {
        await iterClose(body)
        throw error
      }
      await iterClose(body)
      controller.close()
    },
    async cancel() {
      try {
        await iterator.return?.()
      } finally {
        await iterClose(body)
      }
    },
  })
}
