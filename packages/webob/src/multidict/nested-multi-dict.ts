import { KeyError } from '../errors.ts'
import { MultiDict } from './multi-dict.ts'
import { ReadOnly } from './read-only.ts'
import type { ReadonlyMultiDict } from './readonly-multi-dict.ts'

/**
 * Several dictionaries in a row, read as one: `get` asks the first that has the key, everything else goes through all of
 * them. It shows what they hold at the time, and cannot be changed: what changes a dictionary throws KeyError.
 * Python: `webob.multidict.NestedMultiDict`.
 *
 * @example
 * import { MultiDict } from '@triptych/webob/multidict'
 * const all = new NestedMultiDict(new MultiDict([['a', '1'], ['a', '2']]), new MultiDict([['a', '3'], ['b', '4']]))
 * assert.equal(all.get('a'), '2')
 * assert.deepEqual(all.getall('a'), ['1', '2', '3'])
 * assert.equal(all.size, 4)
 */
export class NestedMultiDict<V = string> extends ReadOnly implements ReadonlyMultiDict<V> {
  /** The dictionaries, the first asked first. */
  readonly dicts: readonly ReadonlyMultiDict<V>[]

  constructor(...dicts: ReadonlyMultiDict<V>[]) {
    super()
    this.dicts = dicts
  }

  get size(): number {
    return this.dicts.reduce((sum, { size }) => sum + size, 0)
  }

  has(key: string): boolean {
    return this.dicts.some((dict) => dict.has(key))
  }

  get(key: string): V | undefined
  get<D>(key: string, fallback: D): V | D
  get(key: string, fallback?: unknown): unknown {
    const owner = this.dicts.find((dict) => dict.has(key))
    return owner ? owner.get(key) : fallback
  }

  getall(key: string): V[] {
    return this.dicts.flatMap((dict) => dict.getall(key))
  }

  getone(key: string): V {
    const values = this.getall(key)
    if (values.length === 1) return values[0]!
    throw new KeyError(
      key,
      values.length === 0 ? undefined : `Expected one value of ${JSON.stringify(key)}, got ${values.length}`,
    )
  }

  mixed(): Map<string, V | V[]> {
    return this.copy().mixed()
  }

  dictOfLists(): Map<string, V[]> {
    return this.copy().dictOfLists()
  }

  toMap(): Map<string, V> {
    const values = new Map<string, V>()
    for (const dict of this.dicts.toReversed())
      for (const [key, value] of dict.toMap()) values.set(key, value)
    return values
  }

  *keys(): IterableIterator<string> {
    for (const dict of this.dicts) yield* dict.keys()
  }

  *values(): IterableIterator<V> {
    for (const dict of this.dicts) yield* dict.values()
  }

  *entries(): IterableIterator<[key: string, value: V]> {
    for (const dict of this.dicts) yield* dict.entries()
  }

  [Symbol.iterator](): IterableIterator<[key: string, value: V]> {
    return this.entries()
  }

  /** Whether another dictionary has the same last value for each key: the comparison of Python's `dict`. */
  equals(other: Iterable<readonly [string, unknown]>): boolean {
    return this.copy().equals(other)
  }

  /** The pairs for a log, the values of passwords as asterisks. */
  override toString(): string {
    return this.copy().toString().replace('MultiDict', 'NestedMultiDict')
  }

  /** A dictionary of its own with all pairs, which can be changed. */
  copy(): MultiDict<V> {
    return new MultiDict(this)
  }
}
