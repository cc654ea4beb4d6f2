import type { HeaderPair } from '@triptych/raw'
import { HTTPException } from './http-exception.ts'
import type { EnvironOrRequest, HTTPExceptionOptions } from './http-exception.ts'

/**
 * 416 Requested Range Not Satisfiable; Content-Range says how long it is. Python:
 * `werkzeug.exceptions.RequestedRangeNotSatisfiable`.
 *
 * @example
 * assert.deepEqual(new RequestedRangeNotSatisfiable(10).getHeaders().at(-1), ['Content-Range', 'bytes *\x2f10'])
 */
export class RequestedRangeNotSatisfiable extends HTTPException {
  static override readonly code: number = 416
  static override readonly description: string = 'The server cannot provide the requested range.'
  /** The length of the whole, in units; null when it is not known. */
  readonly length: number | null
  readonly units: string

  constructor(
    length?: number | null,
    units: string = 'bytes',
    description?: string | null,
    options?: HTTPExceptionOptions,
  ) {
    super(description, options)
    this.length = length ?? null
    this.units = units
  }

  override getHeaders(environ?: EnvironOrRequest | null): HeaderPair[] {
    const headers = super.getHeaders(environ)
    if (this.length !== null) headers.push(['Content-Range', `${this.units} */${this.length}`])
    return headers
  }
}
