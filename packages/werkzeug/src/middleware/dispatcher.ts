import type { Application, ApplicationLike, Body, Environ, StartResponse } from '@triptych/raw'
import { toApplication } from '@triptych/raw'

/**
 * Several applications as one: each answers for the paths below the prefix that it is mounted at, the longest prefix
 * first; another one answers for the rest. The prefix moves from PATH_INFO to SCRIPT_NAME, so a mounted application builds
 * URLs that come back to it. Python: `werkzeug.middleware.dispatcher.DispatcherMiddleware`.
 *
 * @example
 * import { call } from '@triptych/raw/testing'
 * import { bytes } from '@triptych/raw'
 * import type { Application } from '@triptych/raw'
 * const says = (name: string): Application => ({ SCRIPT_NAME: script, PATH_INFO: path }, startResponse) => {
 *   startResponse('200 OK', [['Content-Type', 'text/plain']])
 *   return [bytes(`${name} ${script} ${path}`)]
 * }
 * const app = new DispatcherMiddleware(says('front'), { '/backend': says('back') })
 * assert.equal((await call(app, '/backend/users')).text(), 'back /backend /users')
 * assert.equal((await call(app, '/backends')).text(), 'front  /backends')
 */
export class DispatcherMiddleware {
  /** Answers for what no mount answers for. */
  readonly app: Application
  /** By prefix, the longest first. */
  readonly mounts: ReadonlyMap<string, Application>

  /**
   * @param mounts applications by prefix: `/` and a path, without a slash at its end
   * @throws TypeError when something mounted is no application
   */
  constructor(
    app: ApplicationLike,
    mounts: Readonly<Record<string, ApplicationLike>> | ReadonlyMap<string, ApplicationLike> = {},
  ) {
    this.app = toApplication(app)
    const rows = mounts instanceof Map ? [...mounts] : Object.entries(mounts)
    this.mounts = new Map(
      rows
        .map(([prefix, mounted]): [string, Application] => [prefix, toApplication(mounted)])
        .toSorted(([a], [b]) => b.length - a.length),
    )
  }

  /** Passes a request on to the application that its path chooses. */
  application(environ: Environ, startResponse: StartResponse): Body | Promise<Body> {
    const path = environ.PATH_INFO
    for (const [prefix, app] of this.mounts) {
      if (path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/')) {
        return pass(app, prefix.length, environ, startResponse)
      }
    }
    // What stands before the first slash of a path is no prefix of anybody's, and is taken off all the same.
    const first = path.indexOf('/')
    return pass(this.app, first < 0 ? path.length : first, environ, startResponse)
  }
}

function pass(
  app: Application,
  length: number,
  environ: Environ,
  startResponse: StartResponse,
): Body | Promise<Body> {
  const path = environ.PATH_INFO
  environ.SCRIPT_NAME += path.slice(0, length)
  environ.PATH_INFO = path.slice(length)
  return app(environ, startResponse)
}
