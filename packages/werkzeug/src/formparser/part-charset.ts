import { fromBytes } from '@triptych/raw/http'
import type { Headers } from '../datastructures/headers.ts'
import { parseOptionsHeader } from '../http/options-header.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The encodings that a part may name: ones that every byte string is harmless in. */
export type PartCharset = 'ascii' | 'us-ascii' | 'utf-8' | 'iso-8859-1'

const SAFE: readonly string[] = ['ascii', 'us-ascii', 'utf-8', 'iso-8859-1']

/**
 * The encoding of a field by the headers of its part; UTF-8 unless they name another of the safe ones.
 *
 * @example
 * import { Headers } from '@triptych/werkzeug/datastructures'
 * const headers = new Headers([['Content-Type', 'text/plain; charset=ISO-8859-1']])
 * assert.equal(partCharset(headers), 'iso-8859-1')
 * assert.equal(partCharset(new Headers([['Content-Type', 'text/plain; charset=utf-7']])), 'utf-8')
 */
export function partCharset(headers: Headers): PartCharset {
  const contentType = headers.get('Content-Type')
  if (!contentType) return 'utf-8'
  const charset = parseOptionsHeader(contentType)[1].get('charset')?.toLowerCase() ?? ''
  return SAFE.includes(charset) ? (charset as PartCharset) : 'utf-8'
}

/** Text of this length and below is read by hand while it is ASCII: a call of the decoder costs more. */
const SHORT = 64

/**
 * The text of a field, with U+FFFD for what is not of the encoding.
 *
 * @example
 * assert.equal(decodePart(Uint8Array.of(0x61, 0xe9), 'iso-8859-1'), 'a\xe9')
 * assert.equal(decodePart(Uint8Array.of(0x61, 0xe9), 'utf-8'), 'a\ufffd')
 */
export function decodePart(bytes: Uint8Array, charset: PartCharset): string {
  const { length } = bytes
  if (length <= SHORT) {
    let text = ''
    let at = 0
    for (; at < length && bytes[at]! < 0x80; at++) text += String.fromCharCode(bytes[at]!)
    if (at === length) return text
  }
  if (charset === 'utf-8') return decoder.decode(bytes)
  const text = fromBytes(bytes)
  return charset === 'iso-8859-1' ? text : text.replaceAll(/[\x80-\xff]/g, '\ufffd')
}
