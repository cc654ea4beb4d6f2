import { keepFields } from './header-list.ts'
import type { HeaderList } from './header-list.ts'

/** The fields that RFC 2616 called entity headers, in lower case. */
const ENTITY_HEADERS: ReadonlySet<string> = new Set([
  'allow',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-md5',
  'content-range',
  'content-type',
  'expires',
  'last-modified',
])

/**
 * Whether a field is about the content. Python: `werkzeug.http.is_entity_header`.
 *
 * @example
 * assert.equal(isEntityHeader('Content-Type'), true)
 */
export function isEntityHeader(name: string): boolean {
  return ENTITY_HEADERS.has(name.toLowerCase())
}

/**
 * Removes the fields that are about the content, in place: a 304 must not have them. Expires and Content-Location stay,
 * unless others are named. Python: `werkzeug.http.remove_entity_headers`.
 *
 * @example
 * const headers = [['Content-Type', 'text/html'], ['Expires', '0'], ['ETag', '"a"']]
 * removeEntityHeaders(headers)
 * assert.deepEqual(headers, [['Expires', '0'], ['ETag', '"a"']])
 */
export function removeEntityHeaders(
  headers: HeaderList,
  allowed: Iterable<string> = ['expires', 'content-location'],
): void {
  const kept = new Set(Array.from(allowed, (name) => name.toLowerCase()))
  keepFields(headers, (name) => !isEntityHeader(name) || kept.has(name.toLowerCase()))
}
