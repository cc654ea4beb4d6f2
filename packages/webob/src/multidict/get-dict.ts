import type { Environ } from '@triptych/raw'
import { encodePercentUtf8, safeSet } from '@triptych/raw/http'
import { parseQslText, type DecodeErrors } from '../compat.ts'
import { memoOf } from '../memo.ts'
import { MultiDict } from './multi-dict.ts'
import type { MultiDictSource } from './readonly-multi-dict.ts'

/** What Python's `quote_plus` leaves alone: the unreserved characters, and the blank that becomes `+`. */
const SAFE = safeSet(' ')

/** The part of an environ that a query lives in. */
type QueryEnviron = Pick<Environ, 'QUERY_STRING' | 'triptych.memo'>

/** How to read a query: its encoding (default UTF-8), and what to do with bytes that are not in it. */
export interface QueryTextOptions {
  readonly encoding?: string | undefined
  readonly errors?: DecodeErrors | undefined
}

/**
 * The query of a request: every change rewrites QUERY_STRING of its environ, percent-encoded in UTF-8.
 * Python: `webob.multidict.GetDict`.
 *
 * @throws TypeError when a key or a value that is set is no text
 * @example
 * const environ = { QUERY_STRING: 'a=1' }
 * const query = new GetDict([['a', '1']], environ)
 * query.add('b', 'x y')
 * assert.equal(environ.QUERY_STRING, 'a=1&b=x+y')
 */
export class GetDict extends MultiDict {
  readonly #environ: QueryEnviron

  /** `view` is a list of pairs to work on in place of one's own. */
  constructor(pairs: MultiDictSource<string>, environ: QueryEnviron, view?: [string, string][]) {
    super(pairs, view)
    this.#environ = environ
  }

  /**
   * The dictionary of an environ's QUERY_STRING: the same one until something else writes QUERY_STRING. A copied environ
   * has a dictionary of its own.
   *
   * @throws UndecodableError with status 400 when bytes are not in the encoding, unless `errors` is `replace`
   */
  static fromEnviron(environ: QueryEnviron, options: QueryTextOptions = {}): GetDict {
    const query = environ.QUERY_STRING ?? ''
    const memo = memoOf(environ)
    const parsed = memo.query as readonly [GetDict, string] | undefined
    if (parsed?.[1] === query) return parsed[0]
    const pairs = parseQslText(query, options.encoding, options.errors)
    const dict = new GetDict(pairs, environ, pairs)
    memo.query = [dict, query]
    return dict
  }

  protected override check(key: string, value: string): void {
    if (typeof key !== 'string' || typeof value !== 'string') {
      throw new TypeError(`Expected text for a key and its value, got ${typeof key} and ${typeof value}`)
    }
  }

  protected override changed(): void {
    this.onChange()
  }

  /** Writes the pairs to QUERY_STRING. Python: `GetDict.on_change`. */
  onChange(): void {
    let query = ''
    for (const [key, value] of this.pairs) {
      const pair = `${encodePercentUtf8(key, SAFE)}=${encodePercentUtf8(value, SAFE)}`
      query += query === '' ? pair : `&${pair}`
    }
    query = query.replaceAll(' ', '+')
    this.#environ.QUERY_STRING = query
    memoOf(this.#environ).query = [this, query]
  }
}
