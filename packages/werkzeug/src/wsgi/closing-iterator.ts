import type { Body } from '@triptych/raw/gateway'

/** What a {@link ClosingIterator} runs at the end. */
export type CloseCallback = () => void | Promise<void>

/**
 * A body that runs callbacks when the server closes it, `werkzeug.wsgi.ClosingIterator`: first the body's own `close`, then
 * the callbacks in order. Each runs even when one before it failed; the first error is thrown at the end.
 * A synchronous body stays one, so that the server can still tell its length.
 *
 * @example
 * const log = []
 * const body = new ClosingIterator([new Uint8Array(3)], () => void log.push('closed'))
 * assert.equal([...body][0].length, 3)
 * await body.close()
 * assert.deepEqual(log, ['closed'])
 */
export class ClosingIterator implements AsyncIterable<Uint8Array>, Iterable<Uint8Array> {
  readonly #body: Body
  readonly #callbacks: readonly CloseCallback[]
  // Servers look whether it is there: a body of one kind must not look like the other.
  declare [Symbol.iterator]: () => Iterator<Uint8Array, void, undefined>
  declare [Symbol.asyncIterator]: () => AsyncIterator<Uint8Array, void, undefined>

  constructor(body: Body, callbacks?: CloseCallback | Iterable<CloseCallback> | null) {
    this.#body = body
    this.#callbacks = typeof callbacks === 'function' ? [callbacks] : [...(callbacks ?? [])]
    if (Symbol.asyncIterator in body) this[Symbol.asyncIterator] = () => body[Symbol.asyncIterator]()
    else this[Symbol.iterator] = () => body[Symbol.iterator]()
  }

  async close(): Promise<void> {
    const errors: unknown[] = []
    const body = this.#body
    for (const callback of [() => body.close?.(), ...this.#callbacks]) {
      try {
        await callback()
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
  }
}
