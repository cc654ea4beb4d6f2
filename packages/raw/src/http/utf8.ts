/**
 * UTF-8 behind byte strings. Text from the wire has one character for each byte here, as PEP 3333 wants it
 * (U+0000 to U+00FF); these functions turn it into real text and back.
 */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/**
 * The bytes of a byte string. A character above U+00FF is no byte; its UTF-8 bytes stand in, so that nothing is
 * lost without a trace.
 *
 * @example
 * assert.deepEqual(toBytes('a\xff'), new Uint8Array([0x61, 0xff]))
 */
export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const { length } = text
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code > 0xff) return encoder.encode(text)
    bytes[at] = code
  }
  return bytes
}

/**
 * The byte string of some bytes, one character for each: true latin-1, where `TextDecoder('latin1')` would give
 * windows-1252.
 *
 * @example
 * assert.equal(fromBytes(new Uint8Array([0x61, 0x80])), 'a\x80')
 */
export function fromBytes(bytes: Uint8Array): string {
  // A call takes its bytes as arguments, and the stack holds some ten thousand of those.
  if (bytes.length <= 4096) return String.fromCharCode(...bytes)
  let text = ''
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096))
  return text
}

/**
 * Whether every character is below U+0080.
 *
 * @example
 * assert.equal(isAscii('cafe'), true)
 * assert.equal(isAscii('caf\xe9'), false)
 */
export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false
  return true
}

/**
 * Reads a byte string as UTF-8, with U+FFFD in place of what is none (WHATWG Encoding, "UTF-8 decode without BOM").
 *
 * @example
 * assert.equal(decodeUtf8('\xe2\x98\x83'), '\u2603')
 * assert.equal(decodeUtf8('a\xff'), 'a\ufffd')
 */
export function decodeUtf8(text: string): string {
  return isAscii(text) ? text : decoder.decode(toBytes(text))
}

/**
 * Writes text as a byte string of its UTF-8; a lone surrogate becomes U+FFFD.
 *
 * @example
 * assert.equal(encodeUtf8('\u2603'), '\xe2\x98\x83')
 */
export function encodeUtf8(text: string): string {
  return isAscii(text) ? text : fromBytes(encoder.encode(text))
}

/**
 * Whether a byte string is well-formed UTF-8 (RFC 3629 section 4), without the price of an exception when not:
 *
 *     UTF8-2 = %xC2-DF tail
 *     UTF8-3 = %xE0 %xA0-BF tail / %xE1-EC 2( tail ) / %xED %x80-9F tail / %xEE-EF 2( tail )
 *     UTF8-4 = %xF0 %x90-BF 2( tail ) / %xF1-F3 3( tail ) / %xF4 %x80-8F 2( tail )
 *
 * @example
 * assert.equal(isUtf8('\xe2\x98\x83'), true)
 * assert.equal(isUtf8('\xc0\xaf'), false)
 */
export function isUtf8(text: string): boolean {
  for (let at = 0; at < text.length;) {
    const lead = text.charCodeAt(at++)
    if (lead < 0x80) continue
    if (lead < 0xc2 || lead > 0xf4) return false
    // Only the second byte has bounds of its own: they keep out overlong forms, surrogates and what is above U+10FFFF.
    const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
    const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
    const second = text.charCodeAt(at++)
    if (!(second >= low && second <= high)) return false
    for (let tail = lead < 0xe0 ? 0 : lead < 0xf0 ? 1 : 2; tail > 0; tail--) {
      if ((text.charCodeAt(at++) & ~0x3f) !== 0x80) return false
    }
  }
  return true
}
