import { encodePercentUtf8, safeSet } from '@triptych/raw/http'
import type { SafeSet } from '@triptych/raw/http'

/** What Werkzeug leaves as it is in names and values; the space is written as `+` afterwards. */
const QUERY_VALUE: SafeSet = safeSet(" !$'()*,/:;?@")

/**
 * Writes pairs as a query or as an urlencoded form, in UTF-8; pairs without a value (null, undefined) are left out, other
 * values are written as text. Python: `werkzeug.urls._urlencode`.
 *
 * @example
 * assert.equal(urlEncode([['q', 'a b&c'], ['n', 1], ['none', null]]), 'q=a+b%26c&n=1')
 */
export function urlEncode(items: Iterable<readonly [name: string, value: unknown]>): string {
  let encoded = ''
  for (const [name, value] of items) {
    if (value === null || value === undefined) continue
    encoded += `${encoded === '' ? '' : '&'}${urlEncodePart(name)}=${urlEncodePart(`${value as string | number}`)}`
  }
  return encoded
}

/**
 * Writes one name or value of a query.
 *
 * @example
 * assert.equal(urlEncodePart('50 % + 1'), '50+%25+%2B+1')
 */
export function urlEncodePart(text: string): string {
  return encodePercentUtf8(text, QUERY_VALUE).replaceAll(' ', '+')
}
