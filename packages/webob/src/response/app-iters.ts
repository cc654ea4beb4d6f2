import type { HeaderPair } from '@triptych/raw'
import type { AppIter } from './response-state.ts'

/** A body that can cut a range out of itself, better than by reading all of it. */
export interface RangedIter {
  appIterRange(start: number, stop: number | null): AppIter
}

/**
 * Closes a body when it can be closed. Python: `webob.response.iter_close`.
 *
 * @example
 * let closed = 0
 * await iterClose({ close: () => void closed++, *[Symbol.iterator]() {} })
 * assert.equal(closed, 1)
 */
export async function iterClose(body: AppIter | null): Promise<void> {
  await body?.close?.()
}

/** What can be read block by block, such as an open file. */
export interface Readable {
  read(size: number): Uint8Array | null | undefined | Promise<Uint8Array | null | undefined>
  close?(): void | Promise<void>
}

/**
 * The blocks of something that can be read, in pieces of at most so many bytes; it is not closed. Python: `webob.response.iter_file`.
 *
 * @example
 * const blocks = [new Uint8Array([1]), new Uint8Array()]
 * const read = []
 * for await (const block of iterFile({ read: () => blocks.shift() })) read.push(block)
 * assert.equal(read.length, 1)
 */
export async function* iterFile(
  file: Readable,
  blockSize: number = 256 * 1024,
): AsyncGenerator<Uint8Array, void> {
  for (;;) {
    const block = await file.read(blockSize)
    if (!block || block.length === 0) return
    yield block
  }
}

/**
 * Fields without those of the given names, in lower case. Python: `webob.response.filter_headers`.
 *
 * @example
 * assert.deepEqual(filterHeaders([['Content-Length', '5'], ['ETag', '"a"']]), [['ETag', '"a"']])
 */
export function filterHeaders(
  list: readonly (readonly [name: string, value: string])[],
  removeHeaders: readonly string[] = ['content-length', 'content-type'],
): HeaderPair[] {
  const kept: HeaderPair[] = []
  for (const [name, value] of list) if (!removeHeaders.includes(name.toLowerCase())) kept.push([name, value])
  return kept
}

/**
 * A body without blocks that closes the one whose place it takes: for HEAD and 304. Python: `webob.response.EmptyResponse`.
 *
 * @example
 * assert.deepEqual([...new EmptyResponse([new Uint8Array(5)])], [])
 */
export class EmptyResponse implements Iterable<Uint8Array> {
  readonly #body: AppIter | null

  constructor(body: AppIter | null = null) {
    this.#body = body
  }

  /** Nothing. */
  next(): IteratorResult<Uint8Array, undefined> {
    return { done: true, value: undefined }
  }

  [Symbol.iterator](): Iterator<Uint8Array> {
    return this
  }

  async close(): Promise<void> {
    await iterClose(this.#body)
  }
}

/**
 * The bytes from `start` to before `stop` of a body, null to its end; the blocks before are read and dropped.
 * Python: `webob.response.AppIterRange`.
 *
 * @throws RangeError unless 0 <= start <= stop
 * @example
 * const range = new AppIterRange([new Uint8Array([1, 2]), new Uint8Array([3, 4])], 1, 3)
 * const blocks = []
 * for await (const block of range) blocks.push(...block)
 * assert.deepEqual(blocks, [2, 3])
 */
export class AppIterRange implements AsyncIterableIterator<Uint8Array, void> {
  readonly start: number
  readonly stop: number | null
  readonly #body: AppIter
  #blocks: AsyncGenerator<Uint8Array, void> | undefined

  constructor(body: AppIter, start: number, stop: number | null) {
    if (start < 0) throw new RangeError(`Expected a start that is not negative, got ${start}`)
    if (stop !== null && stop < start)
      throw new RangeError(`Expected a stop of at least ${start}, got ${stop}`)
    this.#body = body
    this.start = start
    this.stop = stop
  }

  /** The next block of the range. */
  next(): Promise<IteratorResult<Uint8Array, void>> {
    return (this.#blocks ??= this.#cut()).next()
  }

  /** Reads no more; the body is left to {@link close}. */
  return(): Promise<IteratorResult<Uint8Array, void>> {
    return (this.#blocks ??= this.#cut()).return()
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async *#cut(): AsyncGenerator<Uint8Array, void> {
    const { start } = this
    const stop = this.stop ?? Infinity
    let position = 0
    if (stop === 0) return
    for await (const block of this.#body) {
      const from = Math.min(block.length, Math.max(0, start - position))
      const to = Math.max(from, Math.min(block.length, stop - position))
      const before = position
      position += block.length
      // The block in which the range begins comes even when nothing of it does, as in the original.
      if (from < to || (before < start && position >= start)) {
        yield from === 0 && to === block.length ? block : block.subarray(from, to)
      }
      if (position >= stop) return
    }
  }

  async close(): Promise<void> {
    await iterClose(this.#body)
  }
}
