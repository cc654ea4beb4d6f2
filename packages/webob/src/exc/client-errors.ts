// A class for each status code: long, and plain.
import { HTTPError } from './errors.ts'
import { Template } from './template.ts'

/**
 * 400 Bad Request, and the base of all errors of the client. Python: `webob.exc.HTTPClientError`.
 *
 * @example
 * assert.equal(new HTTPClientError().status, '400 Bad Request')
 */
export class HTTPClientError extends HTTPError {
  static override code = 400
  static override title = 'Bad Request'
  static override explanation =
    'The server could not comply with the request since it is either malformed or otherwise incorrect.'
}

/**
 * 400 Bad Request. Python: `webob.exc.HTTPBadRequest`.
 *
 * @example
 * assert.equal(new HTTPBadRequest().status, '400 Bad Request')
 */
export class HTTPBadRequest extends HTTPClientError {
  static override code = 400
  static override title = 'Bad Request'
}

/**
 * 401 Unauthorized. Python: `webob.exc.HTTPUnauthorized`.
 *
 * @example
 * assert.equal(new HTTPUnauthorized().status, '401 Unauthorized')
 */
export class HTTPUnauthorized extends HTTPClientError {
  static override code = 401
  static override title = 'Unauthorized'
  static override explanation =
    'This server could not verify that you are authorized to access the document you requested. Either you supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply the credentials required.'
}

/**
 * 402 Payment Required. Python: `webob.exc.HTTPPaymentRequired`.
 *
 * @example
 * assert.equal(new HTTPPaymentRequired().status, '402 Payment Required')
 */
export class HTTPPaymentRequired extends HTTPClientError {
  static override code = 402
  static override title = 'Payment Required'
  static override explanation = 'Access was denied for financial reasons.'
}

/**
 * 403 Forbidden. Python: `webob.exc.HTTPForbidden`.
 *
 * @example
 * assert.equal(new HTTPForbidden().status, '403 Forbidden')
 */
export class HTTPForbidden extends HTTPClientError {
  static override code = 403
  static override title = 'Forbidden'
  static override explanation = 'Access was denied to this resource.'
}

/**
 * 404 Not Found. Python: `webob.exc.HTTPNotFound`.
 *
 * @example
 * assert.equal(new HTTPNotFound().status, '404 Not Found')
 */
export class HTTPNotFound extends HTTPClientError {
  static override code = 404
  static override title = 'Not Found'
  static override explanation = 'The resource could not be found.'
}

/**
 * 405 Method Not Allowed. Python: `webob.exc.HTTPMethodNotAllowed`.
 *
 * @example
 * assert.equal(new HTTPMethodNotAllowed().status, '405 Method Not Allowed')
 */
export class HTTPMethodNotAllowed extends HTTPClientError {
  static override code = 405
  static override title = 'Method Not Allowed'
  static override bodyTemplateObj: Template = new Template(
    'The method ${REQUEST_METHOD} is not allowed for this resource. <br /><br />\n${detail}',
  )
}

/**
 * 406 Not Acceptable. Python: `webob.exc.HTTPNotAcceptable`.
 *
 * @example
 * assert.equal(new HTTPNotAcceptable().status, '406 Not Acceptable')
 */
export class HTTPNotAcceptable extends HTTPClientError {
  static override code = 406
  static override title = 'Not Acceptable'
  static override bodyTemplateObj: Template = new Template(
    'The resource could not be generated that was acceptable to your browser\n(content of type ${HTTP_ACCEPT}. <br /><br />\n${detail}',
  )
}

/**
 * 407 Proxy Authentication Required. Python: `webob.exc.HTTPProxyAuthenticationRequired`.
 *
 * @example
 * assert.equal(new HTTPProxyAuthenticationRequired().status, '407 Proxy Authentication Required')
 */
export class HTTPProxyAuthenticationRequired extends HTTPClientError {
  static override code = 407
  static override title = 'Proxy Authentication Required'
  static override explanation = 'Authentication with a local proxy is needed.'
}

