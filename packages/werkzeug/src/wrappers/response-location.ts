import type { Environ } from '@triptych/raw/gateway'
import { resolveUri } from '@triptych/raw/http'
import { iriToUri } from '../urls/iri-to-uri.ts'
import { getCurrentUrl } from '../wsgi/get-current-url.ts'

const SCHEME = /^[a-z][a-z0-9+.-]*:/i

/**
 * A Location as an absolute URL, for `autocorrectLocationHeader`: one with a scheme as it is, anything else resolved against
 * the request's URL without its query (RFC 3986 section 5.2). What is relative stays on the request's host: two slashes
 * at its start are a path, `/%2F`.
 *
 * @param location a URI
 * @throws SecurityError (400) when the request has no host that could be used
 * @example
 * const environ = { 'wsgi.url_scheme': 'http', HTTP_HOST: 'here', SCRIPT_NAME: '', PATH_INFO: '/a/b' }
 * assert.equal(absoluteLocation('c?d', environ), 'http://here/a/c?d')
 * assert.equal(absoluteLocation('//elsewhere/', environ), 'http://here/%2Felsewhere/')
 * assert.equal(absoluteLocation('https://elsewhere/', environ), 'https://elsewhere/')
 */
export function absoluteLocation(location: string, environ: Environ): string {
  if (SCHEME.test(location)) return location
  const base = iriToUri(getCurrentUrl(environ, { stripQuerystring: true }))
  // A backslash is a slash to browsers: as an escape it is neither.
  const path = location.replaceAll('\\', '%5C')
  return resolveUri(base, path.startsWith('//') ? `/%2F${path.slice(2)}` : path)
}
