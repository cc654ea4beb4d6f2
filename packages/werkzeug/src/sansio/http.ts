/**
 * Cookies and conditions without an environ. Python: `werkzeug.sansio.http`.
 *
 * @module
 */
export { isResourceModified } from './http/is-resource-modified.ts'
export type { ResourceConditions } from './http/is-resource-modified.ts'
export { parseCookie } from './http/parse-cookie.ts'
