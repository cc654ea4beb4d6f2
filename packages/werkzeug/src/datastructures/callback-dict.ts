import type { DictInit } from './readonly-dict.ts'
import { TypeConversionDict } from './type-conversion-dict.ts'

/**
 * A dictionary that tells when it was changed. Setting, deleting, clearing and updating always tell, `setdefault` and `pop`
 * when there was something to do. Python: `werkzeug.datastructures.CallbackDict`.
 *
 * @throws TypeError when it is made of something that has no pairs
 * @example
 * const seen: string[] = []
 * const dict = new CallbackDict({ a: '1' }, (changed) => seen.push([...changed.keys()].join()))
 * dict.set('b', '2')
 * dict.pop('c', { default: null })
 * dict.delete('a')
 * assert.deepEqual(seen, ['a,b', 'b'])
 */
export class CallbackDict<V = string> extends TypeConversionDict<V> {
  /** Called with the dictionary after each change; null for nobody. */
  onUpdate: ((changed: this) => void) | null

  constructor(init?: DictInit<V> | null, onUpdate: ((changed: CallbackDict<V>) => void) | null = null) {
    super(init)
    this.onUpdate = onUpdate
  }

  override set(key: string, value: V): this {
    super.set(key, value)
    this.onUpdate?.(this)
    return this
  }

  /** Removes a key and tells, when it was there; whether it was. */
  override delete(key: string): boolean {
    const isThere = super.delete(key)
    if (isThere) this.onUpdate?.(this)
    return isThere
  }

  override clear(): void {
    super.clear()
    this.onUpdate?.(this)
  }

  override update(other: DictInit<V>): void {
    super.update(other)
    this.onUpdate?.(this)
  }
}
