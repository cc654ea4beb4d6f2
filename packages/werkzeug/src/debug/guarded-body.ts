import type { Body } from '@triptych/raw/gateway'
import { withCapture } from './frame-capture.ts'

/** Gives the block that stands for the rest of a body when making it failed, or throws. */
export type Rescue = (error: unknown) => Uint8Array

/**
 * A body whose errors are caught where it is made; what it is, synchronous or not, it stays.
 *
 * @example
 * function* broken() {
 *   throw new Error('no body')
 * }
 * const body = guardBody(broken(), {}, (error) => new TextEncoder().encode(error.message))
 * assert.equal(new TextDecoder().decode([...body][0]), 'no body')
 */
export function guardBody(body: Body, request: object, rescue: Rescue): Body {
  // Nothing can fail in an array of blocks, and the server knows its length.
  if (Array.isArray(body)) return body
  if (Symbol.iterator in body) return new GuardedBody(body, request, rescue)
  return new GuardedAsyncBody(body, request, rescue)
}

type Closable<T> = T & { close?(): void | Promise<void> }

class GuardedBody implements Iterable<Uint8Array>, Iterator<Uint8Array> {
  readonly #body: Closable<Iterable<Uint8Array>>
  readonly #request: object
  readonly #rescue: Rescue
  #iterator: Iterator<Uint8Array> | undefined
  #isOver = false

  constructor(body: Closable<Iterable<Uint8Array>>, request: object, rescue: Rescue) {
    this.#body = body
    this.#request = request
    this.#rescue = rescue
  }

  [Symbol.iterator](): this {
    return this
  }

  next(): IteratorResult<Uint8Array> {
    if (this.#isOver) return { done: true, value: undefined }
    try {
      return withCapture(this.#request, () => (this.#iterator ??= this.#body[Symbol.iterator]()).next())
    } catch (error) {
      this.#isOver = true
      return { done: false, value: this.#rescue(error) }
    }
  }

  return(): IteratorResult<Uint8Array> {
    this.#isOver = true
    this.#iterator?.return?.()
    return { done: true, value: undefined }
  }

  close(): void | Promise<void> {
    return this.#body.close?.()
  }
}

class GuardedAsyncBody implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array> {
  readonly #body: Closable<AsyncIterable<Uint8Array>>
  readonly #request: object
  readonly #rescue: Rescue
  #iterator: AsyncIterator<Uint8Array> | undefined
  #isOver = false

  constructor(body: Closable<AsyncIterable<Uint8Array>>, request: object, rescue: Rescue) {
    this.#body = body
    this.#request = request
    this.#rescue = rescue
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    if (this.#isOver) return { done: true, value: undefined }
    try {
      return await withCapture(this.#request, () =>
        (this.#iterator ??= this.#body[Symbol.asyncIterator]()).next(),
      )
    } catch (error) {
      this.#isOver = true
      return { done: false, value: this.#rescue(error) }
    }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    this.#isOver = true
    await this.#iterator?.return?.()
    return { done: true, value: undefined }
  }

  close(): void | Promise<void> {
    return this.#body.close?.()
  }
}
