/**
 * A converter throws it for a text that it does not take: the URL is answered with 404, and no URL is built with the value.
 * Python: `werkzeug.routing.ValidationError`.
 *
 * @example
 * assert.equal(new ValidationError('Expected an even number, got 3').code, 'ERR_INVALID_URL_VALUE')
 */
export class ValidationError extends Error {
  override readonly name = 'ValidationError'
  readonly code = 'ERR_INVALID_URL_VALUE'
}
