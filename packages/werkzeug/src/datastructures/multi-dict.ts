import { BadRequestKeyError } from '../exceptions/bad-request-key-error.ts'
import { iterMultiItems } from './iter-multi-items.ts'
import { append, ListedMultiDict } from './listed-multi-dict.ts'
import type { MultiDictInit, ReadonlyMultiDict } from './readonly-multi-dict.ts'

/**
 * A dictionary with several values for a key, of which the first one is "the" value: a form, a query. Keys stay in the order
 * in which they were first added. A key that must be there and is not is a {@link BadRequestKeyError}, a 400.
 * Python: `werkzeug.datastructures.MultiDict`.
 *
 * @throws TypeError when it is made of something that has no pairs
 * @example
 * import { int } from '@triptych/werkzeug/datastructures'
 * const form = new MultiDict([['tag', 'red'], ['tag', 'blue'], ['page', '2']])
 * assert.equal(form.get('tag'), 'red')
 * assert.deepEqual(form.getlist('tag'), ['red', 'blue'])
 * assert.equal(form.get('page', { type: int }), 2)
 * assert.equal(form.get('size', { type: int, default: 10 }), 10)
 * assert.throws(() => form.at('size'), { code: 400 })
 */
export class MultiDict<V = string> extends ListedMultiDict<V> {
  /** Sets the only value of a key, which keeps its place. */
  set(key: string, value: V): this {
    this._lists.set(key, [value])
    return this
  }

  /** Adds a value to those of a key. */
  add(key: string, value: V): void {
    append(this._lists, key, value)
  }

  /** Sets the values of a key; the list is copied. */
  setlist(key: string, values: Iterable<V>): void {
    this._lists.set(key, [...values])
  }

  /**
   * The first value of a key, after setting it when the key is not there.
   *
   * @throws BadRequestKeyError when the key is there without a value
   */
  setdefault(key: string, value: V): V {
    if (!this._lists.has(key)) this.set(key, value)
    return this.at(key)
  }

  /** The values of a key, after setting them when the key is not there; the list is the one in the dictionary. */
  setlistdefault(key: string, values: Iterable<V> = []): V[] {
    const list = this._lists.get(key) ?? [...values]
    this._lists.set(key, list)
    return list
  }

  /** Adds the values of another one to those that are here: Python's `|=`. */
  update(other: MultiDictInit<V>): void {
    for (const [key, value] of iterMultiItems(other)) append(this._lists, key, value)
  }

  /** A copy with the values of another one added: Python's `|`. */
  merged(other: MultiDictInit<V>): this {
    const copy = this.copy()
    copy.update(other)
    return copy
  }

  /** Removes a key; whether it was there. */
  delete(key: string): boolean {
    return this._lists.delete(key)
  }

  /** Removes all keys. */
  clear(): void {
    this._lists.clear()
  }

  /**
   * Removes a key and gives its first value; the default, when there is none.
   *
   * @throws BadRequestKeyError for a key without a value, when no default is given
   */
  pop(key: string): V
  pop<D>(key: string, options: { readonly default: D }): V | D
  pop<D>(key: string, options?: { readonly default: D }): V | D {
    const list = this._lists.get(key)
    this._lists.delete(key)
    if (list !== undefined && list.length > 0) return list[0]!
    if (options) return options.default
    throw new BadRequestKeyError(key)
  }

  /** Removes a key and gives its values: an empty list, when the key is not there. */
  poplist(key: string): V[] {
    const list = this._lists.get(key) ?? []
    this._lists.delete(key)
    return list
  }

  /**
   * Removes the key that was added last, and gives it with its first value.
   *
   * @throws BadRequestKeyError when there is no key, or no value
   */
  popitem(): [key: string, value: V] {
    const [key, list] = this.popitemlist()
    if (list.length === 0) throw new BadRequestKeyError(key)
    return [key, list[0]!]
  }

  /**
   * Removes the key that was added last, and gives it with its values. It takes a time that grows with the number of keys.
   *
   * @throws BadRequestKeyError when there is no key
   */
  popitemlist(): [key: string, values: V[]] {
    const key = [...this._lists.keys()].at(-1)
    if (key === undefined) throw new BadRequestKeyError()
    return [key, this.poplist(key)]
  }

  /** Another one of the same class with the same values; the lists are its own. */
  copy(): this {
    return new (this.constructor as new (init: ReadonlyMultiDict<V>) => this)(this)
  }

  /**
   * Another one whose values are copies too: by their own `copy()`, otherwise by `structuredClone`.
   *
   * @throws DOMException for a value that cannot be cloned
   */
  deepcopy(): this {
    const copy = this.copy()
    for (const list of copy._lists.values()) list.forEach((value, at) => (list[at] = cloned(value)))
    return copy
  }
}

function cloned<V>(value: V): V {
  if (typeof value !== 'object' || value === null) return value
  if ('copy' in value && typeof value.copy === 'function') return (value.copy as () => V)()
  return structuredClone(value)
}
