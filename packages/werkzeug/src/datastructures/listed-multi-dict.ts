import { iterMultiItems } from './iter-multi-items.ts'
import { ReadonlyMultiDict } from './readonly-multi-dict.ts'
import type { MultiDictInit } from './readonly-multi-dict.ts'

/**
 * Adds a value to the list of its key.
 *
 * @example
 * const lists = new Map([['a', ['1']]])
 * append(lists, 'a', '2')
 * append(lists, 'b', '3')
 * assert.deepEqual([...lists], [['a', ['1', '2']], ['b', ['3']]])
 */
export function append<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/**
 * A dictionary whose lists of values are its own: what the one that can be changed and the one that cannot have in common.
 *
 * @example
 * import { MultiDict } from '@triptych/werkzeug/datastructures'
 * assert(new MultiDict() instanceof ListedMultiDict)
 */
export abstract class ListedMultiDict<V> extends ReadonlyMultiDict<V> {
  /** The values by their keys. */
  protected readonly _lists: Map<string, V[]> = new Map<string, V[]>()

  constructor(init?: MultiDictInit<V> | null) {
    super()
    if (init === undefined || init === null) return
    const lists = this._lists
    if (init instanceof ReadonlyMultiDict) {
      for (const [key, values] of init.lists()) lists.set(key, values)
    } else {
      for (const [key, value] of iterMultiItems(init)) append(lists, key, value)
    }
  }

  override get size(): number {
    return this._lists.size
  }

  override has(key: string): boolean {
    return this._lists.has(key)
  }

  override keys(): IterableIterator<string> {
    return this._lists.keys()
  }

  protected override listOf(key: string): readonly V[] | undefined {
    return this._lists.get(key)
  }
}
