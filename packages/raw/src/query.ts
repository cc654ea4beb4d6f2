import qs from 'qs'
import { UNRESERVED, encodePercent } from './http/percent.ts'
import { NO_PROBLEMS } from './http/problem.ts'
import type { Problem } from './http/problem.ts'
import { parseQuery } from './http/query.ts'
import { fromBytes, toBytes } from './http/utf8.ts'

/** A value of a query: text, or what brackets in its name made of it. Objects have no prototype. */
export type QueryValue = string | QueryValue[] | { [name: string]: QueryValue | undefined }

/** A query by name. */
export interface QueryValues {
  readonly values: Readonly<Record<string, QueryValue | undefined>>
  /**
   * `percent` and `utf-8` (malformed escapes, or bytes that are no UTF-8: the value is kept as it was written), and
   * `dropped-name` for a pair that is left out: its name is empty or has `__proto__` in it. At the beginning of
   * their pair.
   */
  readonly problems: readonly Problem[]
}

/** How much a query may hold. */
export interface QueryLimits {
  /** Pairs; default 1,000. */
  readonly parameterLimit?: number | undefined
  /** Elements of one list, in whatever notation; default 100. */
  readonly arrayLimit?: number | undefined
  /** Brackets in one name; default 5. */
  readonly depth?: number | undefined
}

/**
 * A query with more pairs, longer lists or deeper names than allowed; the message says which.
 *
 * @example
 * const environ = { QUERY_STRING: 'a[b][c]=1' }
 * assert.throws(() => query(environ, { depth: 1 }), { name: 'QueryLimitError', code: 'ERR_QUERY_LIMIT' })
 */
export class QueryLimitError extends RangeError {
  override readonly name = 'QueryLimitError'
  readonly code = 'ERR_QUERY_LIMIT'
}

/**
 * The query of a request for a program that wants values by name. The npm package `qs` does the work: a repeated name
 * gives a list, brackets give objects and lists (`a[b]=1`, `a[]=1`). Without brackets in mind, `parseQuery` of
 * `@triptych/raw/http` gives plain pairs, several times faster.
 *
 * @throws QueryLimitError (`code` is `ERR_QUERY_LIMIT`), to be answered with 400
 * @example
 * const { values } = query({ QUERY_STRING: 'page=2&tag=a&tag=b&sort[by]=name' })
 * assert.equal(values['page'], '2')
 * assert.deepEqual(values['tag'], ['a', 'b'])
 * assert.equal(JSON.stringify(values['sort']), '{"by":"name"}')
 * assert.deepEqual(query({ QUERY_STRING: 'a=1&__proto__=2' }).problems, [{ code: 'dropped-name', at: 4 }])
 */
export function query(
  environ: { readonly QUERY_STRING?: string | undefined },
  limits?: QueryLimits,
): QueryValues {
  const text = environ.QUERY_STRING ?? ''
  // One character is one byte here, while qs takes characters: escaped, bytes mean the same to both.
  const ascii = text.replace(/[^\0-\x7f]+/g, (run) => encodePercent(fromBytes(toBytes(run)), UNRESERVED))
  let values: unknown
  try {
    values = qs.parse(ascii, {
      plainObjects: true,
      strictDepth: true,
      throwOnLimitExceeded: true,
      parameterLimit: limits?.parameterLimit ?? 1000,
      arrayLimit: limits?.arrayLimit ?? 100,
      depth: limits?.depth ?? 5,
    })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new QueryLimitError(`Expected a query within its limits: ${error.message}`, { cause: error })
  }
  return { values: values as QueryValues['values'], problems: queryProblems(text) }
}

function queryProblems(text: string): readonly Problem[] {
  const { pairs, problems } = parseQuery(text)
  const dropped: Problem[] = []
  let start = 0
  for (const [name] of pairs) {
    // Pairs and non-empty pieces are the same in number and order.
    while (text.charCodeAt(start) === 0x26) start++
    if (name === '' || hasProto(name)) dropped.push({ code: 'dropped-name', at: start })
    const end = text.indexOf('&', start)
    start = end < 0 ? text.length : end
  }
  if (dropped.length === 0) return problems
  return problems === NO_PROBLEMS ? dropped : [...problems, ...dropped].toSorted((a, b) => a.at - b.at)
}

/** Whether one of the parts that brackets make of a name is `__proto__`; brackets in brackets belong to their part. */
function hasProto(name: string): boolean {
  if (!name.includes('__proto__')) return false
  let depth = 0
  let start = 0
  for (let at = 0; at < name.length; at++) {
    const char = name[at]
    if (char !== '[' && (char !== ']' || depth === 0)) continue
    if ((char === '[' ? depth++ : --depth) !== 0) continue
    if (name.slice(start, at) === '__proto__') return true
    start = at + 1
  }
  return start === 0 && name === '__proto__'
}
