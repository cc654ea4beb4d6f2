import { idnaDecode } from './idna.ts'
import type { UrlErrors } from './split-url.ts'
import { joinUrl, splitNetloc, splitUrl } from './split-url.ts'
import { FRAGMENT_KEPT, PATH_KEPT, QUERY_KEPT, unquotePart, USER_KEPT } from './unquote-part.ts'

/** Options of {@link uriToIri}. */
export interface UriToIriOptions {
  /**
   * What to do with a host or port that cannot be one: `strict` throws (the default, as Python does), `keep` leaves it as it
   * is, for URLs that came over the network.
   */
  errors?: 'strict' | 'keep'
}

/**
 * Turns a URI into an IRI for people to read, `werkzeug.urls.uri_to_iri`: escapes of UTF-8 become characters, the host
 * name is decoded by IDNA 2003. What is reserved in its part of the URL, and what is no UTF-8, stays escaped, so that
 * {@link iriToUri} leads back.
 *
 * @throws SyntaxError for a host or port that cannot be one, RangeError for a port above 65535, unless `errors` is `keep`
 * @example
 * assert.equal(uriToIri('http://xn--n3h.net/p%C3%A5th?q=%C3%A8ry%DF'), 'http://\u2603.net/p\xe5th?q=\xe8ry%DF')
 * assert.equal(uriToIri('/a%2Fb%20c'), '/a%2Fb%20c')
 */
export function uriToIri(uri: string, { errors = 'strict' }: UriToIriOptions = {}): string {
  const { scheme, netloc, path, query, fragment } = splitUrl(uri, errors)
  return joinUrl({
    scheme,
    netloc: netloc === '' ? '' : decodeNetloc(netloc, errors),
    path: unquotePart(path, PATH_KEPT),
    query: unquotePart(query, QUERY_KEPT),
    fragment: unquotePart(fragment, FRAGMENT_KEPT),
  })
}

function decodeNetloc(netloc: string, errors: UrlErrors): string {
  const { username, password, hostname, port } = splitNetloc(netloc, errors)
  let host = idnaDecode(hostname, errors)
  if (host.includes(':')) host = `[${host}]`
  const number = Number(port)
  // Python's URLs have no port 0.
  if (number > 0 && number <= 65535) host += `:${number}`
  else if (port !== '' && number !== 0) host += `:${port}`
  if (username === '') return host
  const user = unquotePart(username, USER_KEPT)
  return password === '' ? `${user}@${host}` : `${user}:${unquotePart(password, USER_KEPT)}@${host}`
}
