import type { InputStream } from '@triptych/raw'
import { DisconnectionError } from '../errors.ts'

const EMPTY = new Uint8Array(0)
const LINE_FEED = 0x0a

/** An input that can be read again from any place. */
export interface SeekableStream extends InputStream {
  seek(position: number): void
}

/** Whether an input can be read again. */
export const isSeekable = (input: InputStream): input is SeekableStream =>
  typeof (input as Partial<SeekableStream>).seek === 'function'

/**
 * Bytes in memory as an input that can be read again.
 *
 * @example
 * const input = new SeekableInput(new Uint8Array([1, 2, 3]))
 * assert.equal((await input.read(2)).length, 2)
 * input.seek(0)
 * assert.equal((await input.read()).length, 3)
 */
export class SeekableInput implements SeekableStream {
  readonly bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array = EMPTY) {
    this.bytes = bytes
  }

  seek(position: number): void {
    this.#at = Math.min(Math.max(0, position), this.bytes.length)
  }

  async read(size: number = -1): Promise<Uint8Array> {
    const end = size < 0 ? this.bytes.length : Math.min(this.bytes.length, this.#at + size)
    const block = this.bytes.subarray(this.#at, end)
    this.#at = end
    return block
  }

  async readline(size: number = -1): Promise<Uint8Array> {
    const feed = this.bytes.indexOf(LINE_FEED, this.#at)
    const length = (feed < 0 ? this.bytes.length : feed + 1) - this.#at
    return this.read(size < 0 ? length : Math.min(size, length))
  }

  async readlines(hint: number = -1): Promise<Uint8Array[]> {
    return linesOf(this, hint)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    const rest = await this.read()
    if (rest.length > 0) yield rest
  }
}

async function linesOf(input: InputStream, hint: number): Promise<Uint8Array[]> {
  const lines: Uint8Array[] = []
  for (let total = 0; hint <= 0 || total < hint;) {
    const line = await input.readline()
    if (line.length === 0) break
    total += line.length
    lines.push(line)
  }
  return lines
}

/**
 * An input that ends after so many bytes, and throws when the one behind it ends before. Python:
 * `webob.request.LimitedLengthFile`.
 *
 * @throws DisconnectionError on reading, when the body is shorter
 * @example
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

  async #take(read: (size: number) => Promise<Uint8Array>, size: number): Promise<Uint8Array> {
    if (this.#remaining <= 0) return EMPTY
    const wanted = size < 0 ? this.#remaining : Math.min(size, this.#remaining)
    if (wanted === 0) return EMPTY
    const block = await read(wanted)
    this.#remaining -= block.length
    if (block.length === 0) throw new DisconnectionError(this.#length - this.#remaining, this.#length)
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

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    // An input gives what it has when it is asked for no more than a block at a time.
    while (this.#remaining > 0) yield await this.#take((count) => this.#input.read(count), 65_536)
  }
}

/** Blocks as one. */
export function concat(blocks: readonly Uint8Array[]): Uint8Array {
  if (blocks.length === 1) return blocks[0]!
  const whole = new Uint8Array(blocks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const block of blocks) {
    whole.set(block, at)
    at += block.length
  }
  return whole
}
