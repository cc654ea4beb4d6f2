import { FileWrapper as BlockReader } from '@triptych/raw/environ'
import type { FileLike } from '@triptych/raw/gateway'

/** A file that may be positioned; what it lacks, {@link FileWrapper} says. */
export interface SeekableFile extends FileLike {
  seekable?(): boolean
  seek?(offset: number, whence?: number): void | Promise<void>
  tell?(): number | Promise<number>
}

/**
 * Turns a file into a body of blocks, `werkzeug.wsgi.FileWrapper`. With a Response it needs `directPassthrough`; see
 * `wrapFile`, which takes the server's own wrapper where there is one.
 *
 * @example
 * const file = { read: () => new Uint8Array(0), seek() {} }
 * const body = new FileWrapper(file, 1024)
 * assert.equal(body.seekable(), true)
 * assert.equal(await body.tell(), null)
 * assert.equal((await body.next()).done, true)
 */
export class FileWrapper extends BlockReader {
  declare readonly file: SeekableFile

  /**
   * @param bufferSize bytes of a block
   * @throws RangeError unless it is a positive whole number
   */
  constructor(file: SeekableFile, bufferSize: number = 8192) {
    super(file, bufferSize)
  }

  /** Bytes of a block. */
  get bufferSize(): number {
    return this.blockSize
  }

  /** Whether the file can be positioned: it says so, or has a `seek`. */
  seekable(): boolean {
    return this.file.seekable?.() ?? this.file.seek !== undefined
  }

  /** Goes to a position of the file; nothing happens when it cannot. */
  async seek(offset: number, whence?: number): Promise<void> {
    await (whence === undefined ? this.file.seek?.(offset) : this.file.seek?.(offset, whence))
  }

  /** The position in the file; `null` when it does not know. */
  async tell(): Promise<number | null> {
    return (await this.file.tell?.()) ?? null
  }
}
