import type { ApplicationLike, Body, Environ, HeaderPair, StartResponse } from '@triptych/raw/gateway'
import { Headers } from '../datastructures/headers.ts'
import { removeEntityHeaders } from '../http/entity-headers.ts'
import { iriToUri } from '../urls/iri-to-uri.ts'
import { ClosingIterator } from '../wsgi/closing-iterator.ts'
import { type Block, toBytes } from './response-blocks.ts'
import { meetConditions, type ConditionalOptions } from './response-conditional.ts'
import { ResponseData, type ResponseContent, type ResponseOptions } from './response-data.ts'
import { fetchedFields, toFetchResponse } from './response-fetch.ts'
import { absoluteLocation } from './response-location.ts'
import { runApplication } from './run-application.ts'

/** A class of responses whose constructor takes what that of Response does. */
export type ResponseClass<R extends Response> = new (
  response?: ResponseContent,
  options?: ResponseOptions,
) => R

/**
 * A response: status, fields, body, and an application that answers with them. Python: `werkzeug.wrappers.Response`.
 *
 * The body may be text, bytes, or blocks of them that are made while they are sent, also with promises. Content-Type is
 * text/plain unless told, text is UTF-8, Content-Length is set when the length is known.
 *
 * @throws SyntaxError for an empty status, TypeError for a field or a body that cannot be sent
 * @example
 * import { call } from '@triptych/raw/testing'
 * const response = new Response('<p>Hello', { mimetype: 'text/html' })
 * response.setCookie('seen', '1', { httponly: true })
 * response.cacheControl.maxAge = 60
 * const answer = await call(response, '/')
 * assert.equal(answer.text(), '<p>Hello')
 * assert.equal(answer.headers.get('Cache-Control'), 'max-age=60')
 */
export class Response extends ResponseData {
  /** Whether a relative Location becomes an absolute URL of the request's host. */
  static autocorrectLocationHeader = false

  /**
   * Runs an application and gives its answer as a response. With `buffered` its body is read at once; otherwise so much as
   * it takes to know status and fields.
   */
  static async fromApp<R extends Response>(
    this: ResponseClass<R>,
    app: ApplicationLike,
    environ: Environ,
    { buffered = false }: { readonly buffered?: boolean } = {},
  ): Promise<R> {
    const { body, status, headers } = await runApplication(app, environ, buffered)
    return new this(body, { status, headers })
  }

  /**
   * A response as one of this class: itself when it is one already, otherwise a new one that takes over its status, fields,
   * body and callbacks. Any other application is run, for which it needs the environ.
   *
   * @throws TypeError for an application without an environ
   */
  static forceType<R extends Response>(this: ResponseClass<R>, response: Response): R
  static forceType<R extends Response>(
    this: ResponseClass<R>,
    app: ApplicationLike,
    environ: Environ,
  ): R | Promise<R>
  static forceType<R extends Response>(
    this: ResponseClass<R>,
    response: Response | ApplicationLike,
    environ?: Environ,
  ): R | Promise<R> {
    if (response instanceof this) return response
    if (!(response instanceof Response)) {
      if (!environ) throw new TypeError('Expected an environ to run the application with, got none')
      return runApplication(response, environ, false).then(
        ({ body, status, headers }) => new this(body, { status, headers }),
      )
    }
    const { status, headers, directPassthrough, contentType } = response
    const forced = new this(response.response, { status, headers, directPassthrough })
    // The class may have a type of its own for responses that have none: this one wants none.
    if (contentType === null) forced.contentType = null
    forced._onClose = response._onClose
    return forced
  }

  /** A response of the platform as one of these; its body is streamed. */
  static fromFetch<R extends Response>(this: ResponseClass<R>, response: globalThis.Response): R {
    const { status, statusText } = response
    const made = new this(response.body, {
      status: statusText === '' ? status : `${status} ${statusText}`,
      headers: fetchedFields(response),
    })
    if (!response.headers.has('Content-Type')) made.contentType = null
    return made
  }

  /**
   * This response as one of the platform's. Its body is streamed, and closed when it has been read or is left.
   *
   * @throws RangeError for a 1xx status, which the platform's cannot have
   */
  toFetch(): globalThis.Response {
    const { status, statusCode } = this
    return toFetchResponse({
      body: this.blocksToSend(false),
      status,
      statusCode,
      headers: this.fieldsToSend(undefined),
    })
  }

