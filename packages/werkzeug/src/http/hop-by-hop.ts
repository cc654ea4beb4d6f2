import { keepFields } from './header-list.ts'
import type { HeaderList } from './header-list.ts'

/** The fields of RFC 2616 section 13.5.1, in lower case. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/**
 * Whether a field is about one connection only. Python: `werkzeug.http.is_hop_by_hop_header`.
 *
 * @example
 * assert.equal(isHopByHopHeader('Keep-Alive'), true)
 */
export function isHopByHopHeader(name: string): boolean {
  return HOP_BY_HOP.has(name.toLowerCase())
}

/**
 * Removes the fields that are about one connection only, in place. Python: `werkzeug.http.remove_hop_by_hop_headers`.
 *
 * @example
 * const headers = [['Connection', 'close'], ['ETag', '"a"']]
 * removeHopByHopHeaders(headers)
 * assert.deepEqual(headers, [['ETag', '"a"']])
 */
export function removeHopByHopHeaders(headers: HeaderList): void {
  keepFields(headers, (name) => !isHopByHopHeader(name))
}
