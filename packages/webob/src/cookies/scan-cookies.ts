/** What WebOb lets stand in names and unquoted values. */
const LEGAL = new Uint8Array(256)
for (const character of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789~!@#$%^&*()_+=-`.?|:/{}<>'") {
  LEGAL[character.charCodeAt(0)] = 1
}
const isLegal = (code: number): boolean => LEGAL[code] === 1
const isBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d)

const QUOTED = /"(?:\\"|[^\n])*?"/y
const EXPIRES = /[0-9A-Za-z_]{3},[\t-\r ][0-9A-Za-z_-]{9,11}[\t-\r ][0-9:]{8}[\t-\r ]GMT/y
const ESCAPED = /\\([0-3][0-7][0-7]|[^\n])/g
const EQUALS = 0x3d
const BACKSLASH = 0x5c
const NEWLINE = 0x0a

/** A pair as it stands in a Cookie field: from `start` to `end`, the value with its quotes and escapes. */
export interface RawCookie {
  readonly name: string
  readonly value: string
  readonly start: number
  readonly end: number
}

/** Attributes of Set-Cookie, which are no cookies when they stand in a Cookie field. */
export const RESERVED: ReadonlySet<string> = new Set([
  'path',
  'comment',
  'domain',
  'max-age',
  'expires',
  'secure',
  'httponly',
  'samesite',
])

/** Where the unquoted value that begins at `start` ends. */
function valueEnd(text: string, start: number): number {
  let at = start
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isLegal(code)) continue
    if (code !== BACKSLASH || at + 1 >= text.length || text.charCodeAt(at + 1) === NEWLINE) break
    at++
  }
  return at
}

/**
 * Every pair of a Cookie field, found as WebOb finds them: wherever legal characters are followed by `=`, whatever
 * stands between. One pass.
 *
 * @example
 * const [first, second] = scanCookies('a=1; b="2"')
 * assert.equal(first.name, 'a')
 * assert.equal(second.value, '"2"')
 */
export function* scanCookies(text: string): Generator<RawCookie, void> {
  let at = 0
  while (at < text.length) {
    while (at < text.length && !isLegal(text.charCodeAt(at))) at++
    const start = at
    let nameEnd = -1
    for (; at < text.length && isLegal(text.charCodeAt(at)); at++) {
      if (at > start && text.charCodeAt(at) === EQUALS) {
        nameEnd = at
        break
      }
    }
    if (at === start) return
    if (nameEnd < 0) {
      nameEnd = at
      while (isBlank(text.charCodeAt(at))) at++
      if (text.charCodeAt(at) !== EQUALS) continue
    }
    at++
    while (isBlank(text.charCodeAt(at))) at++
    const from = at
    QUOTED.lastIndex = EXPIRES.lastIndex = at
    if (text[at] === '"' && QUOTED.test(text)) at = QUOTED.lastIndex
    else if (EXPIRES.test(text)) at = EXPIRES.lastIndex
    else at = valueEnd(text, at)
    yield { name: text.slice(start, nameEnd), value: text.slice(from, at), start, end: at }
  }
}

/**
 * A value without its quotes and escapes.
 *
 * @example
 * assert.equal(unquoteCookie('"a\\073b"'), 'a;b')
 */
export function unquoteCookie(value: string): string {
  const text = value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value
  if (!text.includes('\\')) return text
  return text.replaceAll(ESCAPED, (_, escape: string) =>
    escape.length === 3 ? String.fromCharCode(Number.parseInt(escape, 8)) : escape,
  )
}
