/**
 * What routing throws that is no answer to a client. Python: `werkzeug.routing.RoutingException`, which there is also a
 * base of `RequestRedirect`.
 *
 * @example
 * import { BuildError } from '@triptych/werkzeug/routing'
 * assert(new BuildError('index', {}, null) instanceof RoutingException)
 */
export class RoutingException extends Error {
  override readonly name: string = 'RoutingException'
}
