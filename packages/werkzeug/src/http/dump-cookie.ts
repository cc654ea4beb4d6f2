import { encodeUtf8 } from '@triptych/raw/http'
import { clock } from '../clock.ts'
import { idnaEncode } from '../urls/idna.ts'
import { PATH_PART, quotePart } from '../urls/quote-part.ts'
import { httpDate } from './date.ts'

/** When cookies of other sites' requests are sent: the three values of RFC 6265bis, in any case. */
export type SameSite = 'Strict' | 'Lax' | 'None' | 'strict' | 'lax' | 'none'

/** The attributes of a cookie. */
export interface DumpCookieOptions {
  /** Seconds. It writes Expires too. */
  readonly maxAge?: number | null
  /** A date, seconds since 1970, or text as it is. */
  readonly expires?: Date | number | string | null
  /** Default: `/`. Null writes none: the folder of the request. */
  readonly path?: string | null
  /** A port and leading dots are taken off, other scripts are encoded. Default: the host alone. */
  readonly domain?: string | null
  /** Over TLS only. */
  readonly secure?: boolean
  /** Not for scripts. */
  readonly httponly?: boolean
  readonly samesite?: SameSite | null
  /** One jar for each site that embeds it (CHIPS); makes it secure. */
  readonly partitioned?: boolean
  /** Whether `maxAge` writes Expires. Default: yes. */
  readonly syncExpires?: boolean
  /** Bytes that browsers take; a longer one is told to `onTooLarge`. 0 for no limit. Default: 4,093. */
  readonly maxSize?: number
  /** Is told of a cookie that browsers may ignore. Default: nobody is. */
  readonly onTooLarge?: (key: string, size: number, limit: number) => void
}

/** What a path may hold as it is: what a URL's may but for the semicolon, and escapes. */
const COOKIE_PATH = PATH_PART.slice()
COOKIE_PATH[0x3b] = 0

/** What a value may consist of without quotes. */
const PLAIN = /^[\w!#$%&'()*+\-./:<=>?@[\]^`{|}~]*$/
/** What is escaped between quotes: controls, quotes, separators, backslashes and what is no ASCII. */
const ESCAPED = /[^ !#-+\--:<-[\]-~]/g
/** What would end a cookie, or its name. */
const BREAKS_KEY = /[^!-:<>-~\u0080-\u{10ffff}]/u

/**
 * Writes a Set-Cookie field. Python: `werkzeug.http.dump_cookie`, which checks no key, path or domain.
 *
 * @throws TypeError for a key, domain or date that would break out of the field, and for a same-site value that is none
 * @throws SyntaxError for a lone surrogate, which has no UTF-8, and for a domain that has no IDNA form
 * @example
 * assert.equal(dumpCookie('a', 'b c', { httponly: true, samesite: 'lax' }), 'a="b c"; HttpOnly; Path=/; SameSite=Lax')
 * assert.throws(() => dumpCookie('a; Domain=evil', '1'), TypeError)
 */
export function dumpCookie(key: string, value: string = '', options: DumpCookieOptions = {}): string {
  if (BREAKS_KEY.test(key)) {
    throw new TypeError(
      `Expected a cookie name without blanks, controls, = and ;, got ${JSON.stringify(key)}`,
    )
  }
  const { path = '/', maxAge, partitioned = false, secure = false, maxSize = 4093 } = options
  const seconds = typeof maxAge === 'number' ? Math.trunc(maxAge) : null
  const attributes: [name: string, value: string | number | boolean | null][] = [
    ['Domain', domainOf(options.domain)],
    ['Expires', expiresOf(options, seconds)],
    ['Max-Age', seconds],
    ['Secure', secure || partitioned],
    ['HttpOnly', options.httponly ?? false],
    ['Path', path === null ? null : quotePart(path, COOKIE_PATH)],
    ['SameSite', sameSiteOf(options.samesite)],
    ['Partitioned', partitioned],
  ]
  let cookie = `${utf8(key)}=${quoted(value)}`
  for (const [name, attribute] of attributes) {
    if (attribute === true) cookie += `; ${name}`
    else if (attribute !== null && attribute !== false) cookie += `; ${name}=${attribute}`
  }
  if (maxSize > 0 && cookie.length > maxSize) options.onTooLarge?.(key, cookie.length, maxSize)
  return cookie
}

function utf8(text: string): string {
  if (!/\p{Surrogate}/u.test(text)) return encodeUtf8(text)
  throw new SyntaxError(
    `Expected text that can be written as UTF-8, got ${JSON.stringify(text.slice(0, 200))}`,
  )
}

function quoted(value: string): string {
  if (PLAIN.test(value)) return value
  const escaped = utf8(value).replace(ESCAPED, (character) =>
    character === '"' || character === '\\'
      ? `\\${character}`
      : `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  )
  return `"${escaped}"`
}

function domainOf(domain: string | null | undefined): string | null {
  if (!domain) return domain ?? null
  const name = domain.split(':', 1)[0]!.replace(/^\.+/, '')
  const host = idnaEncode(name)
  if (BREAKS_KEY.test(host)) {
    throw new TypeError(`Expected a domain that is a host name, got ${JSON.stringify(domain)}`)
  }
  return host
}

function expiresOf(
  { expires, syncExpires = true }: DumpCookieOptions,
  seconds: number | null,
): string | null {
  if (typeof expires === 'string') {
    if (/[;\r\n\0]/.test(expires)) throw new TypeError(`Expected a date, got ${JSON.stringify(expires)}`)
    return expires
  }
  if (expires !== null && expires !== undefined) return httpDate(expires)
  return seconds !== null && syncExpires ? httpDate(new Date(clock.now() + seconds * 1000)) : null
}

function sameSiteOf(samesite: string | null | undefined): string | null {
  if (samesite === null || samesite === undefined) return null
  const name = samesite.charAt(0).toUpperCase() + samesite.slice(1).toLowerCase()
  if (name === 'Strict' || name === 'Lax' || name === 'None') return name
  throw new TypeError(`Expected Strict, Lax or None as same-site value, got ${JSON.stringify(samesite)}`)
}
