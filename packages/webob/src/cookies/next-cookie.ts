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
const QUOTE = 0x22
const COMMA = 0x2c
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

/** Where the value that begins at `start` ends: quoted, a date, or unquoted. */
function anyValueEnd(text: string, start: number): number {
  if (text.charCodeAt(start) === QUOTE) {
    QUOTED.lastIndex = start
    if (QUOTED.test(text)) return QUOTED.lastIndex
  } else if (text.charCodeAt(start + 3) === COMMA) {
    EXPIRES.lastIndex = start
    if (EXPIRES.test(text)) return EXPIRES.lastIndex
  }
  return valueEnd(text, start)
}

/**
 * The first pair of a Cookie field at or behind `from`, found as WebOb finds them: wherever legal characters are followed
 * by `=`, whatever stands before; null when there is none. From one pair's end to the next, a field is read in one pass.
 *
 * @example
 * const first = nextCookie('a=1; b="2"', 0)
 * const second = nextCookie('a=1; b="2"', first.end)
 * assert.deepEqual([first.name, second.name, second.value], ['a', 'b', '"2"'])
 * assert.equal(nextCookie('a=1; b="2"', second.end), null)
 */
export function nextCookie(text: string, from: number): RawCookie | null {
  let at = from
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
    if (at === start) return null
    if (nameEnd < 0) {
      nameEnd = at
      while (isBlank(text.charCodeAt(at))) at++
      if (text.charCodeAt(at) !== EQUALS) continue
    }
    at++
    while (isBlank(text.charCodeAt(at))) at++
    const end = anyValueEnd(text, at)
    return { name: text.slice(start, nameEnd), value: text.slice(at, end), start, end }
  }
  return null
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
