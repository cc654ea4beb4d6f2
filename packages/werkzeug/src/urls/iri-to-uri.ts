import { idnaEncode } from './idna.ts'
import { FRAGMENT_PART, PATH_PART, QUERY_PART, quotePart, USER_PART } from './quote-part.ts'
import { joinUrl, splitNetloc, splitUrl } from './split-url.ts'

/**
 * Turns an IRI into a URI, `werkzeug.urls.iri_to_uri`: characters beyond ASCII and unsafe ones become escapes of their
 * UTF-8, the host name is encoded by IDNA 2003. Escapes that are there stay as they are.
 *
 * @throws SyntaxError for a host or port that cannot be one, and for lone surrogates; RangeError for a port above 65535
 * @example
 * assert.equal(iriToUri('http://\u2603.net/p\xe5th?q=\xe8ry%DF'), 'http://xn--n3h.net/p%C3%A5th?q=%C3%A8ry%DF')
 * assert.equal(iriToUri('/a b'), '/a%20b')
 */
export function iriToUri(iri: string): string {
  const { scheme, netloc, path, query, fragment } = splitUrl(iri)
  return joinUrl({
    scheme,
    netloc: netloc === '' ? '' : encodeNetloc(netloc),
    path: quotePart(path, PATH_PART),
    query: quotePart(query, QUERY_PART),
    fragment: quotePart(fragment, FRAGMENT_PART),
  })
}

function encodeNetloc(netloc: string): string {
  const { username, password, hostname, port } = splitNetloc(netloc)
  let host = idnaEncode(hostname)
  if (host.includes(':')) host = `[${host}]`
  // Python's URLs have no port 0.
  if (Number(port) > 0) host += `:${Number(port)}`
  if (username === '') return host
  const user = quotePart(username, USER_PART)
  return password === '' ? `${user}@${host}` : `${user}:${quotePart(password, USER_PART)}@${host}`
}
