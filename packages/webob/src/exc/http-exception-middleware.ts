import type { ApplicationLike, Body, Environ, StartResponse } from '@triptych/raw'
import { toApplication } from '@triptych/raw'
import { RequestError } from '../errors.ts'
import { statusMap } from './status-map.ts'
import { HTTPException } from './wsgi-http-exception.ts'

/**
 * The HTTP exception that an error stands for: itself, or that of a RequestError's status; `undefined` for any other.
 *
 * @example
 * import { RequestError } from '@triptych/webob/request'
 * assert.equal(exceptionOf(new RequestError(413, 'ERR_BODY_TOO_LARGE', 'Too large')).name, 'HTTPRequestEntityTooLarge')
 * assert.equal(exceptionOf(new TypeError()), undefined)
 */
export function exceptionOf(error: unknown): HTTPException | undefined {
  if (error instanceof HTTPException) return error
  if (!(error instanceof RequestError)) return undefined
  const type = statusMap.get(error.status) ?? statusMap.get(400)!
  return new type(error.message)
}

/**
 * Answers what an application throws: an HTTP exception with its response, an error of the request (too large, not
 * decodable) with its status. The error is passed on to startResponse, so a server can log it. Any other error is thrown on,
 * and so is what a body throws while it is read, when its status may have been sent. Python:
 * `webob.exc.HTTPExceptionMiddleware`.
 *
 * @example
 * import { call } from '@triptych/raw/testing'
 * import { HTTPForbidden } from '@triptych/webob/exc'
 * const app = new HTTPExceptionMiddleware(() => { throw new HTTPForbidden() })
 * assert.equal((await call(app, '/')).code, 403)
 */
export class HTTPExceptionMiddleware {
  readonly #inner: ApplicationLike

  constructor(application: ApplicationLike) {
    this.#inner = application
  }

  async application(environ: Environ, startResponse: StartResponse): Promise<Body> {
    try {
      return await toApplication(this.#inner)(environ, startResponse)
    } catch (error) {
      const exception = exceptionOf(error)
      if (!exception) throw error
      return exception.application(environ, (status, headers, reported) =>
        startResponse(status, headers, reported ?? error),
      )
    }
  }
}
