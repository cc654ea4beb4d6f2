import { ImmutableTypeConversionDict } from './immutable-type-conversion-dict.ts'

/**
 * A dictionary that cannot be changed. Python: `werkzeug.datastructures.ImmutableDict`.
 *
 * @throws TypeError when it is made of something that has no pairs, and for changes
 * @example
 * const dict = new ImmutableDict([['n', 1]])
 * assert.equal(dict.at('n'), 1)
 * assert.throws(() => dict.clear(), /ImmutableDict objects are immutable/)
 */
export class ImmutableDict<V = string> extends ImmutableTypeConversionDict<V> {}
