import type { Application, ApplicationLike, Environ, StartResponse } from '@triptych/raw/gateway'
import { toApplication } from '@triptych/raw/gateway'

/**
 * Makes an application of a function that gives one, `werkzeug.wsgi.responder`: a response, an HTTP exception or anything
 * else that can answer. It may be a promise.
 *
 * @example
 * const hello = responder((environ) => (_, startResponse) => (startResponse('200 OK', []), [new Uint8Array(1)]))
 * let status
 * const body = await hello({}, (line) => (status = line))
 * assert.equal(status, '200 OK')
 */
export function responder(
  respond: (environ: Environ, startResponse: StartResponse) => ApplicationLike | Promise<ApplicationLike>,
): Application {
  return (environ, startResponse) => {
    const answer = respond(environ, startResponse)
    return answer instanceof Promise
      ? answer.then((app) => toApplication(app)(environ, startResponse))
      : toApplication(answer)(environ, startResponse)
  }
}