/**
 * 408 Request Timeout. Python: `webob.exc.HTTPRequestTimeout`.
 *
 * @example
 * assert.equal(new HTTPRequestTimeout().status, '408 Request Timeout')
 */
export class HTTPRequestTimeout extends HTTPClientError {
  static override code = 408
  static override title = 'Request Timeout'
  static override explanation = 'The server has waited too long for the request to be sent by the client.'
}

/**
 * 409 Conflict. Python: `webob.exc.HTTPConflict`.
 *
 * @example
 * assert.equal(new HTTPConflict().status, '409 Conflict')
 */
export class HTTPConflict extends HTTPClientError {
  static override code = 409
  static override title = 'Conflict'
  static override explanation = 'There was a conflict when trying to complete your request.'
}

/**
 * 410 Gone. Python: `webob.exc.HTTPGone`.
 *
 * @example
 * assert.equal(new HTTPGone().status, '410 Gone')
 */
export class HTTPGone extends HTTPClientError {
  static override code = 410
  static override title = 'Gone'
  static override explanation = 'This resource is no longer available. No forwarding address is given.'
}

/**
 * 411 Length Required. Python: `webob.exc.HTTPLengthRequired`.
 *
 * @example
 * assert.equal(new HTTPLengthRequired().status, '411 Length Required')
 */
export class HTTPLengthRequired extends HTTPClientError {
  static override code = 411
  static override title = 'Length Required'
  static override explanation = 'Content-Length header required.'
}

/**
 * 412 Precondition Failed. Python: `webob.exc.HTTPPreconditionFailed`.
 *
 * @example
 * assert.equal(new HTTPPreconditionFailed().status, '412 Precondition Failed')
 */
export class HTTPPreconditionFailed extends HTTPClientError {
  static override code = 412
  static override title = 'Precondition Failed'
  static override explanation = 'Request precondition failed.'
}

/**
 * 413 Request Entity Too Large. Python: `webob.exc.HTTPRequestEntityTooLarge`.
 *
 * @example
 * assert.equal(new HTTPRequestEntityTooLarge().status, '413 Request Entity Too Large')
 */
export class HTTPRequestEntityTooLarge extends HTTPClientError {
  static override code = 413
  static override title = 'Request Entity Too Large'
  static override explanation = 'The body of your request was too large for this server.'
}

/**
 * 414 Request-URI Too Long. Python: `webob.exc.HTTPRequestURITooLong`.
 *
 * @example
 * assert.equal(new HTTPRequestURITooLong().status, '414 Request-URI Too Long')
 */
export class HTTPRequestURITooLong extends HTTPClientError {
  static override code = 414
  static override title = 'Request-URI Too Long'
  static override explanation = 'The request URI was too long for this server.'
}

/**
 * 415 Unsupported Media Type. Python: `webob.exc.HTTPUnsupportedMediaType`.
 *
 * @example
 * assert.equal(new HTTPUnsupportedMediaType().status, '415 Unsupported Media Type')
 */
export class HTTPUnsupportedMediaType extends HTTPClientError {
  static override code = 415
  static override title = 'Unsupported Media Type'
  static override bodyTemplateObj: Template = new Template(
    'The request media type ${CONTENT_TYPE} is not supported by this server.\n<br /><br />\n${detail}',
  )
}

/**
 * 416 Request Range Not Satisfiable. Python: `webob.exc.HTTPRequestRangeNotSatisfiable`.
 *
 * @example
 * assert.equal(new HTTPRequestRangeNotSatisfiable().status, '416 Request Range Not Satisfiable')
 */
export class HTTPRequestRangeNotSatisfiable extends HTTPClientError {
  static override code = 416
  static override title = 'Request Range Not Satisfiable'
  static override explanation = 'The Range requested is not available.'
}

/**
 * 417 Expectation Failed. Python: `webob.exc.HTTPExpectationFailed`.
 *
 * @example
 * assert.equal(new HTTPExpectationFailed().status, '417 Expectation Failed')
 */
export class HTTPExpectationFailed extends HTTPClientError {
  static override code = 417
  static override title = 'Expectation Failed'
  static override explanation = 'Expectation failed.'
}

