import type { HeaderPair } from '@triptych/raw'
import { checkField } from '@triptych/raw/http'
import { MultiDict } from '../multidict/multi-dict.ts'
import type { HeaderName } from './header-name.ts'

/**
 * The header fields of a response: a live view of its list of pairs. Names compare without case and keep theirs; `get`
 * gives the last value, `set` replaces all and appends, `pop` takes the first. What is written must be a field: the
 * name a token, the value without CR, LF, NUL and other controls. Python: `webob.headers.ResponseHeaders`.
 *
 * @throws FieldError (`ERR_INVALID_FIELD`) from every method that writes
 * @example
 * const list = [['Content-Type', 'text/html']]
 * const headers = ResponseHeaders.viewList(list)
 * headers.set('X-Trace', 'abc')
 * assert.equal(headers.get('content-type'), 'text/html')
 * assert.deepEqual(list, [['Content-Type', 'text/html'], ['X-Trace', 'abc']])
 * assert.throws(() => headers.set('X-Trace', 'a\r\nSet-Cookie: b'), { code: 'ERR_INVALID_FIELD' })
 */
export class ResponseHeaders extends MultiDict {
  /** The fields of a list of pairs, live. */
  static override viewList(list: HeaderPair[]): ResponseHeaders
  static override viewList<V>(list: never): MultiDict<V>
  static override viewList(list: HeaderPair[]): ResponseHeaders {
    if (!Array.isArray(list)) throw new TypeError(`Expected an array of pairs, got ${typeof list}`)
    return new ResponseHeaders(undefined, list)
  }

  constructor(
    source?: Iterable<readonly [string, string]> | Readonly<Record<string, string>>,
    view?: HeaderPair[],
  ) {
    super(undefined, view)
    if (source !== undefined) this.extend(source)
  }

  protected override fold(key: string): string {
    return key.toLowerCase()
  }

  protected override same(name: string, folded: string): boolean {
    return name === folded || (name.length === folded.length && name.toLowerCase() === folded)
  }

  protected override check(name: string, value: string): void {
    checkField(name, value)
  }

  override has<Name extends string>(name: HeaderName<Name>): boolean {
    return super.has(name)
  }

  override getall<Name extends string>(name: HeaderName<Name>): string[] {
    return super.getall(name)
  }

  override delete<Name extends string>(name: HeaderName<Name>): boolean {
    return super.delete(name)
  }

  override get<Name extends string>(name: HeaderName<Name>): string | undefined
  override get<Name extends string, D>(name: HeaderName<Name>, fallback: D): string | D
  override get(name: string, fallback?: unknown): unknown {
    return super.get(name, fallback)
  }

  override set<Name extends string>(name: HeaderName<Name>, value: string): void {
    super.set(name, value)
  }

  override add<Name extends string>(name: HeaderName<Name>, value: string): void {
    super.add(name, value)
  }

  override copy(): ResponseHeaders {
    return new ResponseHeaders(
      undefined,
      this.pairs.map(([name, value]) => [name, value]),
    )
  }
}
