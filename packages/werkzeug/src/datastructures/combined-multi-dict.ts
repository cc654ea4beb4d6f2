import { BadRequestKeyError } from '../exceptions/bad-request-key-error.ts'
import { converted } from './conversion.ts'
import type { GetOptions } from './conversion.ts'
import { ImmutableMultiDict } from './immutable-multi-dict.ts'
import type { ItemsOptions, ReadonlyMultiDict } from './readonly-multi-dict.ts'

const NONE = Symbol('none')

/**
 * Several dictionaries seen as one, without copying: the first one that has a key gives its value, lists are joined. It
 * cannot be changed itself. Keys are in the order in which they are first met.
 * Python: `werkzeug.datastructures.CombinedMultiDict`.
 *
 * @throws TypeError for changes
 * @example
 * import { int, MultiDict } from '@triptych/werkzeug/datastructures'
 * const values = new CombinedMultiDict([new MultiDict({ page: 'x', a: '1' }), new MultiDict({ page: '2' })])
 * assert.equal(values.get('page'), 'x')
 * assert.equal(values.get('page', { type: int }), 2)
 * assert.deepEqual(values.getlist('page'), ['x', '2'])
 */
export class CombinedMultiDict<V = string> extends ImmutableMultiDict<V> {
  /** The dictionaries, in the order in which they are asked. */
  readonly dicts: readonly ReadonlyMultiDict<V>[]

  constructor(dicts: Iterable<ReadonlyMultiDict<V>> = []) {
    super()
    this.dicts = [...dicts]
  }

  override get size(): number {
    return this.keySet().size
  }

  override has(key: string): boolean {
    return this.dicts.some((dict) => dict.has(key))
  }

  override keys(): IterableIterator<string> {
    return this.keySet().values()
  }

  /** @throws BadRequestKeyError when none has the key, or the first one that has it has no value */
  override at(key: string): V {
    for (const dict of this.dicts) if (dict.has(key)) return dict.at(key)
    throw new BadRequestKeyError(key)
  }

  /** As in any; when `type` throws, the next dictionary that has the key is asked. */
  override get(key: string): V | undefined
  override get<T, D>(key: string, options: { readonly type: (value: V) => T; readonly default: D }): T | D
  override get<T>(key: string, options: { readonly type: (value: V) => T }): T | undefined
  override get<D>(key: string, options: { readonly default: D }): V | D
  override get<T, D>(key: string, options: GetOptions<V, T, D> = {}): V | T | D | undefined {
    for (const dict of this.dicts) {
      if (!dict.has(key)) continue
      const value = converted<V, T, typeof NONE>(dict.at(key), { type: options.type, default: NONE })
      if (value !== NONE) return value
    }
    return options.default
  }

  override items({ multi = false }: ItemsOptions = {}): [key: string, value: V][] {
    const all = this.dicts.flatMap((dict) => dict.items({ multi }))
    if (multi) return all
    const found = new Map<string, V>()
    for (const [key, value] of all) if (!found.has(key)) found.set(key, value)
    return [...found]
  }

  protected override listOf(key: string): readonly V[] | undefined {
    return this.has(key) ? this.dicts.flatMap((dict) => dict.getlist(key)) : undefined
  }

  private keySet(): Set<string> {
    const keys = new Set<string>()
    for (const dict of this.dicts) for (const key of dict.keys()) keys.add(key)
    return keys
  }
}
