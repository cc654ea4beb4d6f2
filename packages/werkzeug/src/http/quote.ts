import { isToken } from '@triptych/raw/http'

/**
 * Writes a value as it may stand in a header: a token as it is, anything else in quotes with `"` and `\` escaped; nothing
 * becomes `""`. Python: `werkzeug.http.quote_header_value`.
 *
 * @param allowToken false to quote tokens too
 * @example
 * assert.equal(quoteHeaderValue('utf-8'), 'utf-8')
 * assert.equal(quoteHeaderValue('a "b"'), '"a \\"b\\""')
 * assert.equal(quoteHeaderValue('utf-8', false), '"utf-8"')
 */
export function quoteHeaderValue(value: unknown, allowToken: boolean = true): string {
  const text = String(value)
  if (allowToken && isToken(text)) return text
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}

/**
 * Takes one pair of quotes and one level of backslashes off a value; one without quotes stays as it is.
 * Python: `werkzeug.http.unquote_header_value`.
 *
 * @example
 * assert.equal(unquoteHeaderValue('"a \\"b\\""'), 'a "b"')
 * assert.equal(unquoteHeaderValue('a\\b'), 'a\\b')
 */
export function unquoteHeaderValue(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value
  const inner = value.slice(1, -1)
  // A dot in Python's expressions is no line feed.
  return inner.includes('\\') ? inner.replaceAll(/\\([^\n])/gu, '$1') : inner
}
