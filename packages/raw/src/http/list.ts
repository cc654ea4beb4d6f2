import { trimOws } from './chars.ts'

/**
 * The index of the next delimiter outside quoted strings from `start` on, or the length of the text.
 * An unclosed quote runs to the end, so one pass over the text is all it ever takes.
 *
 * @param stop one delimiter, or two of which the first that comes counts
 * @example
 * assert.equal(delimiterIndex('a="x,y";b, c', 0, ','), 9)
 * assert.equal(delimiterIndex('a="x,y";b, c', 0, ';,'), 7)
 */
export function delimiterIndex(text: string, start: number, stop: string): number {
  const code = stop.charCodeAt(0)
  const other = stop.charCodeAt(stop.length - 1)
  let quoted = false
  for (let at = start; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === 0x22) quoted = !quoted
    else if (quoted && char === 0x5c) at++
    else if (!quoted && (char === code || char === other)) return at
  }
  return text.length
}

/**
 * Splits at a delimiter outside quoted strings; elements are trimmed and empty ones dropped. With the comma
 * this is the list rule of RFC 9110 section 5.6.1.2: `#element => [ element ] *( OWS "," OWS [ element ] )`.
 *
 * @example
 * assert.deepEqual(splitList('a, "b,c" ,, d'), ['a', '"b,c"', 'd'])
 */
export function splitList(text: string, delimiter: string = ','): string[] {
  const elements: string[] = []
  for (let start = 0; start <= text.length;) {
    const end = delimiterIndex(text, start, delimiter)
    const element = trimOws(text.slice(start, end))
    if (element !== '') elements.push(element)
    start = end + 1
  }
  return elements
}
