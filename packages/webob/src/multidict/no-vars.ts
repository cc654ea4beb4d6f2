import { KeyError } from '../errors.ts'
import { ReadOnly } from './read-only.ts'
import type { ReadonlyMultiDict } from './readonly-multi-dict.ts'

/**
 * A dictionary that holds nothing and knows why: what `POST()` gives when there is no form. Reading it is like reading an
 * empty dictionary, except that the error of `getone` gives the reason; what changes a dictionary throws KeyError.
 * Python: `webob.multidict.NoVars`.
 *
 * @example
 * const nothing = new NoVars('Not a form request')
 * assert.equal(nothing.get('a'), undefined)
 * assert.throws(() => nothing.getone('a'), /Not a form request/)
 */
export class NoVars extends ReadOnly implements ReadonlyMultiDict<never> {
  readonly reason: string

  constructor(reason?: string | null) {
    super()
    this.reason = reason || 'N/A'
  }

  get size(): 0 {
    return 0
  }

  has(_key: string): boolean {
    return false
  }

  get(key: string): undefined
  get<D>(key: string, fallback: D): D
  get(_key: string, fallback?: unknown): unknown {
    return fallback
  }

  getall(_key: string): never[] {
    return []
  }

  getone(key: string): never {
    throw new KeyError(key, `No such key: ${JSON.stringify(key)}: ${this.reason}`)
  }

  mixed(): Map<string, never> {
    return new Map<string, never>()
  }

  dictOfLists(): Map<string, never[]> {
    return new Map()
  }

  toMap(): Map<string, never> {
    return new Map<string, never>()
  }

  *keys(): IterableIterator<string> {}

  *values(): IterableIterator<never> {}

  *entries(): IterableIterator<[key: string, value: never]> {}

  [Symbol.iterator](): IterableIterator<[key: string, value: never]> {
    return this.entries()
  }

  /** Its reason, for a log. */
  override toString(): string {
    return `<NoVars: ${this.reason}>`
  }

  copy(): NoVars {
    return this
  }
}
