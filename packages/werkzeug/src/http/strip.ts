/** What Python takes for space: more controls than JavaScript, and no byte order mark. */
function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f)
  return code === 0x85 || (code !== 0xfeff && String.fromCharCode(code).trim() === '')
}

/**
 * Text without the space at its ends, as Python's `str.strip` has it.
 *
 * @example
 * assert.equal(strip(' \x1fa b\t'), 'a b')
 * assert.equal(strip('\ufeffa'), '\ufeffa')
 */
export function strip(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

/**
 * Text without the space at its end, as Python's `str.rstrip` has it.
 *
 * @example
 * assert.equal(stripEnd(' a \x1f'), ' a')
 */
export function stripEnd(text: string): string {
  let end = text.length
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--
  return text.slice(0, end)
}

/**
 * The position behind the space that stands at a position.
 *
 * @example
 * assert.equal(skipSpace('a  b', 1), 3)
 */
export function skipSpace(text: string, start: number): number {
  let at = start
  while (at < text.length && isSpace(text.charCodeAt(at))) at++
  return at
}
