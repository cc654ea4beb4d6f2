import { RequestFields } from './request-fields.ts'

/**
 * A request without its body: what its head says. Python: `werkzeug.sansio.request.Request`. Servers of another kind than this
 * project's can be built on it; applications use `Request` of `@triptych/werkzeug/wrappers`.
 *
 * @example
 * import { Headers } from '@triptych/werkzeug/datastructures'
 * const request = new Request({
 *   method: 'GET',
 *   scheme: 'https',
 *   server: ['127.0.0.1', 443],
 *   rootPath: '/app',
 *   path: '/users',
 *   queryString: 'page=2',
 *   headers: new Headers({ Host: 'example.com', Cookie: 'a=b' }),
 *   remoteAddr: '192.0.2.1',
 * })
 * assert.equal(request.url, 'https://example.com/app/users?page=2')
 * assert.equal(request.args.get('page'), '2')
 * assert.equal(request.cookies.get('a'), 'b')
 */
export class Request extends RequestFields {}
