import type { AppIter, AppIterLike } from './response-state.ts'

/**
 * What can be sent as blocks: anything that iterates as it is, a stream of the platform as a body that cancels it when it
 * is closed, so that one which is never read is let go too.
 *
 * @throws TypeError when it is neither
 * @example
 * let cancelled = 0
 * const body = toAppIter(new ReadableStream({ cancel: () => void cancelled++ }))
 * await body.close()
 * assert.equal(cancelled, 1)
 */
export function toAppIter(body: AppIterLike): AppIter {
  if (typeof body === 'object' && body !== null) {
    if ('getReader' in body) return new StreamBody(body)
    if (Symbol.iterator in body || Symbol.asyncIterator in body) return body
  }
  throw new TypeError(`Expected blocks of bytes as body, got ${typeof body}`)
}

/** Takes part in no error: one of the stream itself was thrown where it was read. */
const ignored = (): void => {}

/** The blocks of a stream. Not every platform's streams iterate, and none closes. */
class StreamBody implements AsyncIterable<Uint8Array> {
  readonly #stream: ReadableStream<Uint8Array>
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#stream = stream
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    const reader = (this.#reader ??= this.#stream.getReader())
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  }

  async close(): Promise<void> {
    if (this.#reader) await this.#reader.cancel().catch(ignored)
    else if (!this.#stream.locked) await this.#stream.cancel().catch(ignored)
  }
}
