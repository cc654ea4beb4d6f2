import { decodeUtf8, fromBytes, isUtf8, toBytes } from '@triptych/raw/http'
import { ImmutableList } from '../../datastructures/immutable-list.ts'
import { ImmutableMultiDict } from '../../datastructures/immutable-multi-dict.ts'
import type { ReadonlyHeaders } from '../../datastructures/readonly-headers.ts'
import { BadRequest } from '../../exceptions/client-errors.ts'
import { urlencodedPairs } from '../../formparser/urlencoded.ts'
import { readCookies } from '../../http/cookie-pairs.ts'
import { parseListHeader } from '../../http/list-header.ts'
import { getCurrentUrl } from '../utils/get-current-url.ts'
import { getHost } from '../utils/get-host.ts'
import type { ServerAddress } from '../utils/get-host.ts'
import type { TrustedHosts } from '../utils/host-is-trusted.ts'

/** What a request is made of. Paths are decoded; the query has one character a byte. */
export interface RequestParts {
  readonly method: string
  readonly scheme: string
  /** Where the server listens; null when nobody knows. */
  readonly server: ServerAddress | null
  /** The path of the application. */
  readonly rootPath: string
  /** The path below it. */
  readonly path: string
  readonly queryString: Uint8Array | string
  readonly headers: ReadonlyHeaders
  readonly remoteAddr: string | null
}

/**
 * The part of a request that says what is asked for and of whom: method, URL, cookies. Everything is read when it is asked
 * for, once.
 *
 * @example
 * import { Request } from '@triptych/werkzeug'
 * assert(Request.prototype instanceof RequestUrl)
 */
export abstract class RequestUrl {
  /** The hosts that a request may name; null trusts all. Any other is answered 400. */
  static trustedHosts: TrustedHosts | null = null

  /** What the request is made of. */
  readonly #parts: RequestParts
  #path: string | undefined
  #rootPath: string | undefined
  #host: string | undefined
  #args: ImmutableMultiDict | undefined
  #cookies: ImmutableMultiDict | undefined
  #queryString: Uint8Array | undefined

  constructor(parts: RequestParts) {
    this.#parts = parts
  }

  /** The method, in the case in which it was sent: methods are case-sensitive (RFC 9110 section 9.1). */
  get method(): string {
    return this.#parts.method
  }

  /** `http`, `https`, `ws` or `wss`. */
  get scheme(): string {
    return this.#parts.scheme
  }

  /** Where the server listens, name and port; null when nobody knows. */
  get server(): ServerAddress | null {
    return this.#parts.server
  }

  /** The path of the application, without a slash at its end. */
  get rootPath(): string {
    return (this.#rootPath ??= withoutEndSlashes(this.#parts.rootPath))
  }

  /** The path below the application, with one slash at its start. */
  get path(): string {
    return (this.#path ??= withOneSlash(this.#parts.path))
  }

  /** The query as it was sent, in bytes. */
  get queryString(): Uint8Array {
    return (this.#queryString ??= bytesOf(this.#parts.queryString))
  }

  /** The header fields. */
  get headers(): ReadonlyHeaders {
    return this.#parts.headers
  }

  /** The address of who sent the request; null when nobody knows. */
  get remoteAddr(): string | null {
    return this.#parts.remoteAddr
  }

  /**
   * What the query says.
   *
   * @throws BadRequest (400) when it holds bytes that are no UTF-8
   */
  get args(): ImmutableMultiDict {
    return (this.#args ??= new ImmutableMultiDict(this.#queryPairs()))
  }

  #queryPairs(): [name: string, value: string][] {
    try {
      return urlencodedPairs(latin1Of(this.#parts.queryString))
    } catch (cause) {
      throw new BadRequest('The query is not UTF-8.', { cause })
    }
  }

  /** The addresses that a request came through, client first, as X-Forwarded-For has them: believe it behind proxies only. */
  get accessRoute(): ImmutableList<string> {
    const forwarded = this.headers.get('X-Forwarded-For')
    if (forwarded !== undefined) return new ImmutableList(parseListHeader(forwarded))
    return new ImmutableList(this.remoteAddr === null ? [] : [this.remoteAddr])
  }

  /**
   * The path with the query, always with a question mark.
   *
   * @throws BadRequest (400) when the query holds bytes that are no UTF-8
   */
  get fullPath(): string {
    const query = latin1Of(this.#parts.queryString)
    if (!isUtf8(query)) throw new BadRequest('The query is not UTF-8.')
    return `${this.path}?${decodeUtf8(query)}`
  }

  /** Whether it came over TLS. */
  get isSecure(): boolean {
    return this.scheme === 'https' || this.scheme === 'wss'
  }

  /** The whole URL, as an IRI. */
  get url(): string {
    return getCurrentUrl(this.scheme, this.host, this.rootPath, this.path, this.#parts.queryString)
  }

  /** The URL without the query. */
  get baseUrl(): string {
    return getCurrentUrl(this.scheme, this.host, this.rootPath, this.path)
  }

  /** The URL of the application, with a slash at its end. */
  get rootUrl(): string {
    return getCurrentUrl(this.scheme, this.host, this.rootPath)
  }

  /** Scheme and host, with a slash at its end. */
  get hostUrl(): string {
    return getCurrentUrl(this.scheme, this.host)
  }

  /**
   * The host that is asked, with its port unless it is the usual one; nothing when it is none.
   *
   * @throws SecurityError (400) when `trustedHosts` does not have it
   */
  get host(): string {
    return (this.#host ??= this.#readHost())
  }

  #readHost(): string {
    const { trustedHosts } = this.constructor as typeof RequestUrl
    return getHost(this.scheme, this.headers.get('Host'), this.server, trustedHosts)
  }

  /** The cookies. */
  get cookies(): ImmutableMultiDict {
    return (this.#cookies ??= new ImmutableMultiDict(readCookies(this.headers.getlist('Cookie').join(';'))))
  }
}

const bytesOf = (query: Uint8Array | string): Uint8Array =>
  typeof query === 'string' ? toBytes(query) : query
const latin1Of = (query: Uint8Array | string): string =>
  typeof query === 'string' ? query : fromBytes(query)

function withoutEndSlashes(path: string): string {
  let end = path.length
  while (end > 0 && path[end - 1] === '/') end--
  return path.slice(0, end)
}

function withOneSlash(path: string): string {
  if (path[0] === '/' && path[1] !== '/') return path
  let start = 0
  while (path[start] === '/') start++
  return `/${path.slice(start)}`
}
