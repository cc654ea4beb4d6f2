import type { InputStream } from '@triptych/raw'
import { DisconnectionError } from '../errors.ts'
import { concat } from '../concat.ts'
import { linesOf } from './seekable-input.ts'

const EMPTY = new Uint8Array(0)

/**
 * An input that ends after so many bytes, and throws when the one behind it ends before. Python:
 * `webob.request.LimitedLengthFile`.
 *
 * @throws DisconnectionError on reading, when the body is shorter
 * @example
 * import { SeekableInput } from '@triptych/webob/request'
 * const input = new LimitedLengthFile(new SeekableInput(new Uint8Array(3)), 2)
 * assert.equal((await input.read()).length, 2)
 * await assert.rejects(new LimitedLengthFile(new SeekableInput(), 2).read(), { code: 'ERR_DISCONNECTED' })
 */
export class LimitedLengthFile implements InputStream {
  readonly #input: InputStream
  readonly #length: number
  #remaining: number

  constructor(input: InputStream, length: number) {
    this.#input = input
    this.#length = length
    this.#remaining = length
  }

  /** How many bytes have been read. */
  get received(): number {
    return this.#length - this.#remaining
  }

  #disconnected(): never {
    throw new DisconnectionError(this.received, this.#length)
  }

  async #take(read: (size: number) => Promise<Uint8Array>, size: number): Promise<Uint8Array> {
    if (this.#remaining <= 0) return EMPTY
    const wanted = size < 0 ? this.#remaining : Math.min(size, this.#remaining)
    if (wanted === 0) return EMPTY
    const block = await read(wanted)
    this.#remaining -= block.length
    if (block.length === 0) this.#disconnected()
    return block
  }

  async read(size: number = -1): Promise<Uint8Array> {
    const wanted = size < 0 ? this.#remaining : Math.min(size, this.#remaining)
    const blocks: Uint8Array[] = []
    for (let got = 0; got < wanted;) {
      const block = await this.#take((count) => this.#input.read(count), wanted - got)
      got += block.length
      if (block.length === wanted) return block
      blocks.push(block)
    }
    return concat(blocks)
  }

  async readline(size: number = -1): Promise<Uint8Array> {
    return this.#take((count) => this.#input.readline(count), size)
  }

  async readlines(hint: number = -1): Promise<Uint8Array[]> {
    return linesOf(this, hint)
  }

  /** The blocks as they come. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    if (this.#remaining <= 0) return
    for await (const block of this.#input) {
      const part = block.subarray(0, this.#remaining)
      this.#remaining -= part.length
      if (part.length > 0) yield part
      if (this.#remaining <= 0) return
    }
    this.#disconnected()
  }
}
