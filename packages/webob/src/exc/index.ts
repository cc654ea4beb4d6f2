/**
 * HTTP exceptions: errors that are responses. Python: `webob.exc`.
 *
 * @module
 */
export type { Detail, ExceptionOptions, JsonFormatter } from './wsgi-http-exception.ts'
export { HTTPException, WSGIHTTPException, isResponse } from './wsgi-http-exception.ts'
export { HTTPError, HTTPRedirection } from './errors.ts'
export {
  HTTPOk,
  HTTPCreated,
  HTTPAccepted,
  HTTPNonAuthoritativeInformation,
  HTTPNoContent,
  HTTPResetContent,
  HTTPPartialContent,
} from './ok.ts'
export type { MoveOptions } from './redirects.ts'
export {
  HTTPMove,
  HTTPNotModified,
  HTTPMultipleChoices,
  HTTPMovedPermanently,
  HTTPFound,
  HTTPSeeOther,
  HTTPUseProxy,
  HTTPTemporaryRedirect,
  HTTPPermanentRedirect,
} from './redirects.ts'
export {
  HTTPClientError,
  HTTPBadRequest,
  HTTPUnauthorized,
  HTTPPaymentRequired,
  HTTPForbidden,
  HTTPNotFound,
  HTTPMethodNotAllowed,
  HTTPNotAcceptable,
  HTTPProxyAuthenticationRequired,
  HTTPRequestTimeout,
  HTTPConflict,
  HTTPGone,
  HTTPLengthRequired,
  HTTPPreconditionFailed,
  HTTPRequestEntityTooLarge,
  HTTPRequestURITooLong,
  HTTPUnsupportedMediaType,
  HTTPRequestRangeNotSatisfiable,
  HTTPExpectationFailed,
  HTTPMisdirectedRequest,
  HTTPUnprocessableEntity,
  HTTPLocked,
  HTTPFailedDependency,
  HTTPTooEarly,
  HTTPUpgradeRequired,
  HTTPPreconditionRequired,
  HTTPTooManyRequests,
  HTTPRequestHeaderFieldsTooLarge,
  HTTPUnavailableForLegalReasons,
} from './client-errors.ts'
export {
  HTTPServerError,
  HTTPInternalServerError,
  HTTPNotImplemented,
  HTTPBadGateway,
  HTTPServiceUnavailable,
  HTTPGatewayTimeout,
  HTTPVersionNotSupported,
  HTTPVariantAlsoNegotiates,
  HTTPInsufficientStorage,
  HTTPLoopDetected,
  HTTPNotExtended,
  HTTPNetworkAuthenticationRequired,
} from './server-errors.ts'
export type { ExceptionType } from './status-map.ts'
export { statusMap } from './status-map.ts'
export { HTTPExceptionMiddleware, exceptionOf } from './http-exception-middleware.ts'
export { noEscape, stripTags } from './strip-tags.ts'
export { Template } from './template.ts'
