import type { ApplicationLike } from '@triptych/raw'
import { KeyError } from '../errors.ts'
import { defaultExceptions } from './default-exceptions.ts'
import type { HTTPExceptionClass } from './default-exceptions.ts'
import { HTTPException } from './http-exception.ts'

type AnyException = new (...args: readonly unknown[]) => HTTPException

/**
 * Throws HTTP exceptions by their codes, from a table of its own. Python: `werkzeug.exceptions.Aborter`, which is called as
 * a function; here it is `abort(...)`.
 *
 * @example
 * import { defaultExceptions, HTTPException } from '@triptych/werkzeug/exceptions'
 * class PaymentRequired extends HTTPException {
 *   static override readonly code: number = 402
 * }
 * const aborter = new Aborter(defaultExceptions, [[402, PaymentRequired]])
 * assert.throws(() => aborter.abort(402), PaymentRequired)
 */
export class Aborter {
  /** The classes by code. */
  readonly mapping: ReadonlyMap<number, HTTPExceptionClass>

  constructor(
    mapping: Iterable<readonly [number, HTTPExceptionClass]> = defaultExceptions,
    extra: Iterable<readonly [number, HTTPExceptionClass]> = [],
  ) {
    this.mapping = new Map([...mapping, ...extra])
  }

  /**
   * Throws the exception of a code, made with the arguments that follow; or one that answers with a response.
   *
   * @throws HTTPException always; KeyError for a code that the table does not have
   */
  abort(status: number | ApplicationLike, ...args: readonly unknown[]): never {
    if (typeof status !== 'number') throw new HTTPException(null, { response: status })
    const exception = this.mapping.get(status) as AnyException | undefined
    if (!exception) throw new KeyError(String(status), `Expected a status with an exception, got ${status}`)
    throw new exception(...args)
  }
}

const aborter = new Aborter()

/**
 * Ends a view with an HTTP exception: by its code and what that exception takes, or with a response.
 * Python: `werkzeug.exceptions.abort`.
 *
 * @throws HTTPException always; KeyError for a code without an exception
 * @example
 * import { NotFound } from '@triptych/werkzeug/exceptions'
 * assert.throws(() => abort(404, 'No such page.'), NotFound)
 */
export function abort(status: number | ApplicationLike, ...args: readonly unknown[]): never {
  return aborter.abort(status, ...args)
}
