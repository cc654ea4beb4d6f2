import { KeyError } from '../errors.ts'
import { pairsOf, ReadonlyDict } from './readonly-dict.ts'
import type { DictInit } from './readonly-dict.ts'

/**
 * A dictionary whose `get` converts. Python: `werkzeug.datastructures.TypeConversionDict`.
 *
 * @throws TypeError when it is made of something that has no pairs
 * @example
 * import { int } from '@triptych/werkzeug/datastructures'
 * const dict = new TypeConversionDict({ foo: '42', bar: 'blub' })
 * assert.equal(dict.get('foo', { type: int }), 42)
 * assert.equal(dict.get('bar', { type: int, default: -1 }), -1)
 */
export class TypeConversionDict<V = string> extends ReadonlyDict<V> {
  /** Sets the value of a key. */
  set(key: string, value: V): this {
    this._values.set(key, value)
    return this
  }

  /** The value of a key, after setting it when the key is not there. */
  setdefault(key: string, value: V): V {
    if (!this._values.has(key)) this.set(key, value)
    return this._values.get(key) as V
  }

  /** Removes a key; whether it was there. */
  delete(key: string): boolean {
    return this._values.delete(key)
  }

  /**
   * Removes a key and gives its value; the default, when it is not there.
   *
   * @throws KeyError for a key that is not there, when no default is given
   */
  pop(key: string): V
  pop<D>(key: string, options: { readonly default: D }): V | D
  pop<D>(key: string, options?: { readonly default: D }): V | D {
    if (!this._values.has(key)) {
      if (options) return options.default
      throw new KeyError(key)
    }
    const value = this._values.get(key) as V
    this.delete(key)
    return value
  }

  /**
   * Removes the key that was added last, and gives it with its value. It takes a time that grows with the number of keys.
   *
   * @throws KeyError when there is none
   */
  popitem(): [key: string, value: V] {
    const key = [...this._values.keys()].at(-1)
    if (key === undefined) throw new KeyError('', 'Expected a key to remove, got an empty dictionary')
    return [key, this.pop(key)]
  }

  /** Removes all keys. */
  clear(): void {
    this._values.clear()
  }

  /** Sets each key of another one: Python's `|=`. */
  update(other: DictInit<V>): void {
    for (const [key, value] of pairsOf(other)) this._values.set(key, value)
  }

  /** A copy. */
  copy(): TypeConversionDict<V> {
    return new TypeConversionDict(this._values)
  }

  /** A copy with each key of another one set: Python's `|`. */
  merged(other: DictInit<V>): TypeConversionDict<V> {
    const copy = this.copy()
    copy.update(other)
    return copy
  }
}
