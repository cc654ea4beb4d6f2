import { HTTPException } from './http-exception.ts'

/**
 * 501 Not Implemented. Python: `werkzeug.exceptions.NotImplemented`.
 *
 * @example
 * assert.equal(new NotImplemented().code, 501)
 */
export class NotImplemented extends HTTPException {
  static override readonly code: number = 501
  static override readonly description: string =
    'The server does not support the action requested by the browser.'
}

/**
 * 502 Bad Gateway. Python: `werkzeug.exceptions.BadGateway`.
 *
 * @example
 * assert.equal(new BadGateway().code, 502)
 */
export class BadGateway extends HTTPException {
  static override readonly code: number = 502
  static override readonly description: string =
    'The proxy server received an invalid response from an upstream server.'
}

/**
 * 504 Gateway Timeout. Python: `werkzeug.exceptions.GatewayTimeout`.
 *
 * @example
 * assert.equal(new GatewayTimeout().code, 504)
 */
export class GatewayTimeout extends HTTPException {
  static override readonly code: number = 504
  static override readonly description: string = 'The connection to an upstream server timed out.'
}

/**
 * 505 HTTP Version Not Supported. Python: `werkzeug.exceptions.HTTPVersionNotSupported`.
 *
 * @example
 * assert.equal(new HTTPVersionNotSupported().code, 505)
 */
export class HTTPVersionNotSupported extends HTTPException {
  static override readonly code: number = 505
  static override readonly description: string =
    'The server does not support the HTTP protocol version used in the request.'
}
