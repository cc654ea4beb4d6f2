import { isEntries } from './entries.ts'
import type { Entries } from './entries.ts'
import { quoteHeaderValue, quoteParameter } from './quote.ts'

/** Values, or values by key; null writes the key alone. */
export type HeaderItems = Iterable<unknown> | Entries | Readonly<Record<string, unknown>>

/**
 * Writes a list, or `key=value` pairs, with commas between; what is no token is quoted. A null value writes the key alone, a
 * key with a star at its end has its value as it is. Python: `werkzeug.http.dump_header`.
 *
 * @example
 * assert.equal(dumpHeader(['a', 'b c']), 'a, "b c"')
 * assert.equal(dumpHeader({ realm: 'x y', stale: null }), 'realm="x y", stale')
 */
export function dumpHeader(items: HeaderItems): string {
  if (isEntries(items)) return pairs(items.entries())
  if (Symbol.iterator in items)
    return Array.from(items as Iterable<unknown>, (item) => quoteHeaderValue(item)).join(', ')
  return pairs(Object.entries(items))
}

function pairs(entries: Iterable<readonly [string, unknown]>): string {
  return Array.from(entries, ([key, value]) => {
    if (value === null || value === undefined) return key
    return quoteParameter(key, value)
  }).join(', ')
}
