import type { HeaderPair } from '@triptych/raw'
import { HTTPException } from './http-exception.ts'
import type { EnvironOrRequest, HTTPExceptionOptions } from './http-exception.ts'

/**
 * 405 Method Not Allowed; Allow says which are. Python: `werkzeug.exceptions.MethodNotAllowed`.
 *
 * @example
 * assert.deepEqual(new MethodNotAllowed(['GET', 'HEAD']).getHeaders().at(-1), ['Allow', 'GET, HEAD'])
 */
export class MethodNotAllowed extends HTTPException {
  static override readonly code: number = 405
  static override readonly description: string = 'The method is not allowed for the requested URL.'
  /** The methods that are allowed; null when nobody said. */
  readonly validMethods: readonly string[] | null

  constructor(
    validMethods?: Iterable<string> | null,
    description?: string | null,
    options?: HTTPExceptionOptions,
  ) {
    super(description, options)
    this.validMethods = validMethods ? [...validMethods] : null
  }

  override getHeaders(environ?: EnvironOrRequest | null): HeaderPair[] {
    const headers = super.getHeaders(environ)
    if (this.validMethods?.length) headers.push(['Allow', this.validMethods.join(', ')])
    return headers
  }
}
