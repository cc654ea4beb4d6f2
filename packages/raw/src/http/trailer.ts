import { isHopByHop } from './connection.ts'

/**
 * Fields that are needed before the content, in lower case: they frame, route, authenticate or modify the message, or
 * say how to read or keep it (RFC 9110 section 6.5.1). In a trailer they come too late, or from somebody else.
 */
const NOT_IN_TRAILERS: ReadonlySet<string> = new Set([
  'age',
  'authorization',
  'cache-control',
  'content-encoding',
  'content-length',
  'content-range',
  'content-type',
  'date',
  'expires',
  'host',
  'location',
  'retry-after',
  'set-cookie',
  'trailer',
  'vary',
  'www-authenticate',
])

/**
 * Whether a field may stand in the trailer section, RFC 9110 section 6.5.1.
 *
 * @example
 * assert.equal(mayBeTrailer('Digest'), true)
 * assert.equal(mayBeTrailer('Content-Length'), false)
 * assert.equal(mayBeTrailer('Transfer-Encoding'), false)
 */
export function mayBeTrailer(name: string): boolean {
  return !isHopByHop(name) && !NOT_IN_TRAILERS.has(name.toLowerCase())
}
