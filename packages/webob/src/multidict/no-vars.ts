import { KeyError } from '../errors.ts'
import type { ReadonlyMultiDict } from './readonly-multi-dict.ts'

/**
 * A dictionary that holds nothing and knows why: what `POST()` gives when there is no form. Reading it is like reading an
 * empty dictionary, except that the error of `getone` gives the reason. Python: `webob.multidict.NoVars`.
 *
 * @example
 * const nothing = new NoVars('Not a form request')
 * assert.equal(nothing.get('a'), undefined)
 * assert.throws(() => nothing.getone('a'), /Not a form request/)
 */
export class NoVars implements ReadonlyMultiDict<never> {
  readonly reason: string

  constructor(reason?: string | null) {
    this.reason = reason ?? 'N/A'
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

  *keys(): IterableIterator<string> {}

  *values(): IterableIterator<never> {}

  *entries(): IterableIterator<[key: string, value: never]> {}

  [Symbol.iterator](): IterableIterator<[key: string, value: never]> {
    return this.entries()
  }

  copy(): NoVars {
    return this
  }
}
