/**
 * Header values read, written and quoted. What reads into a class is that class's `fromHeader`; the functions of that kind
 * stand here for those who know them. Python: `werkzeug.http`.
 *
 * @module
 */
export { dumpAge, parseAge } from './age.ts'
export { isByteRangeValid } from './byte-range.ts'
export type { ResourceState } from './conditions.ts'
export { parseCookie } from './cookie.ts'
export type { CookieDictClass } from './cookie.ts'
export { httpDate, parseDate } from './date.ts'
export { parseDictHeader } from './dict-header.ts'
export { dumpCookie } from './dump-cookie.ts'
export type { DumpCookieOptions, SameSite } from './dump-cookie.ts'
export { dumpHeader } from './dump-header.ts'
export type { HeaderItems } from './dump-header.ts'
export { isEntityHeader, removeEntityHeaders } from './entity-headers.ts'
export { generateEtag, quoteEtag, unquoteEtag } from './etag.ts'
export type { HeaderList } from './header-list.ts'
export { isHopByHopHeader, removeHopByHopHeaders } from './hop-by-hop.ts'
export { isResourceModified } from './is-resource-modified.ts'
export { parseListHeader } from './list-header.ts'
export { dumpOptionsHeader, parseOptionsHeader } from './options-header.ts'
export type { OptionsHeader, OptionValues } from './options-header.ts'
export {
  dumpCspHeader,
  parseAcceptHeader,
  parseCacheControlHeader,
  parseContentRangeHeader,
  parseCspHeader,
  parseEtags,
  parseIfRangeHeader,
  parseRangeHeader,
  parseSetHeader,
} from './parse.ts'
export type { CacheControlClass } from './parse.ts'
export { COEP, COOP } from './policies.ts'
export { quoteHeaderValue, unquoteHeaderValue } from './quote.ts'
export { HTTP_STATUS_CODES } from './status-codes.ts'
