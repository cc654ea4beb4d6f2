/**
 * Redirects that are not followed: they go round in a circle, leave the server, or need a body that is gone.
 * Python: `werkzeug.test.ClientRedirectError`.
 *
 * @example
 * assert.equal(new ClientRedirectError('round and round').code, 'ERR_REDIRECT')
 */
export class ClientRedirectError extends Error {
  override readonly name = 'ClientRedirectError'
  readonly code = 'ERR_REDIRECT'
}
