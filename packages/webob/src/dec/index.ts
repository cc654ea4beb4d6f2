/**
 * Functions of a request as applications. Python: `webob.dec`.
 *
 * @module
 */
export type { Handler, RequestType, Result, Wsgified, WsgifyOptions } from './wsgify.ts'
export { middleware, wsgify } from './wsgify.ts'
