import { isToken } from '@triptych/raw/http'
import { RESERVED } from './parse-cookie.ts'

/** Whether WebOb takes a name for a cookie: a token that does not begin with `$` and is no attribute of Set-Cookie. */
export function isCookieName(name: string): boolean {
  return isToken(name) && !name.startsWith('$') && !RESERVED.has(name.toLowerCase())
}
