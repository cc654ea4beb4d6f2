/** What can be released, and given to a `LocalManager`: a `Local`, a `LocalStack`, or an object of your own. */
export interface Releasable {
  /** Removes all that it holds in the current context. */
  release(): void
}

/**
 * Removes all that a local or a stack holds in the current context, `werkzeug.local.release_local`.
 *
 * @example
 * import { Local, withContext } from '@triptych/werkzeug/local'
 * const local = new Local()
 * withContext(() => {
 *   local.set('user', 'ada')
 *   releaseLocal(local)
 *   assert.equal(local.has('user'), false)
 * })
 */
export function releaseLocal(local: Releasable): void {
  local.release()
}
