/**
 * What header accessors are made of: from text to values and back. Python: `webob.descriptors`.
 *
 * @module
 */
export type { Authorization, AuthorizationLike } from './authorization.ts'
export { knownAuthSchemes, parseAuth, parseAuthParams, serializeAuth } from './authorization.ts'
export type { ContentRangeLike } from './values.ts'
export {
  CHARSET_RE,
  SCHEME_RE,
  parseContentRange,
  parseEtagResponse,
  parseInt,
  parseIntSafe,
  parseList,
  parseRange,
  serializeContentRange,
  serializeEtagResponse,
  serializeIfRange,
  serializeList,
  serializeRange,
} from './values.ts'
