import { parseCookie } from '../http/cookie.ts'
import { parseDate } from '../http/date.ts'

/** The fields of a {@link Cookie}. */
export interface CookieInit {
  readonly key: string
  readonly value: string
  readonly decodedKey: string
  readonly decodedValue: string
  readonly expires: Date | null
  readonly maxAge: number | null
  readonly domain: string
  readonly originOnly: boolean
  readonly path: string
  readonly secure: boolean
  readonly httpOnly: boolean
  readonly sameSite: string | null
}

/**
 * A cookie as a client keeps it. Python: `werkzeug.test.Cookie`.
 *
 * @example
 * const cookie = Cookie.fromResponseHeader('example.com', '/app/login', 'a="b c"; HttpOnly')
 * assert.deepEqual([cookie.decodedKey, cookie.decodedValue, cookie.path, cookie.httpOnly], ['a', 'b c', '/app', true])
 * assert.equal(cookie.matchesRequest('example.com', '/app/x'), true)
 * assert.equal(cookie.matchesRequest('example.com', '/apple'), false)
 */
export class Cookie implements CookieInit {
  /** As it is sent. */
  readonly key: string
  /** As it is sent. */
  readonly value: string
  readonly decodedKey: string
  /** As a program reads it. */
  readonly decodedValue: string
  readonly expires: Date | null
  /** Seconds. */
  readonly maxAge: number | null
  readonly domain: string
  /** Not for hosts below the domain. */
  originOnly: boolean
  readonly path: string
  readonly secure: boolean
  readonly httpOnly: boolean
  readonly sameSite: string | null

  constructor(init: CookieInit) {
    this.key = init.key
    this.value = init.value
    this.decodedKey = init.decodedKey
    this.decodedValue = init.decodedValue
    this.expires = init.expires
    this.maxAge = init.maxAge
    this.domain = init.domain
    this.originOnly = init.originOnly
    this.path = init.path
    this.secure = init.secure
    this.httpOnly = init.httpOnly
    this.sameSite = init.sameSite
  }

  /**
   * Reads a Set-Cookie field that came from a server in answer to a path. `null` for a field that is no cookie.
   *
   * @param path of the request, without query
   */
  static fromResponseHeader(serverName: string, path: string, header: string): Cookie | null {
    const [pair = '', ...attributes] = header.split(';')
    const [decodedKey, decodedValue] = [...parseCookie(pair).items()][0] ?? []
    if (decodedKey === undefined || decodedValue === undefined) return null
    const equals = pair.indexOf('=')
    const given = new Map(
      attributes.map((attribute) => {
        const [name = '', ...rest] = attribute.split('=')
        return [name.trim().toLowerCase(), rest.length === 0 ? null : rest.join('=').trim()]
      }),
    )
    // A dot before the domain means nothing any more (RFC 6265 section 5.2.3).
    const domain = given.get('domain')?.replace(/^\./, '')
    return new Cookie({
      key: pair.slice(0, equals < 0 ? pair.length : equals).trim(),
      value: equals < 0 ? '' : pair.slice(equals + 1).trim(),
      decodedKey,
      decodedValue,
      expires: parseDate(given.get('expires') ?? null),
      maxAge: given.has('max-age') ? seconds(given.get('max-age') ?? '') : null,
      domain: domain || serverName,
      originOnly: !given.has('domain'),
      path: given.get('path') || path.slice(0, Math.max(0, path.lastIndexOf('/'))) || '/',
      secure: given.has('secure'),
      httpOnly: given.has('httponly'),
      sameSite: given.get('samesite') ?? null,
    })
  }

  /** Whether it goes with a request for this host and path. */
  matchesRequest(serverName: string, path: string): boolean {
    const { domain } = this
    const isHost = serverName === domain || (!this.originOnly && serverName.endsWith(`.${domain}`))
    if (!isHost) return false
    return path === this.path || path.startsWith(this.path.endsWith('/') ? this.path : `${this.path}/`)
  }

  /** The pair of the Cookie field. */
  toRequestHeader(): string {
    return `${this.key}=${this.value}`
  }

  /** Whether the server took it away. */
  get shouldDelete(): boolean {
    return this.maxAge === 0 || this.expires?.getTime() === 0
  }
}

/** A number of seconds; `null` for what is none, which RFC 6265 section 5.2.2 ignores. */
function seconds(text: string): number | null {
  if (text === '') return 0
  return /^-?[0-9]+$/.test(text) ? Number(text) : null
}
