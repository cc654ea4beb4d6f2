import { encodePercent, fromBytes } from '@triptych/raw/http'
import { PATH_PART, QUERY_PART, quotePart } from '../../urls/quote-part.ts'
import { uriToIri } from '../../urls/uri-to-iri.ts'

/** A host that reads the same as URI and as IRI. */
const PLAIN_HOST = /^[a-z0-9.-]+(?::[1-9][0-9]*)?$/

/**
 * The URL of a request, `werkzeug.sansio.utils.get_current_url`. A part that is absent ends it: without `rootPath` it is
 * the root of the host, without `path` that of the application. It is an IRI: `iriToUri` makes ASCII of it. A host
 * that cannot be decoded stays as it is.
 *
 * @param rootPath where the application is mounted, decoded
 * @param path what follows it, decoded
 * @param queryString bytes, or text of one character a byte as in an environ
 * @throws SyntaxError for lone surrogates in a path
 * @example
 * assert.equal(getCurrentUrl('http', 'example.com'), 'http://example.com/')
 * assert.equal(getCurrentUrl('http', 'example.com', '/app', '/p\xe5th', 'q=\xc3\xa9'), 'http://example.com/app/p\xe5th?q=\xe9')
 */
export function getCurrentUrl(
  scheme: string,
  host: string,
  rootPath?: string | null,
  path?: string | null,
  queryString?: Uint8Array | string | null,
): string {
  return joinCurrentUrl(
    scheme,
    host,
    typeof rootPath === 'string' ? quotePart(rootPath, PATH_PART) : undefined,
    typeof path === 'string' ? quotePart(path, PATH_PART) : undefined,
    queryString ? encodePercent(asText(queryString), QUERY_PART) : '',
  )
}

const asText = (query: Uint8Array | string): string => (typeof query === 'string' ? query : fromBytes(query))

/**
 * The same from paths and a query that are quoted already, for whoever has them in bytes.
 *
 * @example
 * assert.equal(joinCurrentUrl('http', 'h', '', '/caf%C3%A9%FF', ''), 'http://h/caf\xe9%FF')
 */
export function joinCurrentUrl(
  scheme: string,
  host: string,
  root: string | undefined,
  path: string | undefined,
  query: string,
): string {
  let url = `${scheme}://${host}`
  if (root === undefined) url += '/'
  else {
    url += `${withoutTrailingSlashes(root)}/`
    if (path !== undefined) url += withoutLeadingSlashes(path) + (query === '' ? '' : `?${query}`)
  }
  // Nearly every URL has nothing to decode.
  const plain =
    !url.includes('%') && PLAIN_HOST.test(host) && !host.includes('xn--') && (!root || root[0] === '/')
  return plain ? url : uriToIri(url, { errors: 'keep' })
}

function withoutTrailingSlashes(text: string): string {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) === 0x2f) end--
  return text.slice(0, end)
}

function withoutLeadingSlashes(text: string): string {
  let start = 0
  while (text.charCodeAt(start) === 0x2f) start++
  return text.slice(start)
}
