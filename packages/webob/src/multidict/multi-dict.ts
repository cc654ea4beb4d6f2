import { KeyError } from '../errors.ts'
import type { MultiDictSource, MutableMultiDict, ReadonlyMultiDict } from './readonly-multi-dict.ts'

/** The key under which `console.log` looks for a description. */
const inspect = Symbol.for('nodejs.util.inspect.custom')

/** Keys whose values do not belong into a log. */
const SECRET = /passw(?:or)?d|pwd/i

const shownValue = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value) : String(value)

/** The pairs of anything that a dictionary can be made of. */
function pairsOf<V>(source: MultiDictSource<V>): [string, V][] {
  if (typeof source !== 'object' || source === null) {
    throw new TypeError(`Expected pairs or an object, got ${source === null ? 'null' : typeof source}`)
  }
  if (!(Symbol.iterator in source)) return Object.entries(source as Record<string, V>)
  const pairs: [string, V][] = []
  for (const pair of source as Iterable<readonly [string, V]>) {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new TypeError(`Expected pairs of key and value, got ${JSON.stringify(pair)}`)
    }
    pairs.push([pair[0], pair[1]])
  }
  return pairs
}

/** The value of each key as a dictionary itself sees it: with several in a row it is not the last one. */
function valuesOf<V>(source: MultiDictSource<V>): Map<string, V> | undefined {
  return 'toMap' in source && typeof source['toMap'] === 'function'
    ? (source as unknown as ReadonlyMultiDict<V>).toMap()
    : undefined
}

/**
 * A dictionary with several values for a key, in the order in which they were added: a form, a query. `get` gives the
 * *last* value of a key, `pop` takes the *first*, `set` moves the key to the end. Python: `webob.multidict.MultiDict`.
 *
 * It is a list of pairs: looking a key up takes a time that grows with their number, and no index is kept. Subclasses say
 * how keys compare (`fold`, `same`), what may be stored (`check`) and what follows from a change (`changed`).
 *
 * @throws TypeError when the source is not made of pairs
 * @example
 * const form = new MultiDict([['a', '1'], ['a', '2'], ['b', '3']])
 * assert.equal(form.get('a'), '2')
 * assert.deepEqual(form.getall('a'), ['1', '2'])
 * assert.equal(form.pop('a'), '1')
 * form.set('a', '4')
 * assert.deepEqual([...form], [['b', '3'], ['a', '4']])
 */
export class MultiDict<V = string> implements MutableMultiDict<V> {
  /** The pairs themselves. */
  protected readonly pairs: [string, V][]

  /** `view` is a list of pairs to work on in place of one's own. */
  constructor(source?: MultiDictSource<V>, view?: [string, V][]) {
    this.pairs = view ?? (source === undefined ? [] : pairsOf(source))
  }

  /**
   * A dictionary that is a live view of the given list of pairs. Python: `MultiDict.view_list`.
   *
   * @throws TypeError when it is no array
   */
  static viewList<V>(list: [string, V][]): MultiDict<V> {
    if (!Array.isArray(list)) throw new TypeError(`Expected an array of pairs, got ${typeof list}`)
    return new MultiDict<V>(undefined, list)
  }

  /** The form in which keys compare. */
  protected fold(key: string): string {
    return key
  }

  /** Whether the key of a pair is the one asked for, which is folded already. */
  protected same(name: string, folded: string): boolean {
    return name === folded
  }

  /** Refuses what may not be stored, by throwing. */
  protected check(_key: string, _value: V): void {}

  /** Called after each change. */
  protected changed(): void {}

  get size(): number {
    return this.pairs.length
  }

  has(key: string): boolean {
    return this.#lastIndex(key) >= 0
  }

  get(key: string): V | undefined
  get<D>(key: string, fallback: D): V | D
  get(key: string, fallback?: unknown): unknown {
    const at = this.#lastIndex(key)
    return at < 0 ? fallback : this.pairs[at]![1]
  }

