import { HTTPException } from './http-exception.ts'

/**
 * 400 Bad Request. Python: `werkzeug.exceptions.BadRequest`.
 *
 * @example
 * assert.equal(new BadRequest().code, 400)
 */
export class BadRequest extends HTTPException {
  static override readonly code: number = 400
  static override readonly description: string =
    'The browser (or proxy) sent a request that this server could not understand.'
}

/**
 * The client left before its request was complete. Python: `werkzeug.exceptions.ClientDisconnected`.
 *
 * @example
 * assert.equal(new ClientDisconnected().code, 400)
 */
export class ClientDisconnected extends BadRequest {}

/**
 * The request is not what it should be, on purpose. Python: `werkzeug.exceptions.SecurityError`.
 *
 * @example
 * assert.equal(new SecurityError().code, 400)
 */
export class SecurityError extends BadRequest {}

/**
 * The Host field is no host, or none that is trusted. Python: `werkzeug.exceptions.BadHost`.
 *
 * @example
 * assert.equal(new BadHost().code, 400)
 */
export class BadHost extends BadRequest {}

/**
 * 403 Forbidden. Python: `werkzeug.exceptions.Forbidden`.
 *
 * @example
 * assert.equal(new Forbidden().code, 403)
 */
export class Forbidden extends HTTPException {
  static override readonly code: number = 403
  static override readonly description: string =
    "You don't have the permission to access the requested resource. It is either read-protected or not readable by the server."
}

/**
 * 404 Not Found. Python: `werkzeug.exceptions.NotFound`.
 *
 * @example
 * assert.equal(new NotFound().code, 404)
 */
export class NotFound extends HTTPException {
  static override readonly code: number = 404
  static override readonly description: string =
    'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.'
}

/**
 * 406 Not Acceptable. Python: `werkzeug.exceptions.NotAcceptable`.
 *
 * @example
 * assert.equal(new NotAcceptable().code, 406)
 */
export class NotAcceptable extends HTTPException {
  static override readonly code: number = 406
  static override readonly description: string =
    'The resource identified by the request is only capable of generating response entities which have content characteristics not acceptable according to the accept headers sent in the request.'
}

/**
 * 408 Request Timeout. Python: `werkzeug.exceptions.RequestTimeout`.
 *
 * @example
 * assert.equal(new RequestTimeout().code, 408)
 */
export class RequestTimeout extends HTTPException {
  static override readonly code: number = 408
  static override readonly description: string =
    "The server closed the network connection because the browser didn't finish the request within the specified time."
}

/**
 * 409 Conflict. Python: `werkzeug.exceptions.Conflict`.
 *
 * @example
 * assert.equal(new Conflict().code, 409)
 */
export class Conflict extends HTTPException {
  static override readonly code: number = 409
  static override readonly description: string =
    'A conflict happened while processing the request. The resource might have been modified while the request was being processed.'
}

/**
 * 410 Gone. Python: `werkzeug.exceptions.Gone`.
 *
 * @example
 * assert.equal(new Gone().code, 410)
 */
export class Gone extends HTTPException {
  static override readonly code: number = 410
  static override readonly description: string =
    'The requested URL is no longer available on this server and there is no forwarding address. If you followed a link from a foreign page, please contact the author of this page.'
}

/**
 * 411 Length Required. Python: `werkzeug.exceptions.LengthRequired`.
 *
 * @example
 * assert.equal(new LengthRequired().code, 411)
 */
export class LengthRequired extends HTTPException {
  static override readonly code: number = 411
  static override readonly description: string =
    'A request with this method requires a valid <code>Content-Length</code> header.'
}

/**
 * 412 Precondition Failed. Python: `werkzeug.exceptions.PreconditionFailed`.
 *
 * @example
 * assert.equal(new PreconditionFailed().code, 412)
 */
export class PreconditionFailed extends HTTPException {
  static override readonly code: number = 412
  static override readonly description: string =
    'The precondition on the request for the URL failed positive evaluation.'
}

/**
 * 413 Request Entity Too Large. Python: `werkzeug.exceptions.RequestEntityTooLarge`.
 *
 * @example
 * assert.equal(new RequestEntityTooLarge().code, 413)
 */
