import * as clientErrors from './client-errors.ts'
import * as ok from './ok.ts'
import * as redirects from './redirects.ts'
import * as serverErrors from './server-errors.ts'
import { WSGIHTTPException } from './wsgi-http-exception.ts'

/** A class of exceptions. */
export type ExceptionType = (new (detail?: string | null) => WSGIHTTPException) & { readonly code: number }

const BASES = new Set<unknown>([
  clientErrors.HTTPClientError,
  serverErrors.HTTPServerError,
  redirects.HTTPMove,
])

/**
 * The class of each status code, without the bases that share theirs. Python: `webob.exc.status_map`.
 *
 * @example
 * const NotFound = statusMap.get(404)
 * assert.equal(new NotFound('No such page').status, '404 Not Found')
 */
export const statusMap: ReadonlyMap<number, ExceptionType> = new Map(
  [ok, redirects, clientErrors, serverErrors]
    .flatMap((module) => Object.values(module) as ExceptionType[])
    .filter((type) => !BASES.has(type) && type.prototype instanceof WSGIHTTPException)
    .map((type) => [type.code, type]),
)
