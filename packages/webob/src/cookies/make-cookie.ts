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

/** One character for each byte; a value's text must be ASCII, since it would be a guess how it is encoded. */
function valueText(value: string | Uint8Array): string {
  if (typeof value !== 'string') return Array.from(value, (byte) => String.fromCharCode(byte)).join('')
  if (!isAscii(value)) throw new TypeError(`Expected ASCII text or bytes, got ${JSON.stringify(value)}`)
  return value
}

/** An attribute's text, in latin-1 as the original writes it. */
function attributeText(value: string): string {
  if (/[^\0-\xff]/.test(value)) throw new TypeError(`Expected text in latin-1, got ${JSON.stringify(value)}`)
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
 * @throws TypeError when the name is none for a cookie, or text is not ASCII
 * @throws RangeError when max-age is no number, SameSite is none of its values, or needs `secure`
 * @example
 * assert.equal(makeCookie('a', 'b', { httponly: true, samesite: 'lax' }), 'a=b; Path=/; HttpOnly; SameSite=lax')
 * assert.equal(makeCookie('a', null), 'a=; Max-Age=0; Path=/; expires=Wed, 31-Dec-97 23:59:59 GMT')
 */
export function makeCookie(
  name: string,
  value: string | Uint8Array | null,
  options: CookieOptions = {},
): string {
  const { maxAge, path = '/', domain, comment, samesite } = options
  const morsel = new Morsel(name, value === null ? '' : valueText(value))
  if (domain !== null && domain !== undefined) morsel.domain = attributeText(domain)
  if (path !== null) morsel.path = attributeText(path)
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
  if (comment) morsel.comment = attributeText(comment)
  if (samesite !== null && samesite !== undefined) morsel.samesite = samesite
  if (options.partitioned) morsel.partitioned = true
  if (options.priority) morsel.priority = options.priority
  return morsel.serialize()
}
