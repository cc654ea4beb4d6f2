import { decodePercent, decodePercentBytes, decodeUtf8, isUtf8 } from '@triptych/raw/http'
import { UndecodableError } from './errors.ts'

/** How to read bytes that are not in the encoding: throw, or put U+FFFD in their place. */
export type DecodeErrors = 'strict' | 'replace'

/**
 * The pairs of a query string as WebOb reads it: `&` and `;` separate, `+` is a blank, empty pieces are skipped, a piece
 * without `=` has an empty value, and a broken percent-encoding stays as it is. The text has one character for each
 * byte. Linear in its length. Python: `webob.compat.parse_qsl_text`.
 *
 * @throws UndecodableError with status 400 when bytes are not in the encoding, unless `errors` is `replace`
 * @example
 * assert.deepEqual(parseQslText('a=1;b=x+y&c&d=%E2%98%83'), [['a', '1'], ['b', 'x y'], ['c', ''], ['d', '\u2603']])
 * assert.throws(() => parseQslText('a=%FF'), UndecodableError)
 */
export function parseQslText(
  query: string,
  encoding: string = 'utf-8',
  errors: DecodeErrors = 'strict',
): [name: string, value: string][] {
  const pairs: [string, string][] = []
  const { length } = query
  for (let start = 0; start <= length;) {
    let end = start
    let equals = -1
    let plain = true
    for (; end < length; end++) {
      const code = query.charCodeAt(end)
      if (code === 0x26 || code === 0x3b) break
      if (code === 0x3d) {
        if (equals < 0) equals = end
      } else if (code === 0x25 || code === 0x2b || code > 0x7f) plain = false
    }
    if (end > start) {
      const name = query.slice(start, equals < 0 ? end : equals)
      const value = equals < 0 ? '' : query.slice(equals + 1, end)
      pairs.push(plain ? [name, value] : [decoded(name, encoding, errors), decoded(value, encoding, errors)])
    }
    start = end + 1
  }
  return pairs
}

function decoded(text: string, encoding: string, errors: DecodeErrors): string {
  const bytes = decodePercent(text.includes('+') ? text.replaceAll('+', ' ') : text)
  return decodeText(bytes, encoding, errors)
}

/**
 * The text that a string of bytes (one character each) stands for.
 *
 * @throws UndecodableError with status 400 when bytes are not in the encoding, unless `errors` is `replace`
 * @throws RangeError when the encoding is not known
 * @example
 * assert.equal(decodeText('caf\xc3\xa9'), 'caf\xe9')
 * assert.equal(decodeText('caf\xe9', 'utf-8', 'replace'), 'caf\ufffd')
 */
export function decodeText(
  bytes: string,
  encoding: string = 'utf-8',
  errors: DecodeErrors = 'strict',
): string {
  if (/^utf-?8$/i.test(encoding)) {
    if (errors === 'strict' && !isUtf8(bytes)) throw new UndecodableError(bytes, encoding)
    return decodeUtf8(bytes)
  }
  if (/^(latin-?1|iso-?8859-?1)$/i.test(encoding)) return bytes
  const decoder = new TextDecoder(encoding, { fatal: errors === 'strict', ignoreBOM: true })
  try {
    return decoder.decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0)))
  } catch {
    throw new UndecodableError(bytes, encoding)
  }
}

/**
 * Percent-decodes bytes; a broken encoding stays. Python: `webob.compat.unquote`.
 *
 * @example
 * assert.deepEqual(unquote(new TextEncoder().encode('a%20b')), new TextEncoder().encode('a b'))
 */
export function unquote(bytes: Uint8Array): Uint8Array {
  let text = ''
  for (let start = 0; start < bytes.length; start += 0x1000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x1000))
  }
  return decodePercentBytes(text)
}

/**
 * Percent-decodes ASCII text to a string with one character for each byte, as an environ holds it; a broken encoding
 * stays. Python: `webob.compat.url_unquote`.
 *
 * @throws TypeError when the text is not ASCII
 * @example
 * assert.equal(urlUnquote('/caf%C3%A9'), '/caf\xc3\xa9')
 */
export function urlUnquote(text: string): string {
  if (/[^\0-\x7f]/.test(text)) throw new TypeError(`Expected ASCII text, got ${JSON.stringify(text)}`)
  return decodePercent(text)
}
