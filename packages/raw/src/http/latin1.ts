import { fromBytes } from './utf8.ts'

/** Turns a part of a block into text, one character for each byte. */
export type Latin1 = (block: Uint8Array, start: number, end: number) => string

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * The portable {@link Latin1}: ASCII, which heads nearly always are, goes through the platform's UTF-8 decoder.
 * `TextDecoder('latin1')` is of no use, being windows-1252. On Node `(block, start, end) => block.latin1Slice(start, end)`
 * is faster, for Buffers.
 *
 * @example
 * assert.equal(latin1(new Uint8Array([0x61, 0x80, 0x62]), 0, 2), 'a\x80')
 */
export function latin1(block: Uint8Array, start: number, end: number): string {
  // A call of the decoder costs as much as a few characters one by one.
  if (end - start < 12) {
    let text = ''
    for (let at = start; at < end; at++) text += String.fromCharCode(block[at]!)
    return text
  }
  const bytes = block.subarray(start, end)
  for (let at = start; at < end; at++) if (block[at]! > 0x7f) return fromBytes(bytes)
  return decoder.decode(bytes)
}
