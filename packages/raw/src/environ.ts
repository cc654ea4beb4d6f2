import type { Environ, ErrorStream, FileLike } from './gateway.ts'
import { NO_INPUT } from './input.ts'

/**
 * The environ key of a request field: `HTTP_ACCEPT` for Accept, but `CONTENT_TYPE` and `CONTENT_LENGTH` without
 * prefix (PEP 3333, "environ Variables").
 *
 * @returns `undefined` for fields that must not get in: a name with `_` could pose as the same name with `-`, and
 * Proxy would become HTTP_PROXY, which many HTTP clients obey (CVE-2016-5385)
 * @example
 * assert.equal(environKey('Accept-Language'), 'HTTP_ACCEPT_LANGUAGE')
 * assert.equal(environKey('content-type'), 'CONTENT_TYPE')
 * assert.equal(environKey('X_Forwarded_For'), undefined)
 */
export function environKey(name: string): string | undefined {
  const known = keys.get(name)
  if (known !== undefined || keys.has(name)) return known
  const upper = name.toUpperCase().replaceAll('-', '_')
  const key =
    name.includes('_') || upper === 'PROXY'
      ? undefined
      : upper === 'CONTENT_TYPE' || upper === 'CONTENT_LENGTH'
        ? upper
        : `HTTP_${upper}`
  // Names come from the network: only the first few hundred are worth remembering.
  if (keys.size < 500 && name.length < 64) keys.set(name, key)
  return key
}

const keys = new Map<string, string | undefined>()

/**
 * The path as every gateway puts it into PATH_INFO: leading slashes fold into one, since `//host` in a Location
 * made from it would lead to another host (as CPython's server does since gh-87389).
 *
 * @example
 * assert.equal(foldLeadingSlashes('//a//b'), '/a//b')
 */
export function foldLeadingSlashes(path: string): string {
  if (path.charCodeAt(1) !== 0x2f || path.charCodeAt(0) !== 0x2f) return path
  let at = 1
  while (path.charCodeAt(at + 1) === 0x2f) at++
  return path.slice(at)
}

/**
 * `https` or `http`, by the CGI variable HTTPS, `wsgiref.util.guess_scheme`.
 *
 * @example
 * assert.equal(guessScheme({ HTTPS: 'on' }), 'https')
 * assert.equal(guessScheme({}), 'http')
 */
export function guessScheme(environ: Readonly<Record<string, unknown>>): 'http' | 'https' {
  const https = environ['HTTPS']
  return https === 'yes' || https === 'on' || https === '1' ? 'https' : 'http'
}

/** The keys that URL reconstruction reads; any environ has them. */
export type UrlEnviron = Pick<Environ, 'wsgi.url_scheme' | 'SERVER_NAME' | 'SERVER_PORT'> &
  Partial<Pick<Environ, 'HTTP_HOST' | 'SCRIPT_NAME' | 'PATH_INFO' | 'QUERY_STRING'>>

/**
 * The URL of the application's root: scheme, host and SCRIPT_NAME, without PATH_INFO and query,
 * `wsgiref.util.application_uri` (PEP 3333, "URL Reconstruction").
 *
 * @example
 * const environ = { 'wsgi.url_scheme': 'http', SERVER_NAME: 'localhost', SERVER_PORT: '8000', SCRIPT_NAME: '/app' }
 * assert.equal(applicationUri(environ), 'http://localhost:8000/app')
 */
export function applicationUri(environ: UrlEnviron): string {
  const scheme = environ['wsgi.url_scheme']
  const port = environ.SERVER_PORT
  const plain = port === (scheme === 'https' ? '443' : '80')
  const host = environ.HTTP_HOST || environ.SERVER_NAME + (plain ? '' : `:${port}`)
  return `${scheme}://${host}${quotePath(environ.SCRIPT_NAME || '/')}`
}

/**
 * The URL of the request, with or without its query, `wsgiref.util.request_uri`.
 *
 * @example
 * const environ = { 'wsgi.url_scheme': 'http', SERVER_NAME: 'localhost', SERVER_PORT: '80', PATH_INFO: '/a b', QUERY_STRING: 'q=1' }
 * assert.equal(requestUri(environ), 'http://localhost/a%20b?q=1')
 */
export function requestUri(environ: UrlEnviron, includeQuery: boolean = true): string {
  const path = quotePath(environ.PATH_INFO ?? '')
  const url = applicationUri(environ) + (environ.SCRIPT_NAME ? path : path.slice(1))
  return includeQuery && environ.QUERY_STRING ? `${url}?${environ.QUERY_STRING}` : url
}

