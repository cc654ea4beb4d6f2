import { BLOCK_SIZE, FileBody, type OpenFile } from '@triptych/raw/static'

/** How {@link FileIter.appIterRange} reads. */
export interface FileRangeOptions {
  /** Bytes to read at once. Default: `BLOCK_SIZE`, 64 KiB. */
  readonly blockSize?: number | undefined
}

/**
 * An open file as a body, or a part of it as one. The file is closed by `close`, which a server calls on every path, and
 * when the whole has been iterated. Python: `webob.static.FileIter`.
 *
 * @example
 * import { mapFileSystem } from '@triptych/raw/static'
 * const files = mapFileSystem({ '/a.txt': '0123456789' })
 * const iter = new FileIter(await files.open('/a.txt'))
 * let text = ''
 * for await (const block of iter.appIterRange(2, 5)) text += new TextDecoder().decode(block)
 * await iter.close()
 * assert.equal(text, '234')
 */
export class FileIter implements AsyncIterable<Uint8Array> {
  readonly file: OpenFile

  constructor(file: OpenFile) {
    this.file = file
  }

  /**
   * The bytes from one position to before another, to the end by default. Its `close` closes the file.
   *
   * @throws RangeError unless the block size is a positive whole number of bytes
   */
  appIterRange(
    start: number | null = null,
    stop: number | null = null,
    { blockSize = BLOCK_SIZE }: FileRangeOptions = {},
  ): FileBody {
    return new FileBody(this.file, [[start ?? 0, stop ?? this.file.stat.size]], blockSize)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* this.appIterRange()
    } finally {
      await this.file.close()
    }
  }

  /** Closes the file. */
  close(): Promise<void> {
    return this.file.close()
  }
}
