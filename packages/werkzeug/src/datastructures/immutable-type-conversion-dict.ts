import { refuseChange } from './immutable.ts'
import { ReadonlyDict } from './readonly-dict.ts'
import type { DictInit } from './readonly-dict.ts'
import { TypeConversionDict } from './type-conversion-dict.ts'

/**
 * A {@link TypeConversionDict} that cannot be changed. What would change it throws a TypeError, and takes no arguments, so
 * that the compiler refuses it first. Python: `werkzeug.datastructures.ImmutableTypeConversionDict`.
 *
 * @throws TypeError when it is made of something that has no pairs, and for changes
 * @example
 * const dict = new ImmutableTypeConversionDict({ n: '1' })
 * assert.equal(dict.get('n', { type: Number }), 1)
 * assert.throws(() => dict.clear(), TypeError)
 * assert.equal(dict.copy().set('n', '2').at('n'), '2')
 */
export class ImmutableTypeConversionDict<V = string> extends ReadonlyDict<V> {
  /** A copy that can be changed. */
  copy(): TypeConversionDict<V> {
    return new TypeConversionDict(this._values)
  }

  /** A copy that can be changed, with each key of another one set: Python's `|`. */
  merged(other: DictInit<V>): TypeConversionDict<V> {
    return this.copy().merged(other)
  }

  /** @throws TypeError */
  set(): never {
    return refuseChange(this)
  }

  /** @throws TypeError */
  setdefault(): never {
    return refuseChange(this)
  }

  /** @throws TypeError */
  update(): never {
    return refuseChange(this)
  }

  /** @throws TypeError */
  delete(): never {
    return refuseChange(this)
  }

  /** @throws TypeError */
  clear(): never {
    return refuseChange(this)
  }

  /** @throws TypeError */
  pop(): never {
    return refuseChange(this)
  }

  /** @throws TypeError */
  popitem(): never {
    return refuseChange(this)
  }
}
