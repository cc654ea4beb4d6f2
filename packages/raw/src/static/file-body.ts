import type { FileLike } from '../gateway.ts'
import type { Span } from '../http/range.ts'
import type { OpenFile } from './file-system.ts'

/** How much of a file is read at once, in bytes. */
export const BLOCK_SIZE = 65536

/** A part of a body: bytes as they are, or a piece of the file. */
export type Piece = Uint8Array | Span

const isBytes = (piece: Piece): piece is Uint8Array => piece instanceof Uint8Array

/**
 * Pieces of an open file as the body of a response. `close`, which the server calls on every path, closes the file;
 * reading does not, so a body can be read again. Each block has a buffer of its own: a socket may still hold the last
 * one when the next is read. A file that has become shorter ends early, and the server sees that bytes are missing.
 *
 * @example
 * import { mapFileSystem } from '@triptych/raw/static'
 * const files = mapFileSystem({ '/a.txt': '0123456789' })
 * const body = new FileBody(await files.open('/a.txt'), [[2, 4], new Uint8Array([45]), [8, 10]])
 * let text = ''
 * for await (const block of body) text += new TextDecoder().decode(block)
 * await body.close()
 * assert.equal(text, '23-89')
 */
export class FileBody implements AsyncIterable<Uint8Array> {
  readonly #file: OpenFile
  readonly #pieces: readonly Piece[]
  readonly #blockSize: number

  /**
   * @param pieces the whole file by default
   * @throws RangeError unless the block size is a positive whole number of bytes
   */
  constructor(file: OpenFile, pieces?: readonly Piece[], blockSize: number = BLOCK_SIZE) {
    if (!Number.isInteger(blockSize) || blockSize < 1) {
      throw new RangeError(`Expected a block size of at least 1 byte, got ${blockSize}`)
    }
    this.#file = file
    this.#pieces = pieces ?? [[0, file.stat.size]]
    this.#blockSize = blockSize
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (const piece of this.#pieces) {
      if (isBytes(piece)) {
        yield piece
        continue
      }
      const [start, end] = piece
      for (let at = start; at < end;) {
        const buffer = new Uint8Array(Math.min(this.#blockSize, end - at))
        const count = await this.#file.read(buffer, at)
        if (count === 0) return
        at += count
        yield count === buffer.length ? buffer : buffer.subarray(0, count)
      }
    }
  }

  /** Closes the file. */
  close(): Promise<void> {
    return this.#file.close()
  }
}

/** What {@link fileLike} gives: a file with a position. */
export interface PositionedFile extends FileLike {
  read(size: number): Promise<Uint8Array>
  /** Goes to a position, in bytes from the start. */
  seek(position: number): void
  /** The position. */
  tell(): number
  close(): Promise<void>
}

/**
 * An open file as something to read from its start, or another position, to its end, as `wsgi.file_wrapper` takes it. It
 * gives no more than the file had when it was opened.
 *
 * @example
 * import { mapFileSystem } from '@triptych/raw/static'
 * const files = mapFileSystem({ '/a.txt': 'abc' })
 * const file = fileLike(await files.open('/a.txt'))
 * assert.equal((await file.read(2)).length, 2)
 * assert.equal((await file.read(2)).length, 1)
 * file.seek(0)
 * assert.equal((await file.read(9)).length, 3)
 */
export function fileLike(file: OpenFile): PositionedFile {
  const { size } = file.stat
  let position = 0
  return {
    async read(length) {
      const buffer = new Uint8Array(Math.max(0, Math.min(length, size - position)))
      const count = buffer.length === 0 ? 0 : await file.read(buffer, position)
      position += count
      return buffer.subarray(0, count)
    },
    seek(to) {
      position = Math.max(0, to)
    },
    tell: () => position,
    close: () => file.close(),
  }
}
