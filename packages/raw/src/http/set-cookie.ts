import { stringifySetCookie } from 'cookie'
import type { SetCookie as Cookie } from 'cookie'
import { missingForPrefix } from './cookie-prefix.ts'
import { isToken } from './token.ts'

/** When a cookie goes along with requests that another site starts (RFC 6265bis section 4.1.2.7). */
export type SameSite = 'Strict' | 'Lax' | 'None'

/** The attributes that any cookie may have. */
export interface SetCookieAttributes {
  /** Seconds to live; 0 or less deletes. Takes precedence over `expires`. */
  readonly maxAge?: number | undefined
  readonly expires?: Date | undefined
  /** The host whose subdomains get the cookie too. Without it, only the host that set it. */
  readonly domain?: string | undefined
  readonly path?: string | undefined
  readonly secure?: boolean | undefined
  readonly httpOnly?: boolean | undefined
  readonly sameSite?: SameSite | undefined
  /** Kept apart for each top-level site (CHIPS). */
  readonly partitioned?: boolean | undefined
  readonly priority?: 'low' | 'medium' | 'high' | undefined
}

/** What user agents demand of a name's prefix (RFC 6265bis section 4.1.3); they drop the cookie otherwise. */
type PrefixAttributes<Name extends string> = Name extends `__Host-Http-${string}`
  ? { readonly secure: true; readonly httpOnly: true; readonly path: '/'; readonly domain?: undefined }
  : Name extends `__Host-${string}`
    ? { readonly secure: true; readonly path: '/'; readonly domain?: undefined }
    : Name extends `__Http-${string}`
      ? { readonly secure: true; readonly httpOnly: true }
      : Name extends `__Secure-${string}`
        ? { readonly secure: true }
        : unknown

/** SameSite=None and Partitioned count only on a Secure cookie. */
type SecureAttributes =
  | { readonly secure: true }
  | { readonly sameSite?: 'Strict' | 'Lax' | undefined; readonly partitioned?: false | undefined }

/** The attributes of a cookie with this name: what user agents would drop in silence does not compile. */
export type SetCookieOptions<Name extends string> = SetCookieAttributes &
  SecureAttributes &
  PrefixAttributes<Name> & {
    /** How the value is written; the default is `encodeURIComponent`, which `parseCookies` undoes. */
    readonly encode?: ((value: string) => string) | undefined
  }

/**
 * A cookie that cannot be sent, or that no user agent would keep.
 *
 * @example
 * assert.throws(() => formatSetCookie('a', '1', { path: '/; Secure' }), { name: 'SetCookieError', code: 'ERR_INVALID_COOKIE' })
 */
export class SetCookieError extends TypeError {
  override readonly name = 'SetCookieError'
  readonly code = 'ERR_INVALID_COOKIE'
}

/**
 * A cookie above the sizes that user agents keep.
 *
 * @example
 * assert.throws(() => formatSetCookie('a', 'x'.repeat(4096)), { name: 'CookieSizeError', code: 'ERR_COOKIE_SIZE' })
 */
export class CookieSizeError extends RangeError {
  override readonly name = 'CookieSizeError'
  readonly code = 'ERR_COOKIE_SIZE'
}

/** The value is encoded before the library sees it. */
const AS_IS = { encode: String }
const SAME_SITE: ReadonlySet<string> = new Set(['strict', 'lax', 'none'])
/** Name and value together, in bytes (RFC 6265bis section 5.6). */
const MAX_PAIR = 4096
/** The value of one attribute, in bytes. */
const MAX_ATTRIBUTE = 1024

/**
 * Writes a Set-Cookie field (RFC 6265bis section 4.1). The npm package `cookie` does the writing; checked here is what
 * it leaves to its caller: the name is a token, the value is made of cookie-octets, prefixes, SameSite=None and
 * Partitioned have what they demand, user agents would not drop it for its size.
 *
 *     set-cookie-string = cookie-pair *( ";" OWS cookie-av )
 *     cookie-name       = token
 *     cookie-value      = *cookie-octet / ( DQUOTE *cookie-octet DQUOTE )
 *
 * @throws SetCookieError (`code` is `ERR_INVALID_COOKIE`), a TypeError, for what cannot be written
 * @throws CookieSizeError (`ERR_COOKIE_SIZE`), a RangeError, above 4,096 bytes of name and value
 * @example
 * assert.equal(formatSetCookie('id', 'a b', { path: '/', sameSite: 'Lax' }), 'id=a%20b; Path=/; SameSite=Lax')
 * assert.throws(() => formatSetCookie('a;b', ''), SetCookieError)
 */
