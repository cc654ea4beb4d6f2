import { DIGIT, skip, trimOws } from './chars.ts'
import { missingForPrefix } from './cookie-prefix.ts'
import { parseCookieDate } from './cookie-date.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'
import type { SameSite } from './set-cookie.ts'

/** A cookie as a user agent understands its Set-Cookie field. */
export interface SetCookie {
  /** Empty for a cookie without name. */
  readonly name: string
  readonly value: string
  readonly expires: Date | undefined
  /** Seconds; 0 or less is deletion, also where the text said something below what fits a number. */
  readonly maxAge: number | undefined
  /** In lower case without leading dot; `undefined` is the host that sent it, and it alone. */
  readonly domain: string | undefined
  /** `undefined` is the default path, the directory of the request. */
  readonly path: string | undefined
  readonly secure: boolean
  readonly httpOnly: boolean
  /** `undefined` is the user agent's default. */
  readonly sameSite: SameSite | undefined
  readonly partitioned: boolean
  /** Attributes that no specification here knows, in order; an attribute without `=` has an empty value. */
  readonly extensions: readonly (readonly [name: string, value: string])[]
  /**
   * `no-equals-sign`, `attribute-too-long` (it does not count), `expires` and `max-age` (no date, no number: they do
   * not count), and what makes a user agent drop the cookie when it stores it: `prefix`, `same-site-none` and
   * `partitioned` (both without Secure).
   */
  readonly problems: readonly Problem[]
}

/** A cookie while its attributes are read: the last one of a name counts. */
type Draft = { -readonly [Key in keyof Omit<SetCookie, 'extensions' | 'problems'>]: SetCookie[Key] } & {
  extensions: [name: string, value: string][]
  problems: Problem[]
}

/**
 * Reads a Set-Cookie field as user agents do (RFC 6265bis section 5.6). Attributes are case-insensitive, the last of
 * equal ones counts, and those that make no sense count as absent.
 *
 * @returns `undefined` where a user agent ignores the whole field: control characters, more than 4,096 bytes of name
 * and value, or neither of them
 * @example
 * const cookie = parseSetCookie('id=1; path=/a; Path=/b; Max-Age=60; secure')
 * assert.equal(cookie?.path, '/b')
 * assert.equal(cookie?.maxAge, 60)
 * assert.equal(cookie?.secure, true)
 * assert.equal(parseSetCookie('id=\0'), undefined)
 */
export function parseSetCookie(text: string): SetCookie | undefined {
  if (hasControl(text)) return undefined
  const semicolon = text.indexOf(';')
  const end = semicolon < 0 ? text.length : semicolon
  const equals = text.indexOf('=')
  const named = equals >= 0 && equals < end
  const name = named ? trimOws(text.slice(0, equals)) : ''
  const value = trimOws(text.slice(named ? equals + 1 : 0, end))
  if (name.length + value.length > 4096 || (name === '' && value === '')) return undefined
  const cookie: Draft = {
    name,
    value,
    expires: undefined,
    maxAge: undefined,
    domain: undefined,
    path: undefined,
    secure: false,
    httpOnly: false,
    sameSite: undefined,
    partitioned: false,
    extensions: [],
    problems: [],
  }
  if (!named) cookie.problems.push({ code: 'no-equals-sign', at: 0 })
  for (let start = end + 1; start < text.length;) {
    start = readAttribute(text, start, cookie)
  }
  // A nameless cookie is sent back as its value alone, which must not pass for a prefixed cookie.
  const missing = name === '' ? missingForPrefix(value, {}) : missingForPrefix(name, cookie)
  if (missing !== undefined) cookie.problems.push({ code: 'prefix', at: 0 })
  if (!cookie.secure && cookie.sameSite === 'None') cookie.problems.push({ code: 'same-site-none', at: 0 })
  if (!cookie.secure && cookie.partitioned) cookie.problems.push({ code: 'partitioned', at: 0 })
  return cookie.problems.length === 0 ? { ...cookie, problems: NO_PROBLEMS } : cookie
}

/** Control characters other than tab; the bytes above 127 are none. */
function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true
  }
  return false
}

/** Reads the attribute at `start` into the cookie, and gives the index after its semicolon. */
function readAttribute(text: string, start: number, cookie: Draft): number {
  const semicolon = text.indexOf(';', start)
  const end = semicolon < 0 ? text.length : semicolon
  const part = text.slice(start, end)
  const equals = part.indexOf('=')
  const name = trimOws(equals < 0 ? part : part.slice(0, equals))
  const value = equals < 0 ? '' : trimOws(part.slice(equals + 1))
  if (value.length > 1024) cookie.problems.push({ code: 'attribute-too-long', at: start })
  else if (name !== '' || value !== '') setAttribute(cookie, name, value, start)
  return end + 1
}

function setAttribute(cookie: Draft, name: string, value: string, at: number): void {
  switch (name.toLowerCase()) {
    case 'expires': {
      const time = parseCookieDate(value)
      if (time === undefined) cookie.problems.push({ code: 'expires', at })
      else cookie.expires = new Date(time)
      return
    }
    case 'max-age': {
      const seconds = parseMaxAge(value)
      if (seconds === undefined) cookie.problems.push({ code: 'max-age', at })
      else cookie.maxAge = seconds
      return
    }
    case 'domain':
      cookie.domain = (value.startsWith('.') ? value.slice(1) : value).toLowerCase() || undefined
      return
    case 'path':
      cookie.path = value.startsWith('/') ? value : undefined
      return
    case 'secure':
      cookie.secure = true
      return
    case 'httponly':
      cookie.httpOnly = true
      return
    case 'samesite':
      cookie.sameSite = SAME_SITE.get(value.toLowerCase())
      return
    case 'partitioned':
      cookie.partitioned = true
      return
    default:
      cookie.extensions.push([name, value])
  }
}

const SAME_SITE: ReadonlyMap<string, SameSite> = new Map([
  ['strict', 'Strict'],
  ['lax', 'Lax'],
  ['none', 'None'],
])

/** `max-age-av = [ "-" ] 1*DIGIT` as user agents read it: huge numbers are as good as endless. */
function parseMaxAge(text: string): number | undefined {
  const first = text.startsWith('-') ? 1 : 0
  if (first === text.length || skip(text, first, DIGIT) !== text.length) return undefined
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number(text), Number.MAX_SAFE_INTEGER))
}
