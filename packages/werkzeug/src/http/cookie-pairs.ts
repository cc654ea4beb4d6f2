import { cookiePairs, decodeUtf8, encodeUtf8 } from '@triptych/raw/http'
import { strip } from './strip.ts'

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
    else if (isBroken(value)) addBroken(pairs, value)
    else add(pairs, name, unquoted(strip(value)))
  }
  return pairs
}

function add(pairs: [string, string][], name: string, value: string): void {
  const key = strip(name)
  if (key !== '') pairs.push([key, value])
}

/** A line feed ends no value: what stands behind the equals sign begins another cookie. */
function addBroken(pairs: [string, string][], text: string): void {
  const equals = text.indexOf('=')
  if (equals < 0) return add(pairs, text, '')
  const value = text.slice(equals + 1)
  if (isBroken(value)) addBroken(pairs, value)
  else add(pairs, text.slice(0, equals), unquoted(strip(value)))
}

const isBroken = (value: string): boolean => {
  const text = strip(value)
  return text.includes('\n') && !isQuoted(text)
}

const isQuoted = (value: string): boolean => value.length >= 2 && value.startsWith('"') && value.endsWith('"')

function unquoted(value: string): string {
  if (!isQuoted(value)) return value
  const inner = value.slice(1, -1)
  if (!inner.includes('\\')) return inner
  const bytes = encodeUtf8(inner).replaceAll(/\\([0-3][0-7]{2}|[^\n])/g, (_, escaped: string) =>
    escaped.length === 1 ? escaped : String.fromCharCode(Number.parseInt(escaped, 8)),
  )
  return decodeUtf8(bytes)
}
