/**
 * HTTP errors that are answers. Python: `werkzeug.exceptions`.
 *
 * @module
 */
export { Aborter, abort } from './abort.ts'
export { defaultExceptions } from './default-exceptions.ts'
export type { HTTPExceptionClass } from './default-exceptions.ts'
export { HTTPException } from './http-exception.ts'
export type { EnvironOrRequest, HTTPExceptionOptions } from './http-exception.ts'
export type { InternalServerErrorOptions } from './internal-server-error.ts'
export type { RetryAfterOptions } from './retry-after.ts'
export type { Challenge, UnauthorizedOptions } from './unauthorized.ts'
export { BadRequestKeyError } from './bad-request-key-error.ts'
export {
  BadHost,
  BadRequest,
  ClientDisconnected,
  Conflict,
  ExpectationFailed,
  FailedDependency,
  Forbidden,
  Gone,
  ImATeapot,
  LengthRequired,
  Locked,
  MisdirectedRequest,
  NotAcceptable,
  NotFound,
  PreconditionFailed,
  PreconditionRequired,
  RequestEntityTooLarge,
  RequestHeaderFieldsTooLarge,
  RequestTimeout,
  RequestURITooLarge,
  SecurityError,
  UnavailableForLegalReasons,
  UnprocessableEntity,
  UnsupportedMediaType,
} from './client-errors.ts'
export { InternalServerError } from './internal-server-error.ts'
export { MethodNotAllowed } from './method-not-allowed.ts'
export { RequestRedirect } from './request-redirect.ts'
export { RequestedRangeNotSatisfiable } from './requested-range-not-satisfiable.ts'
export { ServiceUnavailable, TooManyRequests } from './retry-after.ts'
export { BadGateway, GatewayTimeout, HTTPVersionNotSupported, NotImplemented } from './server-errors.ts'
export { Unauthorized } from './unauthorized.ts'
