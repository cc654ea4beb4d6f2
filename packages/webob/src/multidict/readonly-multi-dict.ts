/**
 * What can be read of a dictionary with several values for a key: pairs in order. `get` gives the last value of a key,
 * `getall` all of them. Iteration gives the pairs, as a `Map` does.
 */
export interface ReadonlyMultiDict<V = string> extends Iterable<[key: string, value: V]> {
  /** How many pairs there are. */
  readonly size: number
  has(key: string): boolean
  /** The last value of a key, or the default. */
  get(key: string): V | undefined
  get<D>(key: string, fallback: D): V | D
  /** All values of a key, in order; none is an empty list. */
  getall(key: string): V[]
  /** The only value of a key; throws KeyError when there is none, or more than one. */
  getone(key: string): V
  /** Keys with one value each as that value, those with several as a list. */
  mixed(): Map<string, V | V[]>
  /** Every key with the list of its values. */
  dictOfLists(): Map<string, V[]>
  /** Every key with the value that `get` gives: Python's `dict(form)`. */
  toMap(): Map<string, V>
  /** The key of each pair: a key with two values comes twice. */
  keys(): IterableIterator<string>
  values(): IterableIterator<V>
  entries(): IterableIterator<[key: string, value: V]>
  /** A dictionary of its own with the same pairs. */
  copy(): ReadonlyMultiDict<V>
}

/** What a dictionary can be made of, or filled from: pairs, a plain object, a Map, another dictionary. */
export type MultiDictSource<V> = Iterable<readonly [key: string, value: V]> | Readonly<Record<string, V>>

/** A dictionary with several values for a key that can be changed. */
export interface MutableMultiDict<V = string> extends ReadonlyMultiDict<V> {
  /** Replaces all values of a key by one, at the end. */
  set(key: string, value: V): void
  /** Adds a value, keeping those that are there. */
  add(key: string, value: V): void
  /** Removes a key with all its values; tells whether it was there. */
  delete(key: string): boolean
  clear(): void
  /** The first value of a key; when there is none, the default is added and given. */
  setdefault(key: string, value: V): V
  /** Takes the first value of a key out; without a default a missing key throws KeyError. */
  pop(key: string): V
  pop<D>(key: string, fallback: D): V | D
  /** Takes the last pair out; throws KeyError when there is none. */
  popitem(): [key: string, value: V]
  /** Sets each key of another to the value that it has there: all values here are replaced. */
  update(other: MultiDictSource<V>): void
  /** Adds all pairs of another. */
  extend(other: MultiDictSource<V>): void
}
