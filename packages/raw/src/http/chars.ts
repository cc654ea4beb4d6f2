/**
 * The character classes of HTTP's grammar, one table for the whole project (RFC 9110 section 5.6).
 * Every class is a bit; a test is one array read. Characters above U+00FF are in no class.
 */

/** `tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA` */
export const TCHAR = 1
/** `qdtext = HTAB / SP / %x21 / %x23-5B / %x5D-7E / obs-text` */
export const QDTEXT = 2
/** `HTAB / SP / VCHAR / obs-text`: what a field value, and what follows a backslash, may hold */
export const FIELD = 4
/** `OWS` and `RWS`: space and horizontal tab */
export const WS = 8
/** `DIGIT` */
export const DIGIT = 16
/** `ALPHA` */
export const ALPHA = 32
/** `HEXDIG`, either case */
export const HEXDIG = 64
/** `etagc = %x21 / %x23-7E / obs-text` */
export const ETAGC = 128
/** What `token68` holds before its padding: `ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/"` */
export const TOKEN68 = 256
/** `attr-char` of RFC 8187 section 3.2.1: `tchar` without `*`, `'` and `%`, which its syntax needs for itself */
export const ATTR_CHAR = 512

const TABLE = new Uint16Array(256)

const mark = (mask: number, from: number, to: number = from): void => {
  for (let code = from; code <= to; code++) TABLE[code]! |= mask
}

mark(DIGIT | HEXDIG | TCHAR | TOKEN68 | ATTR_CHAR, 0x30, 0x39)
mark(ALPHA | TCHAR | TOKEN68 | ATTR_CHAR, 0x41, 0x5a)
mark(ALPHA | TCHAR | TOKEN68 | ATTR_CHAR, 0x61, 0x7a)
mark(HEXDIG, 0x41, 0x46)
mark(HEXDIG, 0x61, 0x66)
for (const char of "!#$%&'*+-.^_`|~") mark(TCHAR, char.charCodeAt(0))
for (const char of '!#$&+-.^_`|~') mark(ATTR_CHAR, char.charCodeAt(0))
for (const char of '-._~+/') mark(TOKEN68, char.charCodeAt(0))
mark(WS | QDTEXT | FIELD, 0x20)
mark(WS | QDTEXT | FIELD, 0x09)
mark(FIELD | QDTEXT, 0x21, 0x7e)
mark(FIELD | QDTEXT | ETAGC, 0x80, 0xff)
mark(ETAGC, 0x21, 0x7e)
for (const char of '"\\') TABLE[char.charCodeAt(0)]! &= ~QDTEXT
TABLE[0x22]! &= ~ETAGC

/**
 * Whether a character code is in one of the classes of `mask`.
 *
 * @example
 * assert.equal(is(0x41, ALPHA | DIGIT), true)
 * assert.equal(is(0x20, TCHAR), false)
 */
export function is(code: number, mask: number): boolean {
  return code < 256 && (TABLE[code]! & mask) !== 0
}

/**
 * The first index from `start` on whose character is not in `mask` (or `end`).
 *
 * @example
 * assert.equal(skip('2024-02', 0, DIGIT), 4)
 */
export function skip(text: string, start: number, mask: number, end: number = text.length): number {
  let at = start
  while (at < end && is(text.charCodeAt(at), mask)) at++
  return at
}

/**
 * Whether every character of a non-empty text is in `mask`.
 *
 * @example
 * assert.equal(all('2024', DIGIT), true)
 * assert.equal(all('', DIGIT), false)
 */
export function all(text: string, mask: number): boolean {
  return text.length > 0 && skip(text, 0, mask) === text.length
}

/**
 * The text without spaces and tabs at both ends; `String.trim` would also take no-break spaces and line ends.
 *
 * @example
 * assert.equal(trimOws(' \ta b '), 'a b')
 */
export function trimOws(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && is(text.charCodeAt(start), WS)) start++
  while (end > start && is(text.charCodeAt(end - 1), WS)) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}
