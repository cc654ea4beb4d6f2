import { KeyError } from '../errors.ts'

const MUTATORS = ['set', 'add', 'delete', 'clear', 'setdefault', 'pop', 'popitem', 'update', 'extend']

/**
 * What the dictionaries are made of that cannot be changed. To the compiler they have no method that changes anything; at
 * run time each of those methods is there and throws {@link KeyError}, for callers that the compiler did not see.
 *
 * @example
 * const add = Reflect.get(new ReadOnly(), 'add')
 * assert.throws(() => add.call(new ReadOnly()), { name: 'KeyError', code: 'ERR_NO_SUCH_KEY' })
 */
export class ReadOnly {
  static {
    for (const name of MUTATORS) {
      Object.defineProperty(ReadOnly.prototype, name, {
        configurable: true,
        writable: true,
        value(this: object, key?: unknown): never {
          throw new KeyError(
            typeof key === 'string' ? key : '',
            `Expected a dictionary that can be changed for ${name}(), ${this.constructor.name} is read-only`,
          )
        },
      })
    }
  }
}
