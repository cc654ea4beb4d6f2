import { decodePercent, encodePercentUtf8, percentProblems, safeSet } from './percent.ts'
import { NO_PROBLEMS } from './problem.ts'
import type { Problem } from './problem.ts'
import { decodeUtf8, isUtf8 } from './utf8.ts'

/** One name with its value. */
export type QueryPair = [name: string, value: string]

/** The pairs of a query or form in order. */
export interface Query {
  readonly pairs: QueryPair[]
  /**
   * `too-many-pairs` (reading stopped there), `percent` (malformed escape, kept as text) and `utf-8` (U+FFFD in its
   * place); the last two at the beginning of their pair.
   */
  readonly problems: readonly Problem[]
}

/** How {@link parseQuery} reads. */
export interface QueryOptions {
  /** At most so many pairs; the default is no limit, since reading takes time in proportion to the text. */
  readonly limit?: number | undefined
  /**
   * What the bytes mean: UTF-8, or one character for each byte, for those who decode by rules of their own.
   * The default is UTF-8.
   */
  readonly encoding?: 'utf-8' | 'latin-1' | undefined
}

/**
 * Reads application/x-www-form-urlencoded, the form of most query strings and plain forms (WHATWG URL, section 5.1):
 * `&` separates, `+` is a space, a name without `=` has an empty value, empty pieces are skipped. The text has one
 * character for each byte, as QUERY_STRING has.
 *
 * @example
 * assert.deepEqual(parseQuery('a=1&b=x+y&a=%E2%98%83&c').pairs, [['a', '1'], ['b', 'x y'], ['a', '\u2603'], ['c', '']])
 * assert.deepEqual(parseQuery('a=%zz&b=%FF').problems, [{ code: 'percent', at: 0 }, { code: 'utf-8', at: 6 }])
 */
export function parseQuery(text: string, options?: QueryOptions): Query {
  const limit = options?.limit ?? Infinity
  const state: State = { bytes: options?.encoding === 'latin-1', native: true, pair: 0, problems: undefined }
  const pairs: QueryPair[] = []
  for (let start = 0; start < text.length;) {
    let equals = -1
    let nameKind = 0
    let kind = 0
    let end = start
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end)
      if (code === 0x26) break
      if (code === 0x2b) kind |= PLUS
      else if (code === 0x25) kind |= PERCENT
      else if (code > 0x7f) kind |= HIGH
      else if (code === 0x3d && equals < 0) {
        equals = end
        nameKind = kind
        kind = 0
      }
    }
    state.pair = start
    if (end > start && pairs.length >= limit) {
      note(state, 'too-many-pairs')
      break
    }
    if (equals >= 0) {
      pairs.push([
        decode(text.slice(start, equals), nameKind, state),
        decode(text.slice(equals + 1, end), kind, state),
      ])
    } else if (end > start) pairs.push([decode(text.slice(start, end), kind, state), ''])
    start = end + 1
  }
  return { pairs, problems: state.problems ?? NO_PROBLEMS }
}

/** What a piece holds that keeps it from being its own meaning. */
const PLUS = 1
const PERCENT = 2
const HIGH = 4

interface State {
  readonly bytes: boolean
  /** Whether the engine's decoder may be tried: it is fastest, but its exceptions are slow, so one is enough. */
  native: boolean
  /** Where the pair begins. */
  pair: number
  problems: Problem[] | undefined
}

function note(state: State, code: string): void {
  ;(state.problems ??= []).push({ code, at: state.pair })
}

function decode(piece: string, kind: number, state: State): string {
  if (kind === 0) return piece
  const text = (kind & PLUS) === 0 ? piece : piece.replaceAll('+', ' ')
  if (kind === PLUS) return text
  if ((kind & HIGH) === 0 && state.native && !state.bytes) {
    try {
      return decodeURIComponent(text)
    } catch {
      state.native = false
    }
  }
  if (percentProblems(text).length > 0) note(state, 'percent')
  const decoded = decodePercent(text)
  if (state.bytes) return decoded
  if (!isUtf8(decoded)) note(state, 'utf-8')
  return decodeUtf8(decoded)
}

/** What the serialiser leaves alone (WHATWG URL, application/x-www-form-urlencoded percent-encode set), and the space. */
const FORM = safeSet('* ')
FORM['~'.charCodeAt(0)] = 0

/**
 * Writes application/x-www-form-urlencoded (WHATWG URL, section 5.2), in UTF-8. A lone surrogate becomes U+FFFD.
 *
 * @example
 * assert.equal(formatQuery([['a', 'x y'], ['b', 'caf\xe9&']]), 'a=x+y&b=caf%C3%A9%26')
 */
export function formatQuery(pairs: Iterable<readonly [name: string, value: string]>): string {
  let query = ''
  for (const [name, value] of pairs) {
    const pair = `${encodePercentUtf8(name, FORM)}=${encodePercentUtf8(value, FORM)}`
    query += query === '' ? pair : `&${pair}`
  }
  return query.replaceAll(' ', '+')
}
