import { decodeUtf8, isUtf8 } from '@triptych/raw/http'
import type { Environ } from '@triptych/raw/gateway'
import { MultiDict } from '../datastructures/multi-dict.ts'
import { readCookies } from './cookie-pairs.ts'

/** A class of dictionaries with several values for a key, made of pairs. */
export type CookieDictClass<T> = new (pairs: readonly (readonly [string, string])[]) => T

/**
 * The cookies of an environ, or of a Cookie field with one character a byte. Python: `werkzeug.http.parse_cookie`.
 *
 * @throws SyntaxError when the field is no UTF-8
 * @example
 * assert.deepEqual(parseCookie('a=1; b="x y"; a=2').getlist('a'), ['1', '2'])
 */
export function parseCookie(header: string | Readonly<Partial<Environ>> | null | undefined): MultiDict
export function parseCookie<T>(
  header: string | Readonly<Partial<Environ>> | null | undefined,
  cls: CookieDictClass<T>,
): T
export function parseCookie<T>(
  header: string | Readonly<Partial<Environ>> | null | undefined,
  cls?: CookieDictClass<T>,
): T | MultiDict {
  const field = typeof header === 'string' ? header : (header?.HTTP_COOKIE ?? '')
  const pairs = field === '' ? [] : readCookies(decoded(field))
  return cls ? new cls(pairs) : new MultiDict(pairs)
}

function decoded(field: string): string {
  if (isUtf8(field)) return decodeUtf8(field)
  throw new SyntaxError(`Expected cookies in UTF-8, got ${JSON.stringify(field.slice(0, 200))}`)
}
