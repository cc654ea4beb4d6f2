import type { InputStream } from '@triptych/raw'

const EMPTY = new Uint8Array(0)
const LINE_FEED = 0x0a

/** An input that can be read again from any place. */
export interface SeekableStream extends InputStream {
  seek(position: number): void
}

/**
 * Whether an input can be read again.
 *
 * @example
 * assert.equal(isSeekable(new SeekableInput(new Uint8Array(3))), true)
 */
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

  /** Where the next read begins, in bytes from the beginning. */
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

/**
 * All lines of an input, or with a positive hint only until that many bytes have come.
 *
 * @example
 * const input = new SeekableInput(new TextEncoder().encode('a\nb\n'))
 * assert.equal((await linesOf(input, -1)).length, 2)
 */
export async function linesOf(input: InputStream, hint: number): Promise<Uint8Array[]> {
  const lines: Uint8Array[] = []
  for (let total = 0; hint <= 0 || total < hint;) {
    const line = await input.readline()
    if (line.length === 0) break
    total += line.length
    lines.push(line)
  }
  return lines
}