/**
 * 421 Misdirected Request. WebOb lacks it.
 *
 * @example
 * assert.equal(new HTTPMisdirectedRequest().status, '421 Misdirected Request')
 */
export class HTTPMisdirectedRequest extends HTTPClientError {
  static override code = 421
  static override title = 'Misdirected Request'
  static override explanation = 'The request went to a server that cannot answer it.'
}

/**
 * 422 Unprocessable Entity. Python: `webob.exc.HTTPUnprocessableEntity`.
 *
 * @example
 * assert.equal(new HTTPUnprocessableEntity().status, '422 Unprocessable Entity')
 */
export class HTTPUnprocessableEntity extends HTTPClientError {
  static override code = 422
  static override title = 'Unprocessable Entity'
  static override explanation = 'Unable to process the contained instructions'
}

/**
 * 423 Locked. Python: `webob.exc.HTTPLocked`.
 *
 * @example
 * assert.equal(new HTTPLocked().status, '423 Locked')
 */
export class HTTPLocked extends HTTPClientError {
  static override code = 423
  static override title = 'Locked'
  static override explanation = 'The resource is locked'
}

/**
 * 424 Failed Dependency. Python: `webob.exc.HTTPFailedDependency`.
 *
 * @example
 * assert.equal(new HTTPFailedDependency().status, '424 Failed Dependency')
 */
export class HTTPFailedDependency extends HTTPClientError {
  static override code = 424
  static override title = 'Failed Dependency'
  static override explanation =
    'The method could not be performed because the requested action dependended on another action and that action failed'
}

/**
 * 425 Too Early. WebOb lacks it.
 *
 * @example
 * assert.equal(new HTTPTooEarly().status, '425 Too Early')
 */
export class HTTPTooEarly extends HTTPClientError {
  static override code = 425
  static override title = 'Too Early'
  static override explanation =
    'The request could be replayed, and is not processed before the connection is secured.'
}

/**
 * 426 Upgrade Required. WebOb lacks it.
 *
 * @example
 * assert.equal(new HTTPUpgradeRequired().status, '426 Upgrade Required')
 */
export class HTTPUpgradeRequired extends HTTPClientError {
  static override code = 426
  static override title = 'Upgrade Required'
  static override explanation = 'The request has to be made in another protocol.'
}

/**
 * 428 Precondition Required. Python: `webob.exc.HTTPPreconditionRequired`.
 *
 * @example
 * assert.equal(new HTTPPreconditionRequired().status, '428 Precondition Required')
 */
export class HTTPPreconditionRequired extends HTTPClientError {
  static override code = 428
  static override title = 'Precondition Required'
  static override explanation = 'This request is required to be conditional'
}

/**
 * 429 Too Many Requests. Python: `webob.exc.HTTPTooManyRequests`.
 *
 * @example
 * assert.equal(new HTTPTooManyRequests().status, '429 Too Many Requests')
 */
export class HTTPTooManyRequests extends HTTPClientError {
  static override code = 429
  static override title = 'Too Many Requests'
  static override explanation = 'The client has sent too many requests in a given amount of time'
}

/**
 * 431 Request Header Fields Too Large. Python: `webob.exc.HTTPRequestHeaderFieldsTooLarge`.
 *
 * @example
 * assert.equal(new HTTPRequestHeaderFieldsTooLarge().status, '431 Request Header Fields Too Large')
 */
export class HTTPRequestHeaderFieldsTooLarge extends HTTPClientError {
  static override code = 431
  static override title = 'Request Header Fields Too Large'
  static override explanation = 'The request header fields were too large'
}

/**
 * 451 Unavailable For Legal Reasons. Python: `webob.exc.HTTPUnavailableForLegalReasons`.
 *
 * @example
 * assert.equal(new HTTPUnavailableForLegalReasons().status, '451 Unavailable For Legal Reasons')
 */
export class HTTPUnavailableForLegalReasons extends HTTPClientError {
  static override code = 451
  static override title = 'Unavailable For Legal Reasons'
  static override explanation = 'The resource is not available due to legal reasons.'
}
