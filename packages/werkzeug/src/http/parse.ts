import { Accept } from '../datastructures/accept.ts'
import type { AcceptClass } from '../datastructures/accept.ts'
import type { OnDirectives } from '../datastructures/cache-control.ts'
import { ContentRange } from '../datastructures/content-range.ts'
import { ContentSecurityPolicy } from '../datastructures/content-security-policy.ts'
import { ETags } from '../datastructures/etags.ts'
import { HeaderSet } from '../datastructures/header-set.ts'
import { IfRange } from '../datastructures/if-range.ts'
import { Range } from '../datastructures/range.ts'
import { RequestCacheControl } from '../datastructures/request-cache-control.ts'

type Header = string | null | undefined

/**
 * Reads a header of preferences; `Accept.fromHeader` and its sisters are the same. Python: `werkzeug.http.parse_accept_header`.
 *
 * @example
 * assert.equal(parseAcceptHeader('a;q=0.5, b').best, 'b')
 */
export function parseAcceptHeader(value: Header): Accept
export function parseAcceptHeader<T extends Accept>(value: Header, cls: AcceptClass<T>): T
export function parseAcceptHeader(value: Header, cls: AcceptClass<Accept> = Accept): Accept {
  return Accept.fromHeader.call(cls, value)
}

/** A class of directives that reads them. */
export interface CacheControlClass<T> {
  fromHeader(value: Header, onUpdate?: OnDirectives): T
}

/**
 * Reads Cache-Control; `RequestCacheControl.fromHeader` and its sister are the same.
 * Python: `werkzeug.http.parse_cache_control_header`.
 *
 * @example
 * assert.equal(parseCacheControlHeader('max-age=60').maxAge, 60)
 */
export function parseCacheControlHeader(value: Header, onUpdate?: OnDirectives): RequestCacheControl
export function parseCacheControlHeader<T>(
  value: Header,
  onUpdate: OnDirectives,
  cls: CacheControlClass<T>,
): T
export function parseCacheControlHeader(
  value: Header,
  onUpdate: OnDirectives = null,
  cls: CacheControlClass<unknown> = RequestCacheControl,
): unknown {
  return cls.fromHeader(value, onUpdate)
}

/**
 * Reads Content-Security-Policy: `ContentSecurityPolicy.fromHeader`. Python: `werkzeug.http.parse_csp_header`.
 *
 * @example
 * assert.equal(parseCspHeader("img-src 'self'").imgSrc, "'self'")
 */
export function parseCspHeader(
  value: Header,
  onUpdate: ConstructorParameters<typeof ContentSecurityPolicy>[1] = null,
): ContentSecurityPolicy {
  return ContentSecurityPolicy.fromHeader(value, onUpdate)
}

/**
 * Writes Content-Security-Policy: `policy.toHeader()`. Python: `werkzeug.http.dump_csp_header`.
 *
 * @example
 * assert.equal(dumpCspHeader(parseCspHeader('img-src *;')), 'img-src *')
 */
export function dumpCspHeader(policy: ContentSecurityPolicy): string {
  return policy.toHeader()
}

/**
 * Reads a list of names: `HeaderSet.fromHeader`. Python: `werkzeug.http.parse_set_header`.
 *
 * @example
 * assert.equal(parseSetHeader('Cookie, Accept').has('accept'), true)
 */
export function parseSetHeader(
  value: Header,
  onUpdate: ((changed: HeaderSet) => void) | null = null,
): HeaderSet {
  return HeaderSet.fromHeader(value, onUpdate)
}

/**
 * Reads entity tags: `ETags.fromHeader`. Python: `werkzeug.http.parse_etags`.
 *
 * @example
 * assert.equal(parseEtags('"a", W/"b"').isWeak('b'), true)
 */
export function parseEtags(value: Header): ETags {
  return ETags.fromHeader(value)
}

/**
 * Reads If-Range: `IfRange.fromHeader`. Python: `werkzeug.http.parse_if_range_header`.
 *
 * @example
 * assert.equal(parseIfRangeHeader('"a"').etag, 'a')
 */
export function parseIfRangeHeader(value: Header): IfRange {
  return IfRange.fromHeader(value)
}

/**
 * Reads Range: `Range.fromHeader`. Python: `werkzeug.http.parse_range_header`, whose `make_inclusive` does nothing.
 *
 * @example
 * assert.deepEqual(parseRangeHeader('bytes=0-4')?.ranges, [[0, 5]])
 */
export function parseRangeHeader(value: Header): Range | null {
  return Range.fromHeader(value)
}

/**
 * Reads Content-Range: `ContentRange.fromHeader`. Python: `werkzeug.http.parse_content_range_header`.
 *
 * @example
 * assert.equal(parseContentRangeHeader('bytes 0-4/10')?.stop, 5)
 */
export function parseContentRangeHeader(
  value: Header,
  onUpdate: ConstructorParameters<typeof ContentRange>[4] = null,
): ContentRange | null {
  return ContentRange.fromHeader(value, onUpdate)
}
