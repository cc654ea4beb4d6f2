import { isAscii } from '@triptych/raw/http'
import { timedeltaToSeconds, type Duration } from '../datetime-utils.ts'
import { Morsel, type Priority, type SameSite } from './morsel.ts'

/** The attributes of a cookie that is set. */
export interface CookieOptions {
  /** Seconds it lives, or a duration; `expires` is written too, for old clients. */
  readonly maxAge?: number | string | Duration | null | undefined
  /** `/` unless said otherwise; null writes none. */
  readonly path?: string | null | undefined
  readonly domain?: string | null | undefined
  readonly secure?: boolean | null | undefined
  readonly httponly?: boolean | null | undefined
  readonly comment?: string | null | undefined
  readonly samesite?: SameSite | null | undefined
  readonly partitioned?: boolean | null | undefined
  readonly priority?: Priority | null | undefined
}

/** What browsers demand of a name's prefix (RFC 6265bis section 4.1.3); they drop the cookie otherwise. */
type PrefixOptions<Name extends string> = Name extends `__Host-${string}`
  ? { readonly secure: true; readonly path?: '/' | undefined; readonly domain?: null | undefined }
  : Name extends `__Secure-${string}`
    ? { readonly secure: true }
    : unknown

/**
 * The attributes of a cookie with this name: of a name with a prefix (`__Host-`, `__Secure-`) those that browsers demand
 * are demanded by the compiler. A name that is not known before the program runs is not checked.
 */
export type CookieOptionsFor<Name extends string> = CookieOptions & PrefixOptions<Name>

/** One character for each byte; a value's text must be ASCII, since it would be a guess how it is encoded. */
function valueText(value: string | Uint8Array): string {
  if (typeof value !== 'string') return Array.from(value, (byte) => String.fromCharCode(byte)).join('')
  if (!isAscii(value)) throw new TypeError(`Expected ASCII text or bytes, got ${JSON.stringify(value)}`)
  return value
}

function seconds(maxAge: number | string | Duration): number {
  const value =
    typeof maxAge === 'string'
      ? /^\s*[+-]?\d+\s*$/.test(maxAge)
        ? Number(maxAge)
        : Number.NaN
      : timedeltaToSeconds(maxAge)
  if (!Number.isFinite(value))
    throw new RangeError(`Expected seconds for max-age, got ${JSON.stringify(maxAge)}`)
  return Math.trunc(value)
}

/**
 * The value of a Set-Cookie field; a null value deletes the cookie. What may not stand in a value is quoted in octal, so
 * nothing can be smuggled in. Python: `webob.cookies.make_cookie`.
 *
 * @throws TypeError when the name is none for a cookie, a value's text is not ASCII, or an attribute's not latin-1
 * @throws RangeError when max-age is no number, SameSite or Priority is none of its values, or `secure` is missing for
 * SameSite=None or Partitioned
 * @example
 * assert.equal(makeCookie('a', 'b', { httponly: true, samesite: 'lax' }), 'a=b; Path=/; HttpOnly; SameSite=lax')
 * assert.equal(makeCookie('a', null), 'a=; Max-Age=0; Path=/; expires=Wed, 31-Dec-97 23:59:59 GMT')
 */
export function makeCookie<const Name extends string>(
  name: Name,
  value: string | Uint8Array | null,
  ...rest: object extends CookieOptionsFor<Name>
    ? [options?: CookieOptionsFor<Name>]
    : [options: CookieOptionsFor<Name>]
): string
export function makeCookie(
  name: string,
  value: string | Uint8Array | null,
  options: CookieOptions = {},
): string {
  const { maxAge, path = '/', domain, comment, samesite } = options
  const morsel = new Morsel(name, value === null ? '' : valueText(value))
  if (domain !== null && domain !== undefined) morsel.domain = domain
  if (path !== null) morsel.path = path
  if (options.httponly) morsel.httponly = true
  if (options.secure) morsel.secure = true
  if (value === null) {
    morsel.maxAge = 0
    // Python's own: a past date that even clients with a wrong clock believe to be past.
    morsel.expires = 'Wed, 31-Dec-97 23:59:59 GMT'
  } else if (maxAge !== null && maxAge !== undefined) {
    morsel.maxAge = seconds(maxAge)
    morsel.expires = seconds(maxAge)
  }
  if (comment) morsel.comment = comment
  if (samesite !== null && samesite !== undefined) morsel.samesite = samesite
  if (options.partitioned) morsel.partitioned = true
  if (options.priority) morsel.priority = options.priority
  return morsel.serialize()
}
