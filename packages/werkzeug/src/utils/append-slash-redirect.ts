import type { Environ } from '@triptych/raw/gateway'
import { encodePercent, SEGMENT } from '@triptych/raw/http'
import { QUERY_PART } from '../urls/quote-part.ts'
import type { Response } from '../wrappers/response.ts'
import { redirect } from './redirect.ts'

/**
 * An answer that sends the client to the same path with a slash at its end, query included. The location is relative, its
 * last segment only, so that no path can be read as a host. Python: `werkzeug.utils.append_slash_redirect`.
 *
 * Do not answer a path so that ends with a slash already: the client would come back for ever.
 *
 * @param code 308 unless told: method and body stay
 * @example
 * const to = (PATH_INFO, QUERY_STRING = '') => appendSlashRedirect({ PATH_INFO, QUERY_STRING }).location
 * assert.equal(to('/user/42', 'tab=1'), '42/?tab=1')
 * assert.equal(to('/caf\xc3\xa9'), 'caf%C3%A9/')
 * assert.equal(to('/https:evil.example'), './https:evil.example/')
 */
export function appendSlashRedirect(
  environ: Pick<Environ, 'PATH_INFO'> & Partial<Pick<Environ, 'QUERY_STRING'>>,
  code: number = 308,
): Response {
  const path = environ.PATH_INFO
  const segment = encodePercent(path.slice(path.lastIndexOf('/') + 1), SEGMENT)
  // What stands before a colon would be a scheme (RFC 3986 section 4.2).
  const isPlain = segment !== '' && !segment.includes(':')
  const target = isPlain ? `${segment}/` : segment === '' ? './' : `./${segment}/`
  const query = environ.QUERY_STRING
  return redirect(query ? `${target}?${encodePercent(query, QUERY_PART)}` : target, code)
}
