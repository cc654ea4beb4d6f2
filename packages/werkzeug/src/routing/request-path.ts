/**
 * A rule would match another path: with a slash at the end, or with slashes merged. A value, not thrown.
 * Python: `werkzeug.routing.exceptions.RequestPath`.
 *
 * @example
 * assert.equal(new RequestPath('/users/').pathInfo, '/users/')
 */
export class RequestPath {
  /** The path to ask for instead, not escaped. */
  readonly pathInfo: string

  constructor(pathInfo: string) {
    this.pathInfo = pathInfo
  }
}
