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
 * Writes a parameter: `key=value`. The value of a key with a star at its end is encoded already (RFC 8187), and stays.
 *
 * @example
 * assert.equal(quoteParameter('a', 'b c'), 'a="b c"')
 * assert.equal(quoteParameter('a*', "utf-8''b%20c"), "a*=utf-8''b%20c")
 */
export function quoteParameter(key: string, value: unknown): string {
  return `${key}=${key.endsWith('*') ? String(value) : quoteHeaderValue(value)}`
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
