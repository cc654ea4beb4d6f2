import { refuseChange } from './immutable.ts'
import { ListedMultiDict } from './listed-multi-dict.ts'
import { MultiDict } from './multi-dict.ts'
import type { MultiDictInit } from './readonly-multi-dict.ts'

/**
 * A {@link MultiDict} that cannot be changed, such as the arguments of a request. What would change it throws a TypeError,
 * and takes no arguments, so that the compiler refuses it first. Python: `werkzeug.datastructures.ImmutableMultiDict`.
 *
 * @throws TypeError when it is made of something that has no pairs, and for changes
 * @example
 * const args = new ImmutableMultiDict([['page', '2']])
 * const next = args.copy()
 * next.set('page', '3')
 * assert.equal(args.get('page'), '2')
 * assert.throws(() => args.clear(), /ImmutableMultiDict objects are immutable/)
 */
export class ImmutableMultiDict<V = string> extends ListedMultiDict<V> {
  /** A copy that can be changed. */
  copy(): MultiDict<V> {
    return new MultiDict<V>(this)
  }

  /** A copy that can be changed, with the values of another one added: Python's `|`. */
  merged(other: MultiDictInit<V>): MultiDict<V> {
    return this.copy().merged(other)
  }

  /** A copy that can be changed, whose values are copies too. */
  deepcopy(): MultiDict<V> {
    return this.copy().deepcopy()
  }

  /** @throws TypeError */
  set(): never {
    return refuseChange(this)
  }

  /** @throws TypeError */
  add(): never {
    return refuseChange(this)
  }

  /** @throws TypeError */
  setlist(): never {
    return refuseChange(this)
  }

  /** @throws TypeError */
  setdefault(): never {
    return refuseChange(this)
  }

  /** @throws TypeError */
  setlistdefault(): never {
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
  poplist(): never {
    return refuseChange(this)
  }

  /** @throws TypeError */
  popitem(): never {
    return refuseChange(this)
  }

  /** @throws TypeError */
  popitemlist(): never {
    return refuseChange(this)
  }
}
