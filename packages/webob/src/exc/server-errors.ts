import { HTTPError } from './errors.ts'
import { Template } from './template.ts'

/**
 * 500 Internal Server Error, and the base of all errors of the server. Python: `webob.exc.HTTPServerError`.
 *
 * @example
 * assert.equal(new HTTPServerError().status, '500 Internal Server Error')
 */
export class HTTPServerError extends HTTPError {
  static override code = 500
  static override title = 'Internal Server Error'
  static override explanation =
    'The server has either erred or is incapable of performing the requested operation.'
}

/**
 * 500 Internal Server Error. Python: `webob.exc.HTTPInternalServerError`.
 *
 * @example
 * assert.equal(new HTTPInternalServerError().status, '500 Internal Server Error')
 */
export class HTTPInternalServerError extends HTTPServerError {
  static override code = 500
  static override title = 'Internal Server Error'
}

/**
 * 501 Not Implemented. Python: `webob.exc.HTTPNotImplemented`.
 *
 * @example
 * assert.equal(new HTTPNotImplemented().status, '501 Not Implemented')
 */
export class HTTPNotImplemented extends HTTPServerError {
  static override code = 501
  static override title = 'Not Implemented'
  static override bodyTemplateObj: Template = new Template(
    '\nThe request method ${REQUEST_METHOD} is not implemented for this server. <br /><br />\n${detail}',
  )
}

/**
 * 502 Bad Gateway. Python: `webob.exc.HTTPBadGateway`.
 *
 * @example
 * assert.equal(new HTTPBadGateway().status, '502 Bad Gateway')
 */
export class HTTPBadGateway extends HTTPServerError {
  static override code = 502
  static override title = 'Bad Gateway'
  static override explanation = 'Bad gateway.'
}

/**
 * 503 Service Unavailable. Python: `webob.exc.HTTPServiceUnavailable`.
 *
 * @example
 * assert.equal(new HTTPServiceUnavailable().status, '503 Service Unavailable')
 */
export class HTTPServiceUnavailable extends HTTPServerError {
  static override code = 503
  static override title = 'Service Unavailable'
  static override explanation = 'The server is currently unavailable. Please try again at a later time.'
}

/**
 * 504 Gateway Timeout. Python: `webob.exc.HTTPGatewayTimeout`.
 *
 * @example
 * assert.equal(new HTTPGatewayTimeout().status, '504 Gateway Timeout')
 */
export class HTTPGatewayTimeout extends HTTPServerError {
  static override code = 504
  static override title = 'Gateway Timeout'
  static override explanation = 'The gateway has timed out.'
}

/**
 * 505 HTTP Version Not Supported. Python: `webob.exc.HTTPVersionNotSupported`.
 *
 * @example
 * assert.equal(new HTTPVersionNotSupported().status, '505 HTTP Version Not Supported')
 */
export class HTTPVersionNotSupported extends HTTPServerError {
  static override code = 505
  static override title = 'HTTP Version Not Supported'
  static override explanation = 'The HTTP version is not supported.'
}

/**
 * 506 Variant Also Negotiates. WebOb lacks it.
 *
 * @example
 * assert.equal(new HTTPVariantAlsoNegotiates().status, '506 Variant Also Negotiates')
 */
export class HTTPVariantAlsoNegotiates extends HTTPServerError {
  static override code = 506
  static override title = 'Variant Also Negotiates'
  static override explanation = 'The server cannot choose between the variants of the resource.'
}

/**
 * 507 Insufficient Storage. Python: `webob.exc.HTTPInsufficientStorage`.
 *
 * @example
 * assert.equal(new HTTPInsufficientStorage().status, '507 Insufficient Storage')
 */
export class HTTPInsufficientStorage extends HTTPServerError {
  static override code = 507
  static override title = 'Insufficient Storage'
  static override explanation = 'There was not enough space to save the resource'
}

/**
 * 508 Loop Detected. WebOb lacks it.
 *
 * @example
 * assert.equal(new HTTPLoopDetected().status, '508 Loop Detected')
 */
export class HTTPLoopDetected extends HTTPServerError {
  static override code = 508
  static override title = 'Loop Detected'
  static override explanation = 'The server found a loop while it processed the request.'
}

/**
 * 510 Not Extended. WebOb lacks it.
 *
 * @example
 * assert.equal(new HTTPNotExtended().status, '510 Not Extended')
 */
export class HTTPNotExtended extends HTTPServerError {
  static override code = 510
  static override title = 'Not Extended'
  static override explanation = 'The request has to be made with an extension.'
}

/**
 * 511 Network Authentication Required. Python: `webob.exc.HTTPNetworkAuthenticationRequired`.
 *
 * @example
 * assert.equal(new HTTPNetworkAuthenticationRequired().status, '511 Network Authentication Required')
 */
export class HTTPNetworkAuthenticationRequired extends HTTPServerError {
  static override code = 511
  static override title = 'Network Authentication Required'
  static override explanation = 'Network authentication is required'
}