export function formatSetCookie<const Name extends string>(
  name: Name,
  value: string,
  ...rest: object extends SetCookieOptions<Name>
    ? [options?: SetCookieOptions<Name>]
    : [options: SetCookieOptions<Name>]
): string
export function formatSetCookie(name: string, value: string, options: SetCookieOptions<string> = {}): string {
  const { encode = encodeURIComponent, maxAge, expires, domain, path, priority, partitioned } = options
  if (!isToken(name)) throw new SetCookieError(`Expected a token as cookie name, got ${JSON.stringify(name)}`)
  const sameSite = options.sameSite?.toLowerCase()
  checkAttributes(name, options, sameSite)
  const encoded = encodeValue(name, value, encode)
  const size = name.length + encoded.length
  if (size > MAX_PAIR) {
    throw new CookieSizeError(`Expected at most ${MAX_PAIR} bytes of name and value for ${name}, got ${size}`)
  }
  try {
    const { secure, httpOnly } = options
    const cookie = { maxAge, expires, domain, path, httpOnly, secure, partitioned, priority, sameSite }
    return stringifySetCookie({ name, value: encoded, ...cookie } as Cookie, AS_IS)
  } catch (error) {
    const { message } = error as TypeError
    throw new SetCookieError(`Expected attributes that fit a cookie for ${name}, got: ${message}`, {
      cause: error,
    })
  }
}

function encodeValue(name: string, value: string, encode: (value: string) => string): string {
  let encoded: string
  try {
    encoded = encode(value)
  } catch (error) {
    // A lone surrogate has no UTF-8.
    throw new SetCookieError(
      `Expected a value that can be encoded for ${name}, got ${JSON.stringify(value)}`,
      {
        cause: error,
      },
    )
  }
  const quoted = encoded.length > 1 && encoded.startsWith('"') && encoded.endsWith('"')
  if (!isCookieOctets(encoded, quoted ? 1 : 0, quoted ? encoded.length - 1 : encoded.length)) {
    throw new SetCookieError(`Expected a cookie value for ${name}, got ${JSON.stringify(encoded)}`)
  }
  return encoded
}

/**
 * `cookie-octet = %x21 / %x23-2B / %x2D-3A / %x3C-5B / %x5D-7E`: visible ASCII without quote, comma, semicolon and
 * backslash.
 */
function isCookieOctets(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x21 || code > 0x7e) return false
    if (code === 0x22 || code === 0x2c || code === 0x3b || code === 0x5c) return false
  }
  return true
}

function checkAttributes(
  name: string,
  options: SetCookieOptions<string>,
  sameSite: string | undefined,
): void {
  const { secure, partitioned, path, domain, expires } = options
  const missing = missingForPrefix(name, options)
  if (missing !== undefined) {
    throw new SetCookieError(
      `Expected ${missing} for the prefix of ${name}, got a cookie that user agents drop`,
    )
  }
  if (sameSite !== undefined && !SAME_SITE.has(sameSite)) {
    throw new SetCookieError(
      `Expected Strict, Lax or None as SameSite of ${name}, got ${JSON.stringify(options.sameSite)}`,
    )
  }
  if (secure !== true && (partitioned || sameSite === 'none')) {
    const attribute = partitioned ? 'Partitioned' : 'SameSite=None'
    throw new SetCookieError(
      `Expected Secure with ${attribute} of ${name}, got a cookie that user agents drop`,
    )
  }
  if (path !== undefined && !path.startsWith('/')) {
    throw new SetCookieError(`Expected a path that begins with / for ${name}, got ${JSON.stringify(path)}`)
  }
  if (expires !== undefined && !(expires.getUTCFullYear() >= 1601 && expires.getUTCFullYear() <= 9999)) {
    throw new SetCookieError(
      `Expected a date in the years 1601 to 9999 as Expires of ${name}, got ${String(expires)}`,
    )
  }
  for (const value of [path, domain]) {
    if (value !== undefined && value.length > MAX_ATTRIBUTE) {
      throw new CookieSizeError(
        `Expected at most ${MAX_ATTRIBUTE} bytes in an attribute of ${name}, got ${value.length}`,
      )
    }
  }
}
