/**
 * Entity tags in conditions. Python: `webob.etag`.
 *
 * @module
 */
export type { AnyETagType, NoETagType } from './etag-matcher.ts'
export { AnyETag, ETAG, ETagMatcher, NoETag } from './etag-matcher.ts'
export type { Validators } from './if-range.ts'
export { IfRange, IfRangeDate } from './if-range.ts'
