import { ALPHA, DIGIT, HEXDIG, is } from './chars.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'
import { decodeUtf8, encodeUtf8, isAscii, isUtf8, toBytes } from './utf8.ts'

/**
 * Percent-coding, RFC 3986 section 2.1: `pct-encoded = "%" HEXDIG HEXDIG`. It is about bytes: the texts here have
 * one character for each byte unless a name says UTF-8. A malformed escape stays as it is when decoding.
 */

/** Characters that need no escape: one entry for each byte, 1 when it may stand as it is. Made by {@link safeSet}. */
export type SafeSet = Uint8Array

/**
 * The set of RFC 3986's unreserved characters and of the ones given.
 *
 *     unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"
 *
 * @throws TypeError for characters outside ASCII and for `%`, without whose escape nothing could be decoded again
 * @example
 * assert.equal(encodePercent('a/b c', safeSet('/')), 'a/b%20c')
 */
export function safeSet(characters: string): SafeSet {
  const set = new Uint8Array(256)
  for (let code = 0; code < 128; code++) if (is(code, ALPHA | DIGIT)) set[code] = 1
  for (const char of `-._~${characters}`) {
    if (char > '\x7f' || char === '%') {
      throw new TypeError(`Expected ASCII characters other than %, got ${JSON.stringify(char)}`)
    }
    set[char.charCodeAt(0)] = 1
  }
  return set
}

/** `sub-delims`, the delimiters that a component may use for itself (RFC 3986 section 2.2). */
export const SUB_DELIMS = "!$&'()*+,;="
/** RFC 3986 section 2.3: what never needs an escape. */
export const UNRESERVED: SafeSet = safeSet('')
/** `segment = *pchar`, with `pchar = unreserved / pct-encoded / sub-delims / ":" / "@"` (section 3.3). */
export const SEGMENT: SafeSet = safeSet(`${SUB_DELIMS}:@`)
/** A path: its segments and the slashes between them (section 3.3). */
export const PATH: SafeSet = safeSet(`${SUB_DELIMS}:@/`)
/** `query = *( pchar / "/" / "?" )` and `fragment`, which is the same (sections 3.4 and 3.5). */
export const QUERY: SafeSet = safeSet(`${SUB_DELIMS}:@/?`)
/** `userinfo = *( unreserved / pct-encoded / sub-delims / ":" )` (section 3.2.1). */
export const USERINFO: SafeSet = safeSet(`${SUB_DELIMS}:`)
/** `reg-name = *( unreserved / pct-encoded / sub-delims )` (section 3.2.2). */
export const REG_NAME: SafeSet = safeSet(SUB_DELIMS)

/** The number behind the escape at `at`, or -1 when there is none. */
function escapedByte(text: string, at: number): number {
  const high = text.charCodeAt(at + 1)
  const low = text.charCodeAt(at + 2)
  if (!is(high, HEXDIG) || !is(low, HEXDIG)) return -1
  // Digits end in their value; letters of either case end in 1 to 6, for 10 to 15.
  return (((high & 15) + (high > 0x39 ? 9 : 0)) << 4) | ((low & 15) + (low > 0x39 ? 9 : 0))
}

/**
 * Decodes each escape to the byte it stands for, once: `%2541` gives `%41`. Malformed escapes stay.
 *
 * @example
 * assert.equal(decodePercent('/caf%C3%A9'), '/caf\xc3\xa9')
 * assert.equal(decodePercent('100%'), '100%')
 */
export function decodePercent(text: string): string {
  let at = text.indexOf('%')
  if (at < 0) return text
  let decoded = ''
  let from = 0
  while (at >= 0) {
    const byte = escapedByte(text, at)
    if (byte < 0) at++
    else {
      decoded += text.slice(from, at) + String.fromCharCode(byte)
      from = at += 3
    }
    at = text.indexOf('%', at)
  }
  return decoded + text.slice(from)
}

/**
 * Decodes each escape, and gives bytes.
 *
 * @example
 * assert.deepEqual(decodePercentBytes('a%FF'), new Uint8Array([0x61, 0xff]))
 */
export function decodePercentBytes(text: string): Uint8Array<ArrayBuffer> {
  return toBytes(decodePercent(text))
}

/**
 * Decodes each escape and reads the bytes as UTF-8.
 *
 * @param errors what to do with bytes that are no UTF-8: U+FFFD in their place, or no result at all
 * @example
 * assert.equal(decodePercentUtf8('%E2%98%83'), '\u2603')
 * assert.equal(decodePercentUtf8('%FF'), '\ufffd')
 * assert.equal(decodePercentUtf8('%FF', 'strict'), undefined)
 */
export function decodePercentUtf8(text: string): string
export function decodePercentUtf8(text: string, errors: 'replace' | 'strict'): string | undefined
export function decodePercentUtf8(
  text: string,
  errors: 'replace' | 'strict' = 'replace',
): string | undefined {
  const decoded = decodePercent(text)
  if (isAscii(decoded)) return decoded
  return errors === 'strict' && !isUtf8(decoded) ? undefined : decodeUtf8(decoded)
}

/**
 * The malformed escapes of a text: a `%` without two hexadecimal digits.
 *
 * @example
 * assert.deepEqual(percentProblems('%41%4'), [{ code: 'percent', at: 3 }])
 */
export function percentProblems(text: string): readonly Problem[] {
  let problems: Problem[] | undefined
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
    if (escapedByte(text, at) < 0) (problems ??= []).push({ code: 'percent', at })
  }
  return problems ?? NO_PROBLEMS
}

const ESCAPES: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
)

/**
 * Escapes every byte that is not in the set, `urllib.parse.quote(text, safe, 'latin-1')`. What looks like an escape
 * is escaped again: `%41` gives `%2541`.
 *
 * @throws TypeError for a character above U+00FF, which is no byte
 * @example
 * assert.equal(encodePercent('/caf\xc3\xa9', PATH), '/caf%C3%A9')
 */
export function encodePercent(text: string, safe: SafeSet): string {
  let encoded = ''
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (safe[code] === 1) continue
    const escape = ESCAPES[code]
    if (escape === undefined) {
      throw new TypeError(
        `Expected characters up to U+00FF, one for each byte, got ${JSON.stringify(text[at])}`,
      )
    }
    encoded += text.slice(from, at) + escape
    from = at + 1
  }
  return from === 0 ? text : encoded + text.slice(from)
}

/**
 * Escapes the UTF-8 bytes of a text, `urllib.parse.quote(text, safe)`.
 *
 * @example
 * assert.equal(encodePercentUtf8('caf\xe9?', SEGMENT), 'caf%C3%A9%3F')
 */
export function encodePercentUtf8(text: string, safe: SafeSet): string {
  return encodePercent(encodeUtf8(text), safe)
}
