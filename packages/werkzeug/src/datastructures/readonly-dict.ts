import { KeyError } from '../errors.ts'
import { converted } from './conversion.ts'
import type { GetOptions } from './conversion.ts'

/** What a dictionary can be made of: another one, pairs, a record. */
export type DictInit<V> = Iterable<readonly [key: string, value: V]> | { readonly [key: string]: V }

/**
 * The pairs of what a dictionary can be made of.
 *
 * @throws TypeError when it is neither iterable nor a record, or not made of pairs
 * @example
 * assert.deepEqual([...pairsOf({ a: '1' })], [['a', '1']])
 * assert.throws(() => pairsOf([['a']] as never), TypeError)
 */
export function pairsOf<V>(init: DictInit<V>): Iterable<readonly [key: string, value: V]> {
  if (typeof init !== 'object' || init === null) {
    throw new TypeError(`Expected pairs or a record, got ${init === null ? 'null' : typeof init}`)
  }
  if (!(Symbol.iterator in init)) return Object.entries(init as Record<string, V>)
  if (init instanceof Map || init instanceof ReadonlyDict) return init as Iterable<[string, V]>
  const pairs = [...(init as Iterable<readonly [string, V]>)]
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new TypeError(`Expected pairs of key and value, got ${JSON.stringify(pair)}`)
    }
  }
  return pairs
}

/**
 * The reading half of a dictionary with one value for a key, in the order in which the keys were added.
 *
 * @example
 * import { ImmutableDict, TypeConversionDict } from '@triptych/werkzeug/datastructures'
 * assert(new TypeConversionDict() instanceof ReadonlyDict)
 * assert(new ImmutableDict() instanceof ReadonlyDict)
 */
export abstract class ReadonlyDict<V = string> {
  /** The values by their keys. */
  protected readonly _values: Map<string, V>

  constructor(init?: DictInit<V> | null) {
    this._values = new Map(init === undefined || init === null ? [] : pairsOf(init))
  }

  /** How many keys there are. */
  get size(): number {
    return this._values.size
  }

  /** Whether there are no keys. */
  get isEmpty(): boolean {
    return this._values.size === 0
  }

  /** Whether the key is there. */
  has(key: string): boolean {
    return this._values.has(key)
  }

  /**
   * The value of a key, where there must be one: Python's `d[key]`.
   *
   * @throws KeyError for a key that is not there
   */
  at(key: string): V {
    if (!this._values.has(key)) throw new KeyError(key)
    return this._values.get(key) as V
  }

  /** The value of a key, converted by `type` when that is given; the default, when there is no value or `type` throws. */
  get(key: string): V | undefined
  get<T, D>(key: string, options: { readonly type: (value: V) => T; readonly default: D }): T | D
  get<T>(key: string, options: { readonly type: (value: V) => T }): T | undefined
  get<D>(key: string, options: { readonly default: D }): V | D
  get<T, D>(key: string, options?: GetOptions<V, T, D>): V | T | D | undefined {
    const value = this._values.get(key)
    if (!options) return value
    return this._values.has(key) ? converted(value as V, options) : options.default
  }

  /** The keys. */
  keys(): IterableIterator<string> {
    return this._values.keys()
  }

  /** The values. */
  values(): IterableIterator<V> {
    return this._values.values()
  }

  /** Pairs of key and value. */
  entries(): IterableIterator<[key: string, value: V]> {
    return this._values.entries()
  }

  /** Pairs of key and value, in an array. */
  items(): [key: string, value: V][] {
    return [...this._values]
  }

  [Symbol.iterator](): IterableIterator<[key: string, value: V]> {
    return this._values.entries()
  }

  /** Whether another one, or a `Map` or record, has the same keys with the same values, in any order. */
  equals(other: unknown): boolean {
    const theirs = valuesOf(other)
    if (theirs?.size !== this.size) return false
    for (const [key, value] of theirs) {
      if (!this._values.has(key) || !Object.is(this._values.get(key), value)) return false
    }
    return true
  }
}

function valuesOf(other: unknown): ReadonlyMap<string, unknown> | undefined {
  if (other instanceof ReadonlyDict) return new Map(other)
  if (other instanceof Map) return other
  const isRecord = typeof other === 'object' && other !== null && !(Symbol.iterator in other)
  return isRecord ? new Map(Object.entries(other)) : undefined
}
