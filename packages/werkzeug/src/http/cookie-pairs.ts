import { cookiePairs, decodeUtf8, encodeUtf8 } from '@triptych/raw/http'

/**
 * The pairs of a Cookie field whose text is decoded: nameless ones are dropped, values in quotes have their escapes undone.
 * Python: `werkzeug.sansio.http.parse_cookie`.
 *
 * @example
 * assert.deepEqual(readCookies('a=1; b="x\\073y"; =c; d'), [['a', '1'], ['b', 'x;y'], ['d', '']])
 */
export function readCookies(text: string): [name: string, value: string][] {
  const pairs: [string, string][] = []
  for (const { name, value, bare } of cookiePairs(text, { quoted: true }).pairs) {
    const key = (bare ? value : name).trim()
    if (key !== '') pairs.push([key, bare ? '' : unquoted(value.trim())])
  }
  return pairs
}

function unquoted(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value
  const inner = value.slice(1, -1)
  if (!inner.includes('\\')) return inner
  const bytes = encodeUtf8(inner).replaceAll(/\\([0-3][0-7]{2}|[^\n])/g, (_, escaped: string) =>
    escaped.length === 1 ? escaped : String.fromCharCode(Number.parseInt(escaped, 8)),
  )
  return decodeUtf8(bytes)
}
