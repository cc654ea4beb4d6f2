// The bodies of exceptions, their templates and the choice between them belong together: hence the length.
import type { Application, ApplicationLike, Body, Environ, HeaderPair, StartResponse } from '@triptych/raw'
import { toApplication } from '@triptych/raw'
import { createAcceptHeader } from '../acceptparse/index.ts'
import { spacedJson } from '../json.ts'
import { EmptyResponse } from '../response/app-iters.ts'
import { HeaderView } from '../response/header-view.ts'
import { Response } from '../response/response.ts'
import { initResponse, type HeaderList, type ResponseOptions } from '../response/response-state.ts'
import { htmlEscape, toHtml } from '../util.ts'
import { noEscape, stripTags } from './strip-tags.ts'
import { Template } from './template.ts'

/**
 * An error that is answered with an application. Python: `webob.exc.HTTPException`.
 *
 * @example
 * import { Response } from '@triptych/webob'
 * const error = new HTTPException('Sorry', new Response('Sorry', { status: 500 }))
 * assert.ok(error instanceof Error)
 */
export class HTTPException extends Error {
  override name = 'HTTPException'
  readonly #answer: ApplicationLike | undefined

  constructor(message?: string, wsgiResponse?: ApplicationLike) {
    super(message)
    this.#answer = wsgiResponse
  }

  /**
   * What answers: an application.
   *
   * @throws TypeError when there is none
   */
  get wsgiResponse(): ApplicationLike {
    if (this.#answer === undefined)
      throw new TypeError('Expected an application as the second argument of HTTPException')
    return this.#answer
  }

  /** Answers a request with {@link wsgiResponse}. */
  application(environ: Environ, startResponse: StartResponse): Body | Promise<Body> {
    return toApplication(this.wsgiResponse)(environ, startResponse)
  }
}

/** Text, or an object that knows its HTML. */
export type Detail = string | { [toHtml](): string }

/** What makes the JSON of an exception's body. */
export type JsonFormatter = (parts: {
  readonly body: string
  readonly status: string
  readonly title: string
  readonly environ: Environ
}) => unknown

/** What an exception can be made with: everything that a response can, and what its body says. */
export interface ExceptionOptions extends Omit<ResponseOptions, 'status' | 'headers'> {
  /** What happened, for the reader; HTML in it is escaped. */
  readonly detail?: Detail | null | undefined
  /** Fields to add. */
  readonly headers?: HeaderList | Readonly<Record<string, string>> | null | undefined
  /** A comment in the HTML. */
  readonly comment?: string | null | undefined
  /** Another text for the body, with `${explanation}`, `${detail}`, `${html_comment}`, keys of the environ and fields. */
  readonly bodyTemplate?: string | null | undefined
  readonly jsonFormatter?: JsonFormatter | null | undefined
  readonly body?: string | Uint8Array | null | undefined
}

/** The class settings of an exception. */
interface ExceptionClass {
  readonly code: number
  readonly title: string
  readonly explanation: string
  readonly emptyBody: boolean
  readonly bodyTemplateObj: Template
  readonly plainTemplateObj: Template
  readonly htmlTemplateObj: Template
  readonly problemJson: boolean
  readonly defaultType: string | null
}

/** The members of a response that an exception has in another shape. */
type Own = 'application' | 'jsonBody' | 'setJsonBody' | 'toString' | 'copy' | '_sentHeaders'

/**
 * An exception is an error and a response at once. The chain of prototypes goes by way of Error; the members of a response are
 * copied below, and this is what the compiler is told.
 */
const ResponseError: new (message?: string) => HTTPException & Omit<Response, Own> = HTTPException as never

/**
 * An HTTP exception: throw it, return it, or serve it. It is an `Error`, and has every member of a {@link Response}. Unless
 * it is given a body it makes one for each request, in HTML, JSON or plain text as Accept says. Python:
 * `webob.exc.WSGIHTTPException`.
 *
 * Making one costs a few microseconds more than making a response, since an error captures its stack.
 *
 * @example
 * import { call } from '@triptych/raw/testing'
 * import { HTTPNotFound } from '@triptych/webob/exc'
 * const error = new HTTPNotFound('No such page')
 * assert.ok(error instanceof Error)
 * const answer = await call(error, { target: '/', headers: { Accept: 'text/html' } })
 * assert.equal(answer.status, '404 Not Found')
 * assert.match(answer.text(), /No such page/)
 */
export class WSGIHTTPException extends ResponseError {
  /** The status code. */
  static code = 500
  /** Its reason. */
  static title = 'Internal Server Error'
  /** What it means, in a sentence. */
  static explanation = ''
  /** Whether the answer has no body. */
  static emptyBody = false
  /** The body between status and end, with its places. */
  static bodyTemplateObj: Template = new Template('${explanation}<br /><br />\n${detail}\n${html_comment}\n')
  static plainTemplateObj: Template = new Template('${status}\n\n${body}')
  static htmlTemplateObj: Template = new Template(`<html>
 <head>
  <title>\${status}</title>
 </head>
 <body>
  <h1>\${status}</h1>
  \${body}
 </body>
</html>`)
  /** Whether application/problem+json (RFC 9457) is offered in the place of application/json. */
  static problemJson = false
  /** What is sent when there is no Accept: plain text, or a type of the three. */
  static defaultType: string | null = null
  static defaultContentType: string | null = Response.defaultContentType
  static defaultCharset: string | null = Response.defaultCharset
  static defaultBodyEncoding: string | null = Response.defaultBodyEncoding
  static defaultConditionalResponse = false
  static unicodeErrors: 'strict' | 'replace' = 'strict'

