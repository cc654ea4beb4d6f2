/**
 * A map that says when it was changed. Python: `webob.cachecontrol.UpdateDict`.
 *
 * @example
 * let changes = 0
 * const map = new UpdateDict([['a', 1]], () => changes++)
 * map.set('b', 2)
 * map.delete('a')
 * assert.equal(changes, 2)
 */
export class UpdateDict<K, V> extends Map<K, V> {
  /** Called after each change. */
  updated: (() => void) | undefined

  constructor(entries?: Iterable<readonly [K, V]>, updated?: () => void) {
    super()
    for (const [key, value] of entries ?? []) super.set(key, value)
    this.updated = updated
  }

  override set(key: K, value: V): this {
    super.set(key, value)
    this.updated?.()
    return this
  }

  override delete(key: K): boolean {
    const found = super.delete(key)
    if (found) this.updated?.()
    return found
  }

  override clear(): void {
    super.clear()
    this.updated?.()
  }
}
