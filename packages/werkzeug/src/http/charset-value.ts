import { decodePercent, decodeUtf8, isAscii, isToken, tokenEnd } from '@triptych/raw/http'

/** The encodings that a value may be in. No more will be added: clients send ASCII or UTF-8. */
const ENCODINGS: ReadonlySet<string> = new Set(['ascii', 'us-ascii', 'utf-8', 'iso-8859-1'])

/** The parts of an extended value, RFC 2231 section 4: `utf-8''caf%C3%A9`. */
export interface CharsetValue {
  /** In lower case; empty when it is not said. */
  readonly charset: string
  readonly value: string
}

/**
 * Takes an extended value apart; `undefined` when it says no charset.
 *
 * @example
 * assert.deepEqual(splitCharset("UTF-8'en'a%20b"), { charset: 'utf-8', value: 'a%20b' })
 * assert.equal(splitCharset('a%20b'), undefined)
 */
export function splitCharset(text: string): CharsetValue | undefined {
  const first = text.indexOf("'")
  const second = first < 0 ? -1 : text.indexOf("'", first + 1)
  const end = second < 0 ? -1 : tokenEnd(text, second + 1)
  if (end <= second + 1 || !isTokenOrNothing(text.slice(0, first))) return undefined
  if (!isTokenOrNothing(text.slice(first + 1, second))) return undefined
  return { charset: text.slice(0, first).toLowerCase(), value: text.slice(second + 1, end) }
}

const isTokenOrNothing = (text: string): boolean => text === '' || isToken(text)

/**
 * Whether a value in an encoding is decoded; others stay as they are sent.
 *
 * @example
 * assert.equal(isSafeCharset('utf-8'), true)
 * assert.equal(isSafeCharset('utf-7'), false)
 */
export function isSafeCharset(charset: string): boolean {
  return ENCODINGS.has(charset)
}

/**
 * Decodes the escapes of a value in one of the safe encodings. Bytes that are none of its become U+FFFD.
 *
 * @example
 * assert.equal(decodeCharset('caf%C3%A9', 'utf-8'), 'caf\xe9')
 * assert.equal(decodeCharset('caf%e9', 'ascii'), 'caf\ufffd')
 */
export function decodeCharset(value: string, charset: string): string {
  if (!value.includes('%')) return value
  if (isAscii(value)) return decodeRun(value, charset)
  // Characters beyond ASCII are no bytes of the encoding.
  return value.replaceAll(/[\0-\x7f]+/g, (run) => decodeRun(run, charset))
}

function decodeRun(ascii: string, charset: string): string {
  const bytes = decodePercent(ascii)
  if (charset === 'iso-8859-1') return bytes
  return charset === 'utf-8' ? decodeUtf8(bytes) : bytes.replaceAll(/[\x80-\xff]/g, '\ufffd')
}
