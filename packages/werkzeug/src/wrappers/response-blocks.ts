import type { Body } from '@triptych/raw/gateway'
import { bytes } from '@triptych/raw/util'

/** A block of a body: bytes, or text that goes as UTF-8. */
export type Block = string | Uint8Array

/** A body in blocks, at once or with promises, and perhaps closed at the end. */
export type ResponseBlocks = (Iterable<Block> | AsyncIterable<Block>) & { close?(): void | Promise<void> }

/**
 * What can be sent as blocks: anything that iterates as it is, a stream of the platform as a body that cancels it when it
 * is closed, so that one that is never read is let go too.
 *
 * @throws TypeError when it is neither
 * @example
 * let cancelled = 0
 * const blocks = toBlocks(new ReadableStream({ cancel: () => void cancelled++ }))
 * await blocks.close()
 * assert.equal(cancelled, 1)
 */
export function toBlocks(body: ResponseBlocks | ReadableStream<Block>): ResponseBlocks {
  if (typeof body === 'object' && body !== null) {
    if ('getReader' in body) return new StreamBlocks(body)
    if (Symbol.iterator in body || Symbol.asyncIterator in body) return body
  }
  throw new TypeError(`Expected text, bytes, or blocks of them as body, got ${typeof body}`)
}

/**
 * The bytes of a block.
 *
 * @throws TypeError when it is neither text nor bytes
 * @example
 * assert.deepEqual(toBytes('a'), new Uint8Array([97]))
 */
export function toBytes(block: Block): Uint8Array {
  if (block instanceof Uint8Array) return block
  if (typeof block === 'string') return bytes(block)
  throw new TypeError(`Expected text or bytes as block of a body, got ${typeof block}`)
}

/**
 * The same blocks as bytes, made as they are asked for. Synchronous blocks stay so.
 *
 * @example
 * assert.deepEqual([...encodeBlocks(['a'])], [new Uint8Array([97])])
 */
export function encodeBlocks(blocks: ResponseBlocks): Body {
  return Symbol.iterator in blocks
    ? new EncodedList(blocks[Symbol.iterator]())
    : new EncodedStream(blocks[Symbol.asyncIterator]())
}

/**
 * Closes what blocks come from: by its own `close`, or by leaving it when it is a generator.
 *
 * @example
 * let left = 0
 * const blocks = (function* () { try { yield 'a' } finally { left++ } })()
 * blocks.next()
 * await closeBlocks(blocks)
 * assert.equal(left, 1)
 */
export async function closeBlocks(blocks: ResponseBlocks): Promise<void> {
  if (blocks.close) await blocks.close()
  else if (!Array.isArray(blocks))
    await (blocks as Partial<Generator<Block> | AsyncGenerator<Block>>).return?.(undefined)
}

class EncodedList implements IterableIterator<Uint8Array, void, undefined> {
  readonly #blocks: Iterator<Block>

  constructor(blocks: Iterator<Block>) {
    this.#blocks = blocks
  }

  next(): IteratorResult<Uint8Array, void> {
    const step = this.#blocks.next()
    return step.done === true ? DONE : { done: false, value: toBytes(step.value) }
  }

  return(): IteratorResult<Uint8Array, void> {
    this.#blocks.return?.()
    return DONE
  }

  [Symbol.iterator](): this {
    return this
  }
}

class EncodedStream implements AsyncIterableIterator<Uint8Array, void, undefined> {
  readonly #blocks: AsyncIterator<Block>

  constructor(blocks: AsyncIterator<Block>) {
    this.#blocks = blocks
  }

  async next(): Promise<IteratorResult<Uint8Array, void>> {
    const step = await this.#blocks.next()
    return step.done === true ? DONE : { done: false, value: toBytes(step.value) }
  }

  async return(): Promise<IteratorResult<Uint8Array, void>> {
    await this.#blocks.return?.()
    return DONE
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}

const DONE: IteratorResult<never, void> = Object.freeze({ done: true, value: undefined })

const ignored = (): void => {}

/** The blocks of a stream. Not every platform's streams iterate, and none closes. */
class StreamBlocks implements AsyncIterable<Block> {
  readonly #stream: ReadableStream<Block>
  #reader: ReadableStreamDefaultReader<Block> | undefined

  constructor(stream: ReadableStream<Block>) {
    this.#stream = stream
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Block, void, undefined> {
    const reader = (this.#reader ??= this.#stream.getReader())
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  }

  async close(): Promise<void> {
    // An error of the stream was thrown where it was read.
    if (this.#reader) await this.#reader.cancel().catch(ignored)
    else if (!this.#stream.locked) await this.#stream.cancel().catch(ignored)
  }
}
