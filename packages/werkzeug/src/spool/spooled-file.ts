import type { InputStream } from '@triptych/raw/gateway'
import { GrowingBuffer } from '../growing-buffer.ts'
import type { TemporaryFile } from './temporary-file.ts'

const EMPTY = new Uint8Array(0)
const LINE_FEED = 0x0a
const BLOCK = 65_536
/** Smaller pieces are copied, so that a few bytes do not keep a whole block of the network in memory. */
const COPIED = 4096

/** How a {@link SpooledFile} is kept. */
export interface SpooledFileOptions {
  /** Bytes above which the content goes to a temporary file. Default: no limit. */
  readonly maxSize?: number
  /** Where it goes; `null` keeps it in memory. */
  readonly open?: () => Promise<TemporaryFile | null>
}

/**
 * A file that is in memory while it is small and on the disk when it is not, as Python's `SpooledTemporaryFile`. It is
 * written at its end and read from anywhere.
 *
 * @example
 * import { openTemporaryFile } from '@triptych/werkzeug/formparser'
 * const file = new SpooledFile({ maxSize: 4, open: openTemporaryFile })
 * await file.write(new TextEncoder().encode('hello\nworld'))
 * assert.equal(file.isInMemory, false)
 * file.seek(0)
 * assert.equal(new TextDecoder().decode(await file.readline()), 'hello\n')
 * assert.equal(new TextDecoder().decode(await file.read()), 'world')
 * await file.close()
 */
export class SpooledFile implements InputStream {
  readonly #maxSize: number
  readonly #open: () => Promise<TemporaryFile | null>
  #buffer = new GrowingBuffer()
  #file: TemporaryFile | null = null
  #size = 0
  #position = 0
  #closed = false

  constructor({ maxSize = Infinity, open = async () => null }: SpooledFileOptions = {}) {
    this.#maxSize = maxSize
    this.#open = open
  }

  /** A file in memory with that content. */
  static of(bytes: Uint8Array): SpooledFile {
    const file = new SpooledFile()
    file.#buffer.push(bytes)
    file.#size = bytes.length
    return file
  }

  /** How many bytes it has. */
  get size(): number {
    return this.#size
  }

  /** Whether it needs no temporary file. */
  get isInMemory(): boolean {
    return this.#file === null
  }

  /** Whether it has been closed. */
  get closed(): boolean {
    return this.#closed
  }

  /**
   * Appends bytes. What is returned must be awaited before the next call.
   *
   * @throws TypeError when it is closed; what the system throws
   */
  write(block: Uint8Array): void | Promise<void> {
    this.#check()
    if (this.#file) return this.#append(this.#file, block)
    if (this.#size + block.length > this.#maxSize) return this.#rollOver(block)
    this.#keep(block)
  }

  /** Says that all has been written: the file can be read from its beginning. */
  finish(): this {
    this.#position = 0
    return this
  }

  #keep(block: Uint8Array): void {
    this.#size += block.length
    this.#buffer.push(block.length < COPIED ? block.slice() : block)
  }

  async #append(file: TemporaryFile, block: Uint8Array): Promise<void> {
    await file.write(block, this.#size)
    this.#size += block.length
  }

  async #rollOver(block: Uint8Array): Promise<void> {
    const file = await this.#open()
    if (!file) return this.#keep(block)
    this.#file = file
    if (this.#size > 0) await file.write(this.#buffer.bytes, 0)
    this.#buffer = new GrowingBuffer()
    await this.#append(file, block)
  }

  /** Goes to a position: from the beginning, from here (1) or from the end (2). Gives the new position. */
  seek(position: number, whence: 0 | 1 | 2 = 0): number {
    const base = whence === 0 ? 0 : whence === 1 ? this.#position : this.#size
    this.#position = Math.max(0, base + position)
    return this.#position
  }

  /** Where the next byte is read. */
  tell(): number {
    return this.#position
  }

  /**
   * Reads `size` bytes, fewer only at the end; without a size all that is left.
   *
   * @throws TypeError when it is closed
   */
  async read(size: number = -1): Promise<Uint8Array> {
    const left = Math.max(0, this.#size - this.#position)
    const block = await this.#peek(size < 0 ? left : Math.min(size, left))
    this.#position += block.length
    return block
  }

  /** Reads one line with its line feed; fewer bytes at `size` or at the end. */
  async readline(size: number = -1): Promise<Uint8Array> {
    const start = this.#position
    const most = Math.min(size < 0 ? Infinity : size, this.#size - start)
    for (let length = 0; length < most;) {
      this.#position = start + length
      const block = await this.#peek(Math.min(BLOCK, most - length))
      const feed = block.indexOf(LINE_FEED)
      if (feed >= 0 || block.length === 0) {
        this.#position = start
        return this.read(length + feed + 1)
      }
      length += block.length
    }
    this.#position = start
    return this.read(Math.max(0, most))
  }

  /** Reads all lines, or with a positive `hint` only until that many bytes have come. */
  async readlines(hint: number = -1): Promise<Uint8Array[]> {
    const lines: Uint8Array[] = []
    for (let total = 0; hint <= 0 || total < hint;) {
      const line = await this.readline()
      if (line.length === 0) break
      total += line.length
      lines.push(line)
    }
    return lines
  }

  /** What is left, in blocks of at most 64 KiB. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const block = await this.read(BLOCK)
      if (block.length === 0) return
      yield block
    }
  }

  /** Frees the memory or the disk. May be called more than once. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#buffer = new GrowingBuffer()
    await this.#file?.close()
  }

  #check(): void {
    if (this.#closed) throw new TypeError('Expected an open file, got one that is closed')
  }

  /** The bytes from the position on. */
  async #peek(size: number): Promise<Uint8Array> {
    this.#check()
    if (size === 0) return EMPTY
    if (!this.#file) return this.#buffer.bytes.subarray(this.#position, this.#position + size)
    const buffer = new Uint8Array(size)
    const count = await this.#file.read(buffer, this.#position)
    return count === size ? buffer : buffer.subarray(0, count)
  }
}
