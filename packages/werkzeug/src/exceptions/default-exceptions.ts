import {
  BadRequest,
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
  UnavailableForLegalReasons,
  UnprocessableEntity,
  UnsupportedMediaType,
} from './client-errors.ts'
import { InternalServerError } from './internal-server-error.ts'
import { MethodNotAllowed } from './method-not-allowed.ts'
import { RequestedRangeNotSatisfiable } from './requested-range-not-satisfiable.ts'
import { ServiceUnavailable, TooManyRequests } from './retry-after.ts'
import { BadGateway, GatewayTimeout, HTTPVersionNotSupported, NotImplemented } from './server-errors.ts'
import { Unauthorized } from './unauthorized.ts'
import type { HTTPException } from './http-exception.ts'

/** A class of exceptions that can be thrown by its code. */
export type HTTPExceptionClass = new (...args: never[]) => HTTPException

/**
 * The exceptions by their codes, `werkzeug.exceptions.default_exceptions`.
 *
 * @example
 * import { NotFound } from '@triptych/werkzeug/exceptions'
 * assert.equal(defaultExceptions.get(404), NotFound)
 */
export const defaultExceptions: ReadonlyMap<number, HTTPExceptionClass> = new Map<number, HTTPExceptionClass>(
  [
    [400, BadRequest],
    [401, Unauthorized],
    [403, Forbidden],
    [404, NotFound],
    [405, MethodNotAllowed],
    [406, NotAcceptable],
    [408, RequestTimeout],
    [409, Conflict],
    [410, Gone],
    [411, LengthRequired],
    [412, PreconditionFailed],
    [413, RequestEntityTooLarge],
    [414, RequestURITooLarge],
    [415, UnsupportedMediaType],
    [416, RequestedRangeNotSatisfiable],
    [417, ExpectationFailed],
    [418, ImATeapot],
    [421, MisdirectedRequest],
    [422, UnprocessableEntity],
    [423, Locked],
    [424, FailedDependency],
    [428, PreconditionRequired],
    [429, TooManyRequests],
    [431, RequestHeaderFieldsTooLarge],
    [451, UnavailableForLegalReasons],
    [500, InternalServerError],
    [501, NotImplemented],
    [502, BadGateway],
    [503, ServiceUnavailable],
    [504, GatewayTimeout],
    [505, HTTPVersionNotSupported],
  ],
)
