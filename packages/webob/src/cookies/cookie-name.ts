import { isToken } from '@triptych/raw/http'
import { RESERVED } from './next-cookie.ts'

/**
 * Whether WebOb takes a name for a cookie: a token that does not begin with `$` and is no attribute of Set-Cookie.
 *
 * @example
 * assert.equal(isCookieName('session'), true)
 * assert.equal(isCookieName('Path'), false)
 */
export function isCookieName(name: string): boolean {
  return isToken(name) && !name.startsWith('$') && !RESERVED.has(name.toLowerCase())
}
