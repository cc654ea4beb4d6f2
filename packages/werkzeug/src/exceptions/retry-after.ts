import type { HeaderPair } from '@triptych/raw'
import { httpDate } from '../http/date.ts'
import { HTTPException } from './http-exception.ts'
import type { EnvironOrRequest, HTTPExceptionOptions } from './http-exception.ts'

/** What an exception takes that says when to come again. */
export interface RetryAfterOptions extends HTTPExceptionOptions {
  /** A date, or a number of seconds; 0 and null say nothing. */
  readonly retryAfter?: Date | number | null
}

/** An exception with a Retry-After field, RFC 9110 section 10.2.3. */
class RetryAfter extends HTTPException {
  readonly retryAfter: Date | number | null

  constructor(description?: string | null, options: RetryAfterOptions = {}) {
    super(description, options)
    this.retryAfter = options.retryAfter ?? null
  }

  override getHeaders(environ?: EnvironOrRequest | null): HeaderPair[] {
    const headers = super.getHeaders(environ)
    const { retryAfter } = this
    if (retryAfter) {
      headers.push(['Retry-After', retryAfter instanceof Date ? httpDate(retryAfter) : String(retryAfter)])
    }
    return headers
  }
}

/**
 * 429 Too Many Requests. Python: `werkzeug.exceptions.TooManyRequests`.
 *
 * @example
 * const error = new TooManyRequests(null, { retryAfter: 60 })
 * assert.deepEqual(error.getHeaders().at(-1), ['Retry-After', '60'])
 */
export class TooManyRequests extends RetryAfter {
  static override readonly code: number = 429
  static override readonly description: string =
    'This user has exceeded an allotted request count. Try again later.'
}

/**
 * 503 Service Unavailable. Python: `werkzeug.exceptions.ServiceUnavailable`.
 *
 * @example
 * const error = new ServiceUnavailable('Back soon.', { retryAfter: new Date(0) })
 * assert.deepEqual(error.getHeaders().at(-1), ['Retry-After', 'Thu, 01 Jan 1970 00:00:00 GMT'])
 */
export class ServiceUnavailable extends RetryAfter {
  static override readonly code: number = 503
  static override readonly description: string =
    'The server is temporarily unable to service your request due to maintenance downtime or capacity problems. Please try again later.'
}
