import { decodeCharset, isSafeCharset, splitCharset } from './charset-value.ts'
import { parseListHeader } from './list-header.ts'
import { unquoteHeaderValue } from './quote.ts'
import { strip } from './strip.ts'

/**
 * Reads a list of `key=value` pairs: a key alone has the value null, of equal keys the last counts, `key*=utf-8''value` is
 * decoded. Python: `werkzeug.http.parse_dict_header`.
 *
 * @example
 * const pairs = parseDictHeader('realm="a b", qop=auth, stale, title*=utf-8\'\'caf%C3%A9')
 * assert.deepEqual([...pairs], [['realm', 'a b'], ['qop', 'auth'], ['stale', null], ['title', 'caf\xe9']])
 */
export function parseDictHeader(value: string): Map<string, string | null> {
  const pairs = new Map<string, string | null>()
  for (const item of parseListHeader(value)) {
    const equals = item.indexOf('=')
    const key = strip(equals < 0 ? item : item.slice(0, equals))
    if (key === '') continue
    if (equals < 0) pairs.set(key, null)
    else if (!key.endsWith('*')) pairs.set(key, unquoteHeaderValue(strip(item.slice(equals + 1))))
    else pairs.set(key.slice(0, -1), unquoteHeaderValue(extended(strip(item.slice(equals + 1)))))
  }
  return pairs
}

function extended(text: string): string {
  const { charset, value } = splitCharset(text) ?? { charset: '', value: text }
  return isSafeCharset(charset) ? decodeCharset(value, charset) : value
}