  #lastIndex(key: string): number {
    const folded = this.fold(key)
    for (let at = this.pairs.length - 1; at >= 0; at--) {
      if (this.same(this.pairs[at]![0], folded)) return at
    }
    return -1
  }

  #firstIndex(key: string): number {
    const folded = this.fold(key)
    return this.pairs.findIndex(([name]) => this.same(name, folded))
  }

  getall(key: string): V[] {
    const folded = this.fold(key)
    const values: V[] = []
    for (const [name, value] of this.pairs) if (this.same(name, folded)) values.push(value)
    return values
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
    const lists = this.dictOfLists()
    return new Map([...lists].map(([key, values]) => [key, values.length === 1 ? values[0]! : values]))
  }

  dictOfLists(): Map<string, V[]> {
    const lists = new Map<string, V[]>()
    for (const [name, value] of this.pairs) {
      const key = this.fold(name)
      const values = lists.get(key)
      if (values) values.push(value)
      else lists.set(key, [value])
    }
    return lists
  }

  toMap(): Map<string, V> {
    const values = new Map<string, V>()
    for (const [name, value] of this.pairs) values.set(this.fold(name), value)
    return values
  }

  *keys(): IterableIterator<string> {
    for (const [key] of this.pairs) yield key
  }

  *values(): IterableIterator<V> {
    for (const [, value] of this.pairs) yield value
  }

  *entries(): IterableIterator<[key: string, value: V]> {
    for (const [key, value] of this.pairs) yield [key, value]
  }

  [Symbol.iterator](): IterableIterator<[key: string, value: V]> {
    return this.entries()
  }

  copy(): MultiDict<V> {
    return new MultiDict(this.pairs)
  }

  /** The pairs for a log, the values of passwords as asterisks. Python: `MultiDict.__repr__`. */
  toString(): string {
    const pairs = this.pairs.map(
      ([key, value]) => `[${JSON.stringify(key)}, ${SECRET.test(key) ? '"******"' : shownValue(value)}]`,
    )
    return `${this.constructor.name}([${pairs.join(', ')}])`
  }

  static {
    // What `console.log` shows in Node.
    Object.defineProperty(this.prototype, inspect, {
      value(this: MultiDict<unknown>): string {
        return this.toString()
      },
    })
  }

  /** Whether another dictionary has the same last value for each key: the comparison of Python's `dict`. */
  equals(other: Iterable<readonly [string, unknown]>): boolean {
    const here = new Map(this.pairs)
    const there = new Map(other)
    return (
      here.size === there.size &&
      [...here].every(([key, value]) => there.has(key) && there.get(key) === value)
    )
  }

  set(key: string, value: V): void {
    this.check(key, value)
    this.#remove(key)
    this.pairs.push([key, value])
    this.changed()
  }

  add(key: string, value: V): void {
    this.check(key, value)
    this.pairs.push([key, value])
    this.changed()
  }

  #remove(key: string): boolean {
    const folded = this.fold(key)
    let kept = 0
    for (const pair of this.pairs) if (!this.same(pair[0], folded)) this.pairs[kept++] = pair
    const found = kept < this.pairs.length
    this.pairs.length = kept
    return found
  }

  delete(key: string): boolean {
    const found = this.#remove(key)
    if (found) this.changed()
    return found
  }

  clear(): void {
    this.pairs.length = 0
    this.changed()
  }

  setdefault(key: string, value: V): V {
    const at = this.#firstIndex(key)
    if (at >= 0) {
      this.changed()
      return this.pairs[at]![1]
    }
    this.add(key, value)
    return value
  }

  pop(key: string): V
  pop<D>(key: string, fallback: D): V | D
  pop(key: string, ...rest: [fallback?: unknown]): unknown {
    const at = this.#firstIndex(key)
    if (at >= 0) {
      const [[, value]] = this.pairs.splice(at, 1) as [[string, V]]
      this.changed()
      return value
    }
    if (rest.length === 0) throw new KeyError(key)
    this.changed()
    return rest[0]
  }

  popitem(): [key: string, value: V] {
    const pair = this.pairs.pop()
    if (!pair) throw new KeyError('', 'Expected a pair to take out, the dictionary is empty')
    this.changed()
    return pair
  }

  update(other: MultiDictSource<V>): void {
    const pairs = pairsOf(other)
    const values = other instanceof MultiDict ? undefined : valuesOf(other)
    const added = new Map<string, [string, V]>()
    for (const [key, value] of pairs) {
      const folded = this.fold(key)
      const pair: [string, V] = [key, values?.has(key) ? values.get(key)! : value]
      this.check(key, pair[1])
      added.delete(folded)
      added.set(folded, pair)
    }
    let kept = 0
    for (const pair of this.pairs) if (!added.has(this.fold(pair[0]))) this.pairs[kept++] = pair
    this.pairs.length = kept
    for (const pair of added.values()) this.pairs.push(pair)
    this.changed()
  }

  extend(other: MultiDictSource<V>): void {
    const pairs = pairsOf(other)
    for (const [key, value] of pairs) this.check(key, value)
    for (const pair of pairs) this.pairs.push(pair)
    this.changed()
  }
}