  readonly detail: Detail | null
  readonly comment: string | null
  /** @internal */
  readonly _template: Template | undefined
  /** @internal */
  _explanation: string | null = null
  readonly #formatter: JsonFormatter | undefined

  constructor(detail?: Detail | ExceptionOptions | null, options?: ExceptionOptions) {
    const given = isOptions(detail) ? detail : { ...options, ...(detail === undefined ? {} : { detail }) }
    const { detail: text, headers, comment, bodyTemplate, jsonFormatter, body, ...rest } = given
    super(text === null || text === undefined ? undefined : noEscape(text))
    const own = this.constructor as unknown as ExceptionClass
    this.name = this.constructor.name
    const settings = this.constructor as unknown as Parameters<typeof initResponse>[1]
    const status = 'status' in rest ? rest.status : undefined
    if (status !== undefined) throw new TypeError('Expected no status: it belongs to the class')
    initResponse(this, settings, body, { ...rest, status: `${own.code} ${own.title}` })
    const pairs = headers ? (Symbol.iterator in headers ? headers : Object.entries(headers)) : []
    this.headers.extend(pairs)
    this.detail = text ?? null
    this.comment = comment ?? null
    this._template =
      bodyTemplate === null || bodyTemplate === undefined ? undefined : new Template(bodyTemplate)
    this.#formatter = jsonFormatter ?? undefined
    if (own.emptyBody) {
      this.contentType = null
      this.contentLength = null
    }
    if (!this.message) this.message = own.explanation
  }

  /** The status code of its class. */
  get code(): number {
    return (this.constructor as unknown as ExceptionClass).code
  }

  /** The reason of its class. */
  get title(): string {
    return (this.constructor as unknown as ExceptionClass).title
  }

  /** What it means: what its class says, unless it is set. */
  get explanation(): string {
    return this._explanation ?? (this.constructor as unknown as ExceptionClass).explanation
  }

  set explanation(value: string | null) {
    this._explanation = value
  }

  /** Whether its answers have no body. */
  get emptyBody(): boolean {
    return (this.constructor as unknown as ExceptionClass).emptyBody
  }

  /** The template of its body: its own, or that of its class. */
  get bodyTemplateObj(): Template {
    return this._template ?? (this.constructor as unknown as ExceptionClass).bodyTemplateObj
  }

  override get wsgiResponse(): ApplicationLike {
    return this
  }

  /** Detail, or what its class means. */
  override toString(): string {
    return (this.detail === null ? '' : noEscape(this.detail)) || this.explanation
  }

  /** @internal The body from its template; a template of one's own may name keys of the environ and fields as well. */
  _makeBody(environ: Environ, escape: (value: unknown) => string): string {
    const template = this.bodyTemplateObj
    const isStandard = template === WSGIHTTPException.bodyTemplateObj
    return template.substitute((name) => {
      switch (name) {
        case 'explanation':
          return escape(this.explanation)
        case 'detail':
          return escape(this.detail ?? '')
        case 'comment':
          return escape(this.comment ?? '')
        case 'html_comment':
          return this.comment ? `<!-- ${escape(this.comment)} -->` : ''
        default:
          return isStandard ? undefined : this._value(name, environ, escape)
      }
    })
  }

  /** @internal A field of the answer by its name in lower case, or a text of the environ. */
  _value(name: string, environ: Environ, escape: (value: unknown) => string): string | undefined {
    const field = this._sentField(name, environ)
    if (field !== null) return escape(field)
    const value = Object.hasOwn(environ, name) ? environ[name] : undefined
    return typeof value === 'string' ? escape(value) : undefined
  }

  /** @internal The fields as they are sent. */
  _sentHeaders(environ: Environ): HeaderPair[] {
    return Response.prototype._sentHeaders.call(this as unknown as Response, environ)
  }

