import { BadRequest } from './client-errors.ts'
import type { HTTPExceptionOptions } from './http-exception.ts'

/**
 * A key that was asked for and that the client did not send: a 400. In Python it is a `KeyError` too, here it has `key`.
 * Python: `werkzeug.exceptions.BadRequestKeyError`.
 *
 * @example
 * const error = new BadRequestKeyError('page')
 * assert.equal(error.code, 400)
 * error.showException = true
 * assert.match(error.description ?? '', /\nKeyError: 'page'$/)
 */
export class BadRequestKeyError extends BadRequest {
  /** The key that is missing. */
  readonly key: string | undefined
  /** Whether the page tells the key: helpful while developing, nobody's business later. */
  showException = false

  constructor(key?: string, description?: string | null, options?: HTTPExceptionOptions) {
    super(description, options)
    this.key = key
  }

  override get description(): string | null {
    if (!this.showException) return super.description
    const { key } = this
    const shown = key === undefined ? '' : key.includes("'") ? JSON.stringify(key) : `'${key}'`
    return `${super.description}\nKeyError: ${shown}`
  }

  override set description(text: string | null) {
    super.description = text
  }
}
