import { HTTPException } from './http-exception.ts'
import type { HTTPExceptionOptions } from './http-exception.ts'

/** What {@link InternalServerError} takes. */
export interface InternalServerErrorOptions extends HTTPExceptionOptions {
  /** The error that was not handled; it is never shown. */
  readonly originalException?: unknown
}

/**
 * 500 Internal Server Error. Python: `werkzeug.exceptions.InternalServerError`.
 *
 * @example
 * const originalException = new TypeError('broken')
 * assert.equal(new InternalServerError(null, { originalException }).originalException, originalException)
 */
export class InternalServerError extends HTTPException {
  static override readonly code: number = 500
  static override readonly description: string =
    'The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.'
  /** The error that led here; null when there is none. */
  readonly originalException: unknown

  constructor(description?: string | null, options: InternalServerErrorOptions = {}) {
    const { originalException = null, cause = originalException ?? undefined } = options
    super(description, { ...options, cause })
    this.originalException = originalException
  }
}