export class RequestEntityTooLarge extends HTTPException {
  static override readonly code: number = 413
  static override readonly description: string = 'The data value transmitted exceeds the capacity limit.'
}

/**
 * 414 Request URI Too Long. Python: `werkzeug.exceptions.RequestURITooLarge`.
 *
 * @example
 * assert.equal(new RequestURITooLarge().code, 414)
 */
export class RequestURITooLarge extends HTTPException {
  static override readonly code: number = 414
  static override readonly description: string =
    'The length of the requested URL exceeds the capacity limit for this server. The request cannot be processed.'
}

/**
 * 415 Unsupported Media Type. Python: `werkzeug.exceptions.UnsupportedMediaType`.
 *
 * @example
 * assert.equal(new UnsupportedMediaType().code, 415)
 */
export class UnsupportedMediaType extends HTTPException {
  static override readonly code: number = 415
  static override readonly description: string =
    'The server does not support the media type transmitted in the request.'
}

/**
 * 417 Expectation Failed. Python: `werkzeug.exceptions.ExpectationFailed`.
 *
 * @example
 * assert.equal(new ExpectationFailed().code, 417)
 */
export class ExpectationFailed extends HTTPException {
  static override readonly code: number = 417
  static override readonly description: string =
    'The server could not meet the requirements of the Expect header'
}

/**
 * 418 I'm a teapot. Python: `werkzeug.exceptions.ImATeapot`.
 *
 * @example
 * assert.equal(new ImATeapot().code, 418)
 */
export class ImATeapot extends HTTPException {
  static override readonly code: number = 418
  static override readonly description: string = 'This server is a teapot, not a coffee machine'
}

/**
 * 421 Misdirected Request. Python: `werkzeug.exceptions.MisdirectedRequest`.
 *
 * @example
 * assert.equal(new MisdirectedRequest().code, 421)
 */
export class MisdirectedRequest extends HTTPException {
  static override readonly code: number = 421
  static override readonly description: string = 'The server is not able to produce a response.'
}

/**
 * 422 Unprocessable Entity. Python: `werkzeug.exceptions.UnprocessableEntity`.
 *
 * @example
 * assert.equal(new UnprocessableEntity().code, 422)
 */
export class UnprocessableEntity extends HTTPException {
  static override readonly code: number = 422
  static override readonly description: string =
    'The request was well-formed but was unable to be followed due to semantic errors.'
}

/**
 * 423 Locked. Python: `werkzeug.exceptions.Locked`.
 *
 * @example
 * assert.equal(new Locked().code, 423)
 */
export class Locked extends HTTPException {
  static override readonly code: number = 423
  static override readonly description: string = 'The resource that is being accessed is locked.'
}

/**
 * 424 Failed Dependency. Python: `werkzeug.exceptions.FailedDependency`.
 *
 * @example
 * assert.equal(new FailedDependency().code, 424)
 */
export class FailedDependency extends HTTPException {
  static override readonly code: number = 424
  static override readonly description: string =
    'The method could not be performed on the resource because the requested action depended on another action and that action failed.'
}

/**
 * 428 Precondition Required. Python: `werkzeug.exceptions.PreconditionRequired`.
 *
 * @example
 * assert.equal(new PreconditionRequired().code, 428)
 */
export class PreconditionRequired extends HTTPException {
  static override readonly code: number = 428
  static override readonly description: string =
    'This request is required to be conditional; try using "If-Match" or "If-Unmodified-Since".'
}

/**
 * 431 Request Header Fields Too Large. Python: `werkzeug.exceptions.RequestHeaderFieldsTooLarge`.
 *
 * @example
 * assert.equal(new RequestHeaderFieldsTooLarge().code, 431)
 */
export class RequestHeaderFieldsTooLarge extends HTTPException {
  static override readonly code: number = 431
  static override readonly description: string = 'One or more header fields exceeds the maximum size.'
}

/**
 * 451 Unavailable For Legal Reasons. Python: `werkzeug.exceptions.UnavailableForLegalReasons`.
 *
 * @example
 * assert.equal(new UnavailableForLegalReasons().code, 451)
 */
export class UnavailableForLegalReasons extends HTTPException {
  static override readonly code: number = 451
  static override readonly description: string = 'Unavailable for legal reasons.'
}
