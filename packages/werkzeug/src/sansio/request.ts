/**
 * A request without a gateway. Python: `werkzeug.sansio.request`.
 *
 * @module
 */
export { Request } from './request/request.ts'
export type { RequestParts } from './request/request-url.ts'
