import { BadRequestKeyError } from '../exceptions/bad-request-key-error.ts'
import { converted } from './conversion.ts'
import type { GetOptions } from './conversion.ts'

/**
 * What a dictionary with several values for a key can be made of: another one, pairs, or a record or `Map` whose values are
 * a value or a list (array or set) of them.
 */
export type MultiDictInit<V> =
  | ReadonlyMultiDict<V>
  | Iterable<readonly [key: string, value: V]>
  | ReadonlyMap<string, V | readonly V[] | ReadonlySet<V>>
  | { readonly [key: string]: V | readonly V[] | ReadonlySet<V> }

/** What `items` takes. */
export interface ItemsOptions {
  /** Whether each value of a key makes a pair, not only the first one. Default: false. */
  readonly multi?: boolean
}

/**
 * The reading half of a {@link MultiDict}: what a dictionary with several values for a key has, whether it can be changed or
 * not. Keys are in the order in which they were first added. A key may have an empty list of values, by `setlist`; what
 * gives the first value of every key then throws a RangeError.
 *
 * @example
 * import { ImmutableMultiDict, MultiDict } from '@triptych/werkzeug/datastructures'
 * const names = (form: ReadonlyMultiDict): string[] => [...form.keys()]
 * assert.deepEqual(names(new MultiDict({ a: '1' })), names(new ImmutableMultiDict([['a', '2']])))
 */
export abstract class ReadonlyMultiDict<V = string> {
  /** How many keys there are. */
  abstract readonly size: number

  /** Whether the key is there, with values or without. */
  abstract has(key: string): boolean

  /** The keys, each once. */
  abstract keys(): IterableIterator<string>

  /** The values of a key, to be read only; undefined when the key is not there. */
  protected abstract listOf(key: string): readonly V[] | undefined

  /** Whether there are no keys. */
  get isEmpty(): boolean {
    return this.size === 0
  }

  /**
   * The first value of a key, where there must be one: Python's `form[key]`.
   *
   * @throws BadRequestKeyError, a 400 when nobody catches it, for a key without a value
   */
  at(key: string): V {
    const list = this.listOf(key)
    if (list === undefined || list.length === 0) throw new BadRequestKeyError(key)
    return list[0]!
  }

  /**
   * The first value of a key, converted by `type` when that is given; the default, when there is no value or `type` throws.
   */
  get(key: string): V | undefined
  get<T, D>(key: string, options: { readonly type: (value: V) => T; readonly default: D }): T | D
  get<T>(key: string, options: { readonly type: (value: V) => T }): T | undefined
  get<D>(key: string, options: { readonly default: D }): V | D
  get<T, D>(key: string, options?: GetOptions<V, T, D>): V | T | D | undefined {
    const list = this.listOf(key)
    if (list === undefined || list.length === 0) return options?.default
    return options ? converted(list[0]!, options) : list[0]
  }

  /** The values of a key, in a list of one's own; with `type` those that it takes. */
  getlist(key: string): V[]
  getlist<T>(key: string, options: { readonly type: (value: V) => T }): T[]
  getlist<T>(key: string, options?: { readonly type?: (value: V) => T }): V[] | T[] {
    const list = this.listOf(key)
    if (list === undefined) return []
    const type = options?.type
    if (!type) return [...list]
    const values: T[] = []
    for (const value of list) {
      try {
        values.push(type(value))
      } catch {
        // What cannot be converted is left out.
      }
    }
    return values
  }

  /** Pairs of a key and its first value; with `multi` of a key and each of its values. */
  items(options?: ItemsOptions): [key: string, value: V][] {
    const items: [string, V][] = []
    for (const key of this.keys()) {
      const list = this.listOf(key)!
      if (options?.multi) for (const value of list) items.push([key, value])
      else items.push([key, firstOf(key, list)])
    }
    return items
  }

  /** Pairs of a key and the list of its values. */
  lists(): [key: string, values: V[]][] {
    const lists: [string, V[]][] = []
    for (const key of this.keys()) lists.push([key, this.listOf(key)!.slice()])
    return lists
  }

  /** The first value of each key. */
  values(): IterableIterator<V> {
    return this.items()
      .map(([, value]) => value)
      .values()
  }

  /** The list of values of each key. */
  listvalues(): V[][] {
    return this.lists().map(([, list]) => list)
  }

  /** Pairs of a key and its first value. */
  entries(): IterableIterator<[key: string, value: V]> {
    return this.items().values()
  }

  [Symbol.iterator](): IterableIterator<[key: string, value: V]> {
    return this.entries()
  }

  /** The first value of each key in a `Map`; with `flat: false` the lists of values. */
  toDict(options?: { readonly flat?: true }): Map<string, V>
  toDict(options: { readonly flat: false }): Map<string, V[]>
  toDict(options?: { readonly flat?: boolean }): Map<string, V> | Map<string, V[]> {
    return options?.flat === false ? new Map(this.lists()) : new Map(this.items())
  }

  /**
   * Whether another one has the same keys, in any order, with the same values in the same order. A record or `Map` of lists
   * counts as one.
   */
  equals(other: unknown): boolean {
    const lists = listsOf(other)
    if (lists?.size !== this.size) return false
    for (const [key, theirs] of lists) {
      const ours = this.listOf(key)
      if (!Array.isArray(theirs) || ours?.length !== theirs.length) return false
      if (!ours.every((value, at) => isEqual(value, theirs[at]))) return false
    }
    return true
  }
}

function firstOf<V>(key: string, list: readonly V[]): V {
  if (list.length === 0) throw new RangeError(`Expected a value of ${JSON.stringify(key)}, got an empty list`)
  return list[0]!
}

function listsOf(other: unknown): ReadonlyMap<string, unknown> | undefined {
  if (other instanceof ReadonlyMultiDict) return other.toDict({ flat: false })
  if (other instanceof Map) return other
  const isRecord = typeof other === 'object' && other !== null && !(Symbol.iterator in other)
  return isRecord ? new Map(Object.entries(other)) : undefined
}

/** Values are the same, or say so. */
const isEqual = (one: unknown, other: unknown): boolean =>
  Object.is(one, other) ||
  (typeof one === 'object' &&
    one !== null &&
    'equals' in one &&
    typeof one.equals === 'function' &&
    one.equals(other) === true)
