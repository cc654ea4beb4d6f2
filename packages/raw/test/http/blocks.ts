import fc from 'fast-check'

/** The bytes of a text that has one character for each. */
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))

/** The text of some bytes, one character for each. */
export const textOfBytes = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')

/** The bytes cut at some places; blocks are copies, so that a parser cannot look beyond their ends. */
export function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [...new Set(places)].filter((at) => at > 0 && at < bytes.length).toSorted((a, b) => a - b)
  return [0, ...sorted].map((start, index) => bytes.slice(start, sorted[index]))
}

/** Every way to cut the bytes that finds mistakes cheaply: whole, each byte alone, and in two at each place. */
export function cuts(bytes: Uint8Array): Uint8Array[][] {
  const places = Array.from({ length: bytes.length }, (_, at) => at)
  return [[bytes], cut(bytes, places), ...places.slice(1).map((at) => cut(bytes, [at]))]
}

/** Random places to cut at. */
export const somePlaces: fc.Arbitrary<number[]> = fc.array(fc.nat(400), { maxLength: 12 })
