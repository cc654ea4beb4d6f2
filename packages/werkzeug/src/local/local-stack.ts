import { readValue, writeValue } from './context.ts'
import { localProxy } from './local-proxy.ts'
import type { ProxyOptions } from './local-proxy.ts'

/**
 * A stack that belongs to the current context, `werkzeug.local.LocalStack`.
 *
 * @example
 * import { withContext } from '@triptych/werkzeug/local'
 * const stack = new LocalStack()
 * withContext(() => {
 *   assert.equal(stack.top, null)
 *   stack.push(23)
 *   assert.deepEqual(stack.push(42), [23, 42])
 *   assert.equal(stack.pop(), 42)
 *   assert.equal(stack.top, 23)
 * })
 * assert.equal(stack.top, null)
 */
export class LocalStack<T> {
  /**
   * Puts a value on top, and gives the whole stack, lowest first.
   *
   * @throws NoContextError outside of any context
   */
  push(value: T): readonly T[] {
    const stack = [...this.#stack(), value]
    writeValue(this, stack)
    return stack
  }

  /** Takes the value on top; `null` when there is none. */
  pop(): T | null {
    const stack = this.#stack()
    if (stack.length === 0) return null
    writeValue(this, stack.length === 1 ? undefined : stack.slice(0, -1))
    return stack.at(-1) as T
  }

  /** The value on top; `null` when there is none. */
  get top(): T | null {
    return this.#stack().at(-1) ?? null
  }

  /** A stand-in for whatever is on top when it is used, Python's `stack()`. */
  proxy(options?: ProxyOptions): T & object {
    return localProxy(() => this.top as (T & object) | null, options)
  }

  /** Takes everything away in the current context, Python's `__release_local__`. */
  release(): void {
    if (readValue(this) !== undefined) writeValue(this, undefined)
  }

  #stack(): readonly T[] {
    return (readValue(this) as readonly T[] | undefined) ?? []
  }
}
