import type { Environ } from '@triptych/raw'
import { encodePercentUtf8, safeSet } from '@triptych/raw/http'
import { MultiDict } from './multi-dict.ts'
import type { MultiDictSource } from './readonly-multi-dict.ts'

/** What Python's `quote_plus` leaves alone: the unreserved characters, and the blank that becomes `+`. */
const SAFE = safeSet(' ')

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
export class GetDict extends MultiDict<string> {
  readonly #environ: Pick<Environ, 'QUERY_STRING'>

  constructor(pairs: MultiDictSource<string>, environ: Pick<Environ, 'QUERY_STRING'>) {
    super(pairs)
    this.#environ = environ
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
    this.#environ.QUERY_STRING = query.replaceAll(' ', '+')
  }
}
