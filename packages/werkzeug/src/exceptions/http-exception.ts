import type { ApplicationLike, Body, Environ, HeaderPair, StartResponse } from '@triptych/raw'
import { bytes, toApplication } from '@triptych/raw'
import { escapeHtml } from '../escape-html.ts'
import { HTTP_STATUS_CODES } from '../http/status-codes.ts'
import type { Response } from '../wrappers/response.ts'

/** What every HTTP exception takes. */
export interface HTTPExceptionOptions {
  /** Answers in place of the page that the exception makes: a response, or any application. */
  readonly response?: Response | ApplicationLike | null
  /** What led here. */
  readonly cause?: unknown
}

/** An environ, or a request that has one. */
export type EnvironOrRequest = Environ | { readonly environ: Environ }

/**
 * An error that is an answer: thrown in a view, it is what the client gets. It has a status, a description that is shown on
 * a page, and is an application. Python: `werkzeug.exceptions.HTTPException`.
 *
 * @example
 * import { call } from '@triptych/raw/testing'
 * class PaymentRequired extends HTTPException {
 *   static override readonly code: number = 402
 *   static override readonly description: string = 'Money first.'
 * }
 * const error = new PaymentRequired()
 * assert.equal(String(error), '402 Payment Required: Money first.')
 * const response = await call(error, '/')
 * assert.equal(response.code, 402)
 * assert.match(response.text(), /<h1>Payment Required<\/h1>\n<p>Money first.<\/p>/)
 */
export class HTTPException extends Error {
  /** The status code of the class. */
  static readonly code: number | null = null
  /** What is said when nothing else is. */
  static readonly description: string | null = null

  /** The status code. */
  readonly code: number | null
  /** Answers in place of the page, when it is given. */
  readonly response: Response | ApplicationLike | null
  #description: string | null

  /** @param description a sentence for the page; it is escaped. Default: the class's */
  constructor(description?: string | null, options: HTTPExceptionOptions = {}) {
    const { code, description: usual } = new.target
    const text = description ?? usual
    super(text ?? '', options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.response = options.response ?? null
    this.#description = text
  }

  /** The phrase of the status: `Not Found`. */
  override get name(): string {
    // While the error is made its stack asks for the name, before there are fields.
    const code = this.code ?? (this.constructor as typeof HTTPException).code
    return HTTP_STATUS_CODES.get(code ?? 0) ?? 'Unknown Error'
  }

  /** What the page says. */
  get description(): string | null {
    return this.#description
  }

  set description(text: string | null) {
    this.#description = text
    this.message = text ?? ''
  }

  /** The description as HTML. */
  getDescription(_environ?: EnvironOrRequest | null): string {
    return `<p>${escapeHtml(this.description ?? '').replaceAll('\n', '<br>')}</p>`
  }

  /** The page. */
  getBody(environ?: EnvironOrRequest | null): string {
    const name = escapeHtml(this.name)
    const lines = [
      '<!doctype html>',
      '<html lang=en>',
      `<title>${this.code ?? 'None'} ${name}</title>`,
      `<h1>${name}</h1>`,
      this.getDescription(environ),
    ]
    return `${lines.join('\n')}\n`
  }

  /** The fields that go with the page. */
  getHeaders(_environ?: EnvironOrRequest | null): HeaderPair[] {
    return [['Content-Type', 'text/html; charset=utf-8']]
  }

  /**
   * The answer as a response, which can be changed before it is sent; the given one, when there is one. It is a promise
   * since `Response`, which stands above the exceptions, is loaded when it is first asked for.
   *
   * @throws TypeError when what was given is an application and no response
   */
  async getResponse(environ?: EnvironOrRequest | null): Promise<Response> {
    const { Response } = await import('../wrappers/response.ts')
    if (this.response instanceof Response) return this.response
    if (this.response !== null) {
      throw new TypeError('Expected an exception with a page or a response, got one with an application')
    }
    return new Response(this.getBody(environ), {
      status: this.code ?? 500,
      headers: this.getHeaders(environ),
    })
  }

  /** Answers a request. */
  application(environ: Environ, startResponse: StartResponse): Body | Promise<Body> {
    if (this.response !== null) return toApplication(this.response)(environ, startResponse)
    const body = bytes(this.getBody(environ))
    const status = `${this.code ?? 500} ${this.name.toUpperCase()}`
    startResponse(status, [...this.getHeaders(environ), ['Content-Length', String(body.length)]])
    return environ.REQUEST_METHOD === 'HEAD' ? [] : [body]
  }

  override toString(): string {
    return `${this.code ?? '???'} ${this.name}: ${this.description ?? 'None'}`
  }
}
