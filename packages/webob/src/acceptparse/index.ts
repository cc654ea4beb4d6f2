/**
 * Accept and its three sisters: negotiation. Python: `webob.acceptparse`.
 *
 * @module
 */
export type { AcceptLike, AcceptState, AcceptWeight, Offered } from './accept-header.ts'
export { acceptText } from './accept-header.ts'
export type { AcceptParameter, AcceptRange } from './accept.ts'
export { Accept, AcceptOffer, createAcceptHeader } from './accept.ts'
export { AcceptCharset, createAcceptCharsetHeader } from './accept-charset.ts'
export { AcceptEncoding, createAcceptEncodingHeader } from './accept-encoding.ts'
export type { LookupOptions } from './accept-language.ts'
export { AcceptLanguage, createAcceptLanguageHeader } from './accept-language.ts'
