import type { HeaderPair } from '@triptych/raw'
import { HTTPException } from './http-exception.ts'
import type { EnvironOrRequest, HTTPExceptionOptions } from './http-exception.ts'

/** A challenge that can be written, such as a `WWWAuthenticate`. */
export interface Challenge {
  toHeader(): string
}

/** What {@link Unauthorized} takes. */
export interface UnauthorizedOptions extends HTTPExceptionOptions {
  /** How to authenticate: a `WWWAuthenticate`, or several. */
  readonly wwwAuthenticate?: Challenge | Iterable<Challenge> | null
}

/**
 * 401 Unauthorized: credentials are missing, or the wrong ones. Python: `werkzeug.exceptions.Unauthorized`.
 *
 * @example
 * const error = new Unauthorized(null, { wwwAuthenticate: { toHeader: () => 'Basic realm="shop"' } })
 * assert.deepEqual(error.getHeaders().at(-1), ['WWW-Authenticate', 'Basic realm="shop"'])
 */
export class Unauthorized extends HTTPException {
  static override readonly code: number = 401
  static override readonly description: string =
    "The server could not verify that you are authorized to access the URL requested. You either supplied the wrong credentials (e.g. a bad password), or your browser doesn't understand how to supply the credentials required."
  readonly wwwAuthenticate: readonly Challenge[]

  constructor(description?: string | null, options: UnauthorizedOptions = {}) {
    super(description, options)
    const { wwwAuthenticate: given } = options
    this.wwwAuthenticate = !given ? [] : 'toHeader' in given ? [given] : [...given]
  }

  override getHeaders(environ?: EnvironOrRequest | null): HeaderPair[] {
    const challenges = this.wwwAuthenticate.map((one): HeaderPair => ['WWW-Authenticate', one.toHeader()])
    return [...super.getHeaders(environ), ...challenges]
  }
}
