import { MultiDict } from '../../datastructures/multi-dict.ts'
import type { CookieDictClass } from '../../http/cookie.ts'
import { readCookies } from '../../http/cookie-pairs.ts'

/**
 * The cookies of a Cookie field whose text is decoded. Python: `werkzeug.sansio.http.parse_cookie`.
 *
 * @example
 * assert.deepEqual(parseCookie('a=1; a=2').getlist('a'), ['1', '2'])
 */
export function parseCookie(cookie?: string | null): MultiDict
export function parseCookie<T>(cookie: string | null | undefined, cls: CookieDictClass<T>): T
export function parseCookie<T>(cookie?: string | null, cls?: CookieDictClass<T>): T | MultiDict {
  const pairs = readCookies(cookie ?? '')
  return cls ? new cls(pairs) : new MultiDict(pairs)
}
