import type { Environ } from '@triptych/raw'
import { SCHEME_RE } from '../descriptors/index.ts'
import { urlUnquote } from '../compat.ts'
import { SeekableInput } from './seekable-input.ts'

const nothing = (): void => undefined
const PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' }

/**
 * Host and port of an authority; a host in brackets keeps them.
 */
function hostAndPort(authority: string, scheme: string): [host: string, port: string] {
  const colon = authority.endsWith(']') ? -1 : authority.lastIndexOf(':')
  if (colon >= 0) return [authority.slice(0, colon), authority.slice(colon + 1)]
  const port = PORTS[scheme]
  if (port === undefined) {
    throw new TypeError(`Expected http or https, or a port, got the scheme ${JSON.stringify(scheme)}`)
  }
  return [authority, port]
}

/**
 * Splits `scheme://authority/path?query#fragment` by its marks alone.
 */
function splitUrl(url: string): {
  scheme: string
  authority: string
  path: string
  query: string
  fragment: string
} {
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] =
    /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? []
  return { scheme: scheme.toLowerCase(), authority, path, query, fragment }
}

/**
 * The environ of a GET request for a path, or for a whole URL of http or https. Python: `webob.request.environ_from_url`.
 *
 * @throws TypeError when a whole URL has a fragment, or another scheme and no port
 * @example
 * const environ = environFromUrl('https://example.com/a%20b?c=d')
 * assert.equal(environ.HTTP_HOST, 'example.com:443')
 * assert.equal(environ.PATH_INFO, '/a b')
 * assert.equal(environ.QUERY_STRING, 'c=d')
 */
export function environFromUrl(url: string): Environ {
  let scheme = 'http'
  let host = 'localhost'
  let port = '80'
  let path = url
  if (SCHEME_RE.test(url)) {
    const parts = splitUrl(url)
    if (parts.fragment) throw new TypeError(`Expected a URL without a fragment, got ${JSON.stringify(url)}`)
    scheme = parts.scheme
    ;[host, port] = hostAndPort(parts.authority, scheme)
    path = parts.query === '' ? parts.path : `${parts.path}?${parts.query}`
  }
  const mark = path.indexOf('?')
  return {
    REQUEST_METHOD: 'GET',
    SCRIPT_NAME: '',
    PATH_INFO: urlUnquote(mark < 0 ? path : path.slice(0, mark)),
    QUERY_STRING: mark < 0 ? '' : path.slice(mark + 1),
    SERVER_NAME: host.startsWith('[') ? host.slice(1, -1) : host,
    SERVER_PORT: port,
    HTTP_HOST: `${host}:${port}`,
    SERVER_PROTOCOL: 'HTTP/1.0',
    'wsgi.version': [1, 0],
    'wsgi.url_scheme': scheme,
    'wsgi.input': new SeekableInput(),
    'wsgi.errors': { write: nothing, writelines: nothing, flush: nothing },
    'wsgi.multithread': false,
    'wsgi.multiprocess': false,
    'wsgi.run_once': false,
  }
}

/**
 * Mounts an environ at a base URL: its scheme, host and path replace those that are there.
 *
 * @throws TypeError when it has a query or a fragment
 * @example
 * const environ = environFromUrl('/a')
 * applyBaseUrl(environ, 'https://example.com/app')
 * assert.equal(environ.SCRIPT_NAME, '/app')
 * assert.equal(environ.HTTP_HOST, 'example.com:443')
 */
export function applyBaseUrl(environ: Environ, baseUrl: string): void {
  const { scheme, authority, path, query, fragment } = splitUrl(baseUrl)
  if (query || fragment) {
    throw new TypeError(`Expected a base URL without query and fragment, got ${JSON.stringify(baseUrl)}`)
  }
  if (scheme) environ['wsgi.url_scheme'] = scheme
  if (authority) {
    const [host, port] = hostAndPort(authority, scheme)
    environ.SERVER_NAME = host.startsWith('[') ? host.slice(1, -1) : host
    environ.SERVER_PORT = port
    environ.HTTP_HOST = `${host}:${port}`
  }
  if (path) environ.SCRIPT_NAME = urlUnquote(path)
}
