/**
 * An array that cannot be changed: whatever would change it throws a TypeError. What it makes (`map`, `slice`) is an ordinary
 * array. Python: `werkzeug.datastructures.ImmutableList`.
 *
 * @example
 * const list = new ImmutableList(['a', 'b'])
 * assert.equal(list[1], 'b')
 * assert.throws(() => list.push('c'), TypeError)
 * assert.deepEqual(list.map((item) => item + item), ['aa', 'bb'])
 */
export class ImmutableList<T> extends Array<T> {
  constructor(items: Iterable<T> = []) {
    super()
    for (const item of items) this.push(item)
    Object.freeze(this)
  }

  /** Arrays made of this one can be changed. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }
}
