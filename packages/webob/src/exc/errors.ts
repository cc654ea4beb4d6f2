import { WSGIHTTPException } from './wsgi-http-exception.ts'

/**
 * The base of all errors, of clients and servers. Python: `webob.exc.HTTPError`.
 *
 * @example
 * assert.ok(new HTTPError() instanceof Error)
 */
export class HTTPError extends WSGIHTTPException {}

/**
 * The base of all redirections. Python: `webob.exc.HTTPRedirection`.
 *
 * @example
 * assert.ok(new HTTPRedirection() instanceof Error)
 */
export class HTTPRedirection extends WSGIHTTPException {}
