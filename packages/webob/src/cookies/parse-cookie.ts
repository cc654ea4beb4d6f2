import { isCookieName } from './cookie-name.ts'
import { nextCookie, unquoteCookie } from './next-cookie.ts'

/**
 * The pairs of a Cookie field, values without quotes and escapes, one character for each byte. Names that are no tokens,
 * begin with `$` or are attributes of Set-Cookie are passed over. Linear. Python: `webob.cookies.parse_cookie`.
 *
 * @example
 * assert.deepEqual(parseCookie('a=1; b="x\\073y"'), [['a', '1'], ['b', 'x;y']])
 */
export function parseCookie(header: string): [name: string, value: string][] {
  const pairs: [string, string][] = []
  for (let pair = nextCookie(header, 0); pair; pair = nextCookie(header, pair.end)) {
    if (isCookieName(pair.name)) pairs.push([pair.name, unquoteCookie(pair.value)])
  }
  return pairs
}
