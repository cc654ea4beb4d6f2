import { KeyError } from '../errors.ts'
import { readValue, writeValue } from './context.ts'
import { localProxy } from './local-proxy.ts'
import type { ProxyOptions } from './local-proxy.ts'

const EMPTY: ReadonlyMap<PropertyKey, unknown> = new Map()

/**
 * Names with values that belong to the current context, `werkzeug.local.Local`: each request has its own, see
 * `LocalManager`. Name the types of the values: `new Local<{ user: User }>()`.
 *
 * @example
 * import { withContext } from '@triptych/werkzeug/local'
 * const local = new Local()
 * withContext(() => {
 *   local.set('user', 'ada')
 *   assert.equal(local.get('user'), 'ada')
 *   assert.deepEqual([...local], [['user', 'ada']])
 * })
 * assert.equal(local.get('user'), undefined)
 */
export class Local<T extends object = Record<string, unknown>> {
  /** The value of a name; `undefined` when it has none here. */
  get<K extends keyof T>(name: K): T[K] | undefined {
    return this.#values().get(name) as T[K] | undefined
  }

  /**
   * The value of a name, Python's `local.name`.
   *
   * @throws KeyError when it has none here
   */
  at<K extends keyof T>(name: K): T[K] {
    const values = this.#values()
    if (!values.has(name)) throw new KeyError(String(name))
    return values.get(name) as T[K]
  }

  has(name: keyof T): boolean {
    return this.#values().has(name)
  }

  /** @throws NoContextError outside of any context */
  set<K extends keyof T>(name: K, value: T[K]): void {
    writeValue(this, new Map(this.#values()).set(name, value))
  }

  /** Removes a name, and tells whether it was there. */
  delete(name: keyof T): boolean {
    const values = new Map(this.#values())
    const removed = values.delete(name)
    if (removed) writeValue(this, values)
    return removed
  }

  /** A stand-in for whatever the name means when it is used, Python's `local("name")`. */
  proxy<K extends keyof T>(name: K, options?: ProxyOptions): T[K] & object {
    return localProxy(() => this.get(name) as (T[K] & object) | undefined, options)
  }

  /** Removes all names in the current context, Python's `__release_local__`. */
  release(): void {
    if (readValue(this) !== undefined) writeValue(this, undefined)
  }

  [Symbol.iterator](): MapIterator<[keyof T, unknown]> {
    return this.#values().entries()
  }

  #values(): ReadonlyMap<keyof T, unknown> {
    return (
      (readValue(this) as ReadonlyMap<keyof T, unknown> | undefined) ??
      (EMPTY as ReadonlyMap<keyof T, unknown>)
    )
  }
}
