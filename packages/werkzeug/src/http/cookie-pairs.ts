import { cookiePairs, decodeUtf8, encodeUtf8, unescapeCookieValue } from '@triptych/raw/http'
import { skipSpace, strip, stripEnd } from './strip.ts'

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
    if (bare) add(pairs, value, '')
    else if (value.includes('\n')) addWithLineFeed(pairs, name, value)
    else add(pairs, name, value)
  }
  return pairs
}

function add(pairs: [string, string][], name: string, value: string): void {
  const key = strip(name)
  if (key !== '') pairs.push([key, unquoted(strip(value))])
}

/**
 * A value without quotes has no line feed. Where there is one all the same, what stands behind the equals sign begins
 * another cookie.
 */
function addWithLineFeed(pairs: [string, string][], firstName: string, value: string): void {
  const text = stripEnd(value)
  const lastFeed = text.lastIndexOf('\n')
  let name = firstName
  let start = 0
  for (;;) {
    const begin = skipSpace(text, start)
    if (begin > lastFeed || isQuoted(text, begin)) return add(pairs, name, text.slice(begin))
    const equals = text.indexOf('=', start)
    if (equals < 0) return add(pairs, text.slice(start), '')
    name = text.slice(start, equals)
    start = equals + 1
  }
}

const isQuoted = (text: string, start: number): boolean =>
  text.length - start >= 2 && text.charCodeAt(start) === 0x22 && text.endsWith('"')

function unquoted(value: string): string {
  if (!isQuoted(value, 0)) return value
  return value.includes('\\') ? decodeUtf8(unescapeCookieValue(encodeUtf8(value))) : value.slice(1, -1)
}