  /** The fields as they are sent, in an object of their own: lengths set or left out, locations as URIs. */
  getWsgiHeaders(environ: Environ): Headers {
    return new Headers(this.fieldsToSend(environ))
  }

  /** The body as it is sent: nothing for HEAD and for statuses without content. The server closes it, and so the response. */
  getAppIter(environ: Environ): Body {
    return this.blocksToSend(environ.REQUEST_METHOD === 'HEAD')
  }

  /** Body, status line and fields as they are sent. */
  getWsgiResponse(environ: Environ): [body: Body, status: string, headers: HeaderPair[]] {
    const isOwn = this.getWsgiHeaders !== Response.prototype.getWsgiHeaders
    const headers = isOwn ? this.getWsgiHeaders(environ).toWsgiList() : this.fieldsToSend(environ)
    return [this.getAppIter(environ), this.status, headers]
  }

  /** Answers a request: the response is an application. */
  application(environ: Environ, startResponse: StartResponse): Body | Promise<Body> {
    const answer = this.getWsgiResponse(environ)
    startResponse(answer[1], answer[2])
    return answer[0]
  }

  /**
   * Makes this the answer to a request with conditions, GET and HEAD only: 304 when the client has it already, 412 when it
   * wanted another one, 206 with the part that it asked for. Set ETag or Last-Modified before; Date is added. The body
   * stays: it is left out when it is sent. Gives the response itself.
   *
   * @throws RequestedRangeNotSatisfiable (416) when there is no such part
   */
  makeConditional(request: Environ | { readonly environ: Environ }, options: ConditionalOptions = {}): this {
    meetConditions(this, 'REQUEST_METHOD' in request ? request : request.environ, options)
    return this
  }

  private fieldsToSend(environ: Environ | undefined): HeaderPair[] {
    const { autocorrectLocationHeader, automaticallySetContentLength } = this.constructor as typeof Response
    const fields = this.headers.toWsgiList()
    let hasLength = false
    for (const field of fields) {
      // Lengths are compared first: most names differ there.
      const { length } = field[0]
      if (length === 14) hasLength ||= field[0].toLowerCase() === 'content-length'
      else if (length === 16 && field[0].toLowerCase() === 'content-location') field[1] = iriToUri(field[1])
      else if (length === 8 && field[0].toLowerCase() === 'location') {
        const uri = iriToUri(field[1])
        field[1] = autocorrectLocationHeader && environ ? absoluteLocation(uri, environ) : uri
      }
    }
    if (isBodiless(this.statusCode)) {
      if (this.statusCode === 304) removeEntityHeaders(fields)
      else return fields.filter(([name]) => name.toLowerCase() !== 'content-length')
    } else if (!hasLength && automaticallySetContentLength && Array.isArray(this._response)) {
      fields.push(['Content-Length', String(this._lengthNow())])
    }
    return fields
  }

  private blocksToSend(isHead: boolean): Body {
    const blocks = this._response
    // Most bodies are bytes in memory that nobody waits to be told about: they need nothing around them.
    const isPlain =
      this._onClose === null &&
      Array.isArray(blocks) &&
      !('close' in blocks) &&
      this.close === ResponseData.prototype.close
    if (isHead || isBodiless(this.statusCode))
      return isPlain ? NOTHING : new ClosingIterator(NOTHING, () => this.close())
    if (this.directPassthrough) {
      return this._onClose === null ? (blocks as Body) : new ClosingIterator(blocks as Body, this._onClose)
    }
    if (isPlain && this.iterEncoded === ResponseData.prototype.iterEncoded)
      return asBytes(blocks as readonly Block[])
    return new ClosingIterator(this.iterEncoded(), () => this.close())
  }
}

const NOTHING: Body = Object.freeze([])

/** Statuses whose answers have no content (RFC 9110 section 6.4.1). */
const isBodiless = (code: number): boolean => (code >= 100 && code < 200) || code === 204 || code === 304

function asBytes(blocks: readonly Block[]): readonly Uint8Array[] {
  for (const block of blocks) if (!(block instanceof Uint8Array)) return blocks.map(toBytes)
  return blocks as readonly Uint8Array[]
}
