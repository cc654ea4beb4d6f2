/**
 * The value of a part's header and its parameters, as Python's `cgi.parse_header` reads them: a parameter goes to the next
 * `;` outside of quotation marks, and loses a pair of them at its ends. Names are in lower case; the last of equal ones
 * counts. Linear.
 *
 * @example
 * const { value, params } = parsePartHeader('form-data; name="a; b"')
 * assert.equal(value, 'form-data')
 * assert.equal(params.get('name'), 'a; b')
 */
export function parsePartHeader(text: string): { value: string; params: ReadonlyMap<string, string> } {
  const parts: string[] = []
  let start = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"' && text[at - 1] !== '\\') isQuoted = !isQuoted
    else if (text[at] === ';' && !isQuoted) {
      parts.push(text.slice(start, at).trim())
      start = at + 1
    }
  }
  parts.push(text.slice(start).trim())
  const params = new Map<string, string>()
  for (const part of parts.slice(1)) {
    const equals = part.indexOf('=')
    if (equals < 0) continue
    const value = part.slice(equals + 1).trim()
    const isWhole = value.length >= 2 && value.startsWith('"') && value.endsWith('"')
    params.set(
      part.slice(0, equals).trim().toLowerCase(),
      isWhole ? value.slice(1, -1).replaceAll('\\\\', '\\').replaceAll('\\"', '"') : value,
    )
  }
  return { value: parts[0]!, params }
}