/** Quotes as Python's `quote(path, safe='/;=,', encoding='latin1')`: each character is one byte of the path. */
function quotePath(path: string): string {
  return path.replace(
    /[^A-Za-z0-9_.~/;=,-]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}

/**
 * Moves the next segment of PATH_INFO to SCRIPT_NAME and gives it, `wsgiref.util.shift_path_info`: the way to
 * mount applications under one another. Empty and `.` segments before the last are skipped.
 *
 * @returns `undefined` when nothing is left; an empty text for the slash at the end, which tells `/x/` from `/x`
 * @example
 * const environ = { SCRIPT_NAME: '', PATH_INFO: '/blog/2026' }
 * assert.equal(shiftPathInfo(environ), 'blog')
 * assert.deepEqual(environ, { SCRIPT_NAME: '/blog', PATH_INFO: '/2026' })
 */
export function shiftPathInfo(environ: Pick<Environ, 'SCRIPT_NAME' | 'PATH_INFO'>): string | undefined {
  const path = environ.PATH_INFO
  if (!path) return undefined
  const segments = path.split('/')
  const last = segments.length - 1
  const parts = segments.filter((part, at) => at === 0 || at === last || (part !== '' && part !== '.'))
  const [name = ''] = parts.splice(1, 1)
  environ.SCRIPT_NAME = normalize(`${environ.SCRIPT_NAME}/${name}`) + (name === '' ? '/' : '')
  environ.PATH_INFO = parts.join('/')
  return name === '.' ? undefined : name
}

/** Resolves `.`, `..` and empty segments; the root is the empty text. */
function normalize(path: string): string {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(`/${segment}`)
  }
  return kept.join('')
}

/** An error stream that keeps nothing: the default of environs made by hand. */
const NO_ERRORS: ErrorStream = { write() {}, writelines() {}, flush() {} }

/**
 * Fills in what an environ made by hand lacks, so that applications can be tried without a server,
 * `wsgiref.util.setup_testing_defaults`. What is there already stays. Not for servers: the data is made up.
 *
 * @returns the same object, now complete
 * @example
 * const environ = setupTestingDefaults({ PATH_INFO: '/x' })
 * assert.equal(environ.REQUEST_METHOD, 'GET')
 * assert.equal(environ['wsgi.url_scheme'], 'http')
 */
export function setupTestingDefaults(environ: Partial<Environ> = {}): Environ {
  const scheme = environ['wsgi.url_scheme'] ?? guessScheme(environ)
  const name = environ.SERVER_NAME ?? '127.0.0.1'
  const defaults: Environ = {
    REQUEST_METHOD: 'GET',
    SCRIPT_NAME: '',
    PATH_INFO: environ.SCRIPT_NAME === undefined ? '/' : '',
    QUERY_STRING: '',
    SERVER_NAME: name,
    SERVER_PORT: scheme === 'https' ? '443' : '80',
    SERVER_PROTOCOL: 'HTTP/1.0',
    HTTP_HOST: name,
    'wsgi.version': WSGI_VERSION,
    'wsgi.url_scheme': scheme,
    'wsgi.input': NO_INPUT,
    'wsgi.errors': NO_ERRORS,
    'wsgi.multithread': false,
    'wsgi.multiprocess': false,
    'wsgi.run_once': false,
  }
  for (const key of Object.keys(defaults)) if (environ[key] === undefined) environ[key] = defaults[key]
  return environ as Environ
}

/** The `wsgi.version` of every environ. */
export const WSGI_VERSION: readonly [1, 0] = Object.freeze([1, 0] as const)

/**
 * Turns a file into a body that is read block by block and closed by the server, `wsgiref.util.FileWrapper`.
 *
 * @example
 * let left = 3
 * const body = new FileWrapper({ read: () => new Uint8Array(left-- > 0 ? 1 : 0) })
 * let count = 0
 * for await (const block of body) count += block.length
 * assert.equal(count, 3)
 */
export class FileWrapper implements AsyncIterableIterator<Uint8Array> {
  readonly file: FileLike
  readonly blockSize: number

  /** @throws RangeError unless the block size is a positive whole number of bytes */
  constructor(file: FileLike, blockSize: number = 65536) {
    if (!Number.isInteger(blockSize) || blockSize < 1) {
      throw new RangeError(`Expected a block size of at least 1 byte, got ${blockSize}`)
    }
    this.file = file
    this.blockSize = blockSize
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const block = await this.file.read(this.blockSize)
    return block.length > 0 ? { done: false, value: block } : { done: true, value: undefined }
  }

  async close(): Promise<void> {
    await this.file.close?.()
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
