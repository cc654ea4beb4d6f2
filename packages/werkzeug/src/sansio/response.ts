/**
 * A response without its body, `werkzeug.sansio.response`.
 *
 * @module
 */
export { Response } from './response/response.ts'
export type { CookieAttributes, CookiePlace } from './response/response.ts'
export type { SansioResponseOptions } from './response/response-base.ts'
export type { DateLike, EmbedderPolicy, OpenerPolicy } from './response/response-fields.ts'
export type { NameList } from './response/response-objects.ts'
