import { unquoteHeaderValue } from './quote.ts'
import { strip } from './strip.ts'

/**
 * Reads a list of values: commas part them outside quotes, empty ones are dropped, those in quotes are unquoted. A quote
 * that is not closed makes the whole list empty. Python: `werkzeug.http.parse_list_header`.
 *
 * @example
 * assert.deepEqual(parseListHeader('token, "quoted, value", a="b c"'), ['token', 'quoted, value', 'a="b c"'])
 * assert.deepEqual(parseListHeader('a, "b'), [])
 */
export function parseListHeader(value: string): string[] {
  const items: string[] = []
  let start = 0
  let isQuoted = false
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at)
    if (isQuoted && code === 0x5c) at++
    else if (code === 0x22) isQuoted = !isQuoted
    else if (code === 0x2c && !isQuoted) {
      items.push(value.slice(start, at))
      start = at + 1
    }
  }
  if (isQuoted) return []
  items.push(value.slice(start))
  const found: string[] = []
  for (const item of items) {
    const text = strip(item)
    if (text !== '') found.push(unquoteHeaderValue(text))
  }
  return found
}
