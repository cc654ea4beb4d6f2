import { WSGIHTTPException } from './wsgi-http-exception.ts'

/**
 * 200 OK, and the base of all answers that say that it went well. Python: `webob.exc.HTTPOk`.
 *
 * @example
 * assert.equal(new HTTPOk().status, '200 OK')
 */
export class HTTPOk extends WSGIHTTPException {
  static override code = 200
  static override title = 'OK'
}

/**
 * 201 Created. Python: `webob.exc.HTTPCreated`.
 *
 * @example
 * assert.equal(new HTTPCreated().status, '201 Created')
 */
export class HTTPCreated extends HTTPOk {
  static override code = 201
  static override title = 'Created'
}

/**
 * 202 Accepted. Python: `webob.exc.HTTPAccepted`.
 *
 * @example
 * assert.equal(new HTTPAccepted().status, '202 Accepted')
 */
export class HTTPAccepted extends HTTPOk {
  static override code = 202
  static override title = 'Accepted'
  static override explanation = 'The request is accepted for processing.'
}

/**
 * 203 Non-Authoritative Information. Python: `webob.exc.HTTPNonAuthoritativeInformation`.
 *
 * @example
 * assert.equal(new HTTPNonAuthoritativeInformation().status, '203 Non-Authoritative Information')
 */
export class HTTPNonAuthoritativeInformation extends HTTPOk {
  static override code = 203
  static override title = 'Non-Authoritative Information'
}

/**
 * 204 No Content. Python: `webob.exc.HTTPNoContent`.
 *
 * @example
 * assert.equal(new HTTPNoContent().status, '204 No Content')
 */
export class HTTPNoContent extends HTTPOk {
  static override code = 204
  static override title = 'No Content'
  static override emptyBody = true
}

/**
 * 205 Reset Content. Python: `webob.exc.HTTPResetContent`.
 *
 * @example
 * assert.equal(new HTTPResetContent().status, '205 Reset Content')
 */
export class HTTPResetContent extends HTTPOk {
  static override code = 205
  static override title = 'Reset Content'
  static override emptyBody = true
}

/**
 * 206 Partial Content. Python: `webob.exc.HTTPPartialContent`.
 *
 * @example
 * assert.equal(new HTTPPartialContent().status, '206 Partial Content')
 */
export class HTTPPartialContent extends HTTPOk {
  static override code = 206
  static override title = 'Partial Content'
}