  /** @internal */
  _sentField(name: string, environ: Environ): string | null {
    return this._sentHeaders(environ).findLast(([field]) => field.toLowerCase() === name)?.[1] ?? null
  }

  /** The body as plain text. */
  plainBody(environ: Environ): string {
    const body = stripTags(this._makeBody(environ, noEscape))
    return this._page((this.constructor as unknown as ExceptionClass).plainTemplateObj, body, noEscape)
  }

  /** The body as HTML. */
  htmlBody(environ: Environ): string {
    return this._page(
      (this.constructor as unknown as ExceptionClass).htmlTemplateObj,
      this._makeBody(environ, htmlEscape),
      htmlEscape,
    )
  }

  /** @internal */
  _page(template: Template, body: string, escape: (value: unknown) => string): string {
    return template.substitute((name) => {
      if (name === 'body') return body
      return name === 'status' ? escape(this.status) : name === 'title' ? escape(this.title) : undefined
    })
  }

  /** What the JSON of the body is made of: message, code and title, unless another formatter was given. */
  jsonFormatter(parts: Parameters<JsonFormatter>[0]): unknown {
    if (this.#formatter) return this.#formatter(parts)
    return { message: parts.body, code: parts.status, title: parts.title }
  }

  /** The body as JSON. */
  jsonBody(environ: Environ): string {
    const body = this._makeBody(environ, noEscape)
    return spacedJson(this.jsonFormatter({ body, status: this.status, title: this.title, environ }))
  }

  /** The body as problem details (RFC 9457). */
  problemBody(environ: Environ): string {
    const detail = this.toString()
    const problem = {
      type: 'about:blank',
      title: this.title,
      status: this.code,
      ...(detail ? { detail } : {}),
    }
    return this.#formatter
      ? spacedJson(this.jsonFormatter({ body: detail, status: this.status, title: this.title, environ }))
      : spacedJson(problem)
  }

  /** Answers with a body that is made for the request: HTML or JSON as Accept says, plain text when it says neither. */
  generateResponse(environ: Environ, startResponse: StartResponse): Body | Promise<Body> {
    const { problemJson, defaultType } = this.constructor as unknown as ExceptionClass
    const json = problemJson ? 'application/problem+json' : 'application/json'
    const accept = environ['HTTP_ACCEPT']
    const offers = problemJson ? ['text/html', json, 'application/json'] : ['text/html', json]
    const found = accept ? createAcceptHeader(accept).best(offers) : defaultType
    const type = found === 'application/json' ? json : (found ?? 'text/plain')
    const text =
      type === 'text/html'
        ? this.htmlBody(environ)
        : type === json
          ? problemJson
            ? this.problemBody(environ)
            : this.jsonBody(environ)
          : this.plainBody(environ)
    const headerlist = this._sentHeaders(environ).filter(([name]) => name.toLowerCase() !== 'content-length')
    const response = new Response(text, { status: this.status, headerlist })
    response.contentType = type
    return response.application(environ, startResponse)
  }

  override application(environ: Environ, startResponse: StartResponse): Body | Promise<Body> {
    const isHead = environ.REQUEST_METHOD === 'HEAD'
    if (!this.hasBody && !this.emptyBody && !isHead) return this.generateResponse(environ, startResponse)
    const { application } = Response.prototype as { application: Application }
    const body = application.call(this as unknown as Response, environ, startResponse)
    return isHead ? new EmptyResponse(this._appIter) : body
  }
}

/**
 * Whether the first argument of an exception is its options: an object that has no HTML of its own.
 *
 * @example
 * assert.equal(isOptions({ detail: 'No such page' }), true)
 * assert.equal(isOptions('No such page'), false)
 */
export const isOptions = <T extends object>(value: Detail | T | null | undefined): value is T =>
  typeof value === 'object' && value !== null && !(toHtml in value)

/** Gives the exception the members of a response that it has not itself. */
for (
  let level: object = Response.prototype;
  level !== Object.prototype;
  level = Object.getPrototypeOf(level) as object
) {
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
    // `jsonBody` is another thing here, so it cannot be set as that of a response can.
    if (
      name !== 'constructor' &&
      name !== 'setJsonBody' &&
      !Object.hasOwn(WSGIHTTPException.prototype, name)
    ) {
      Object.defineProperty(WSGIHTTPException.prototype, name, property)
    }
  }
}

/**
 * Whether a value is a response: a {@link Response}, or an HTTP exception, which is one too.
 *
 * @example
 * import { HTTPNotFound } from '@triptych/webob/exc'
 * assert.equal(isResponse(new HTTPNotFound()), true)
 * assert.equal(isResponse('text'), false)
 */
export function isResponse(value: unknown): value is Response | WSGIHTTPException {
  return value instanceof HeaderView || value instanceof WSGIHTTPException
}
