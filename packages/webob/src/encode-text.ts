import { bytes } from '@triptych/raw/util'

/**
 * The bytes of a text in a charset: UTF-8, Latin-1 and ASCII, which is what platforms without a table of encodings
 * can write.
 *
 * @throws RangeError when the charset is another one
 * @throws TypeError when a character is not in it
 * @example
 * assert.deepEqual(encodeText('\u00e9', 'latin-1'), new Uint8Array([0xe9]))
 * assert.throws(() => encodeText('\u20ac', 'latin-1'), TypeError)
 */
export function encodeText(text: string, charset: string): Uint8Array<ArrayBuffer> {
  if (/^"?utf-?8"?$/i.test(charset)) return bytes(text)
  const limit = /^(latin-?1|iso-?8859-?1)$/i.test(charset) ? 0xff : /^(us-)?ascii$/i.test(charset) ? 0x7f : -1
  if (/^utf-?16$/i.test(charset)) return utf16(text)
  if (limit < 0)
    throw new RangeError(
      `Expected utf-8, utf-16, latin-1 or ascii as charset of a text, got ${JSON.stringify(charset)}`,
    )
  return Uint8Array.from(text, (character) => {
    const code = character.codePointAt(0)!
    if (code > limit) throw new TypeError(`Expected a text in ${charset}, got ${JSON.stringify(character)}`)
    return code
  })
}

/** Little-endian with a byte order mark, as Python writes it. */
function utf16(text: string): Uint8Array<ArrayBuffer> {
  const units = new Uint8Array(2 + 2 * text.length)
  const view = new DataView(units.buffer)
  view.setUint16(0, 0xfeff, true)
  for (let at = 0; at < text.length; at++) view.setUint16(2 + 2 * at, text.charCodeAt(at), true)
  return units
}
