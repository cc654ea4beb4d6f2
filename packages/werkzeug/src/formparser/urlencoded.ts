import { decodeUtf8, fromBytes, isAscii, isUtf8, parseQuery } from '@triptych/raw/http'

/** The text of bytes in UTF-8, with escapes in capitals for what is none. */
function textOf(bytes: string): string {
  if (isAscii(bytes)) return bytes
  if (isUtf8(bytes)) return decodeUtf8(bytes)
  let text = ''
  let valid = 0
  for (let at = 0; at < bytes.length;) {
    const byte = bytes.charCodeAt(at)
    const length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
    if (isUtf8(bytes.slice(at, at + length))) at += length
    else {
      text += `${decodeUtf8(bytes.slice(valid, at))}%${byte.toString(16).toUpperCase()}`
      valid = ++at
    }
  }
  return text + decodeUtf8(bytes.slice(valid))
}

/**
 * Reads application/x-www-form-urlencoded as Werkzeug does: `&` separates, a name without `=` has an empty value, and
 * escapes that are no UTF-8 stay what they are.
 *
 * @throws SyntaxError for bytes (not escapes) that are no UTF-8
 * @example
 * const body = new TextEncoder().encode('a=1&b=x+%E2%98%83&c=%ff')
 * assert.deepEqual(parseUrlencoded(body), [['a', '1'], ['b', 'x \u2603'], ['c', '%FF']])
 */
export function parseUrlencoded(body: Uint8Array): [name: string, value: string][] {
  return urlencodedPairs(fromBytes(body))
}

/**
 * Reads the same of text that has one character a byte, such as QUERY_STRING.
 *
 * @throws SyntaxError for bytes (not escapes) that are no UTF-8
 * @example
 * assert.deepEqual(urlencodedPairs('a=1&b=%ff'), [['a', '1'], ['b', '%FF']])
 */
export function urlencodedPairs(text: string): [name: string, value: string][] {
  if (text === '') return []
  if (!isUtf8(text)) throw new SyntaxError('Expected UTF-8 in the form, got other bytes')
  const { pairs } = parseQuery(text, { encoding: 'latin-1' })
  for (const pair of pairs) {
    pair[0] = textOf(pair[0])
    pair[1] = textOf(pair[1])
  }
  return pairs
}
