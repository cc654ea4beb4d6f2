/** What is known about a file or folder without opening it. */
export interface FileStat {
  /** `other` is what can't be served: a socket, a pipe, a device. */
  readonly kind: 'file' | 'directory' | 'other'
  /** In bytes. */
  readonly size: number
  /** When it was last written, in milliseconds since 1970. */
  readonly modified: number
}

/** A file that is open for reading. Whoever opened it closes it. */
export interface OpenFile {
  /** As it was when it was opened. */
  readonly stat: FileStat
  /** Fills the buffer from a position in the file on; gives the number of bytes, 0 at the end. */
  read(buffer: Uint8Array, position: number): Promise<number>
  /** Waits for a read that is under way. A second call does nothing. */
  close(): Promise<void>
}

/**
 * Where files come from: the disk ({@link nodeFileSystem}), memory ({@link mapFileSystem}), or a store of your own.
 * Paths are absolute and in their normal form.
 */
export interface FileSystem {
  /** `\` on Windows, where more names are dangerous. */
  readonly separator: '/' | '\\'
  /** The absolute, normal form of a path: no dot segments, no doubled and no final separators. */
  resolve(path: string): string
  /** `undefined` when there is nothing, or nothing that may be seen. Links are followed. */
  stat(path: string): Promise<FileStat | undefined>
  /** The same at once, for checks at start-up, where the store can. */
  statSync?(path: string): FileStat | undefined
  /** The path with every link in it followed; `undefined` as for `stat`. */
  realPath(path: string): Promise<string | undefined>
  /** @throws FileAccessError when there is no such file, or it may not be read */
  open(path: string): Promise<OpenFile>
}

/**
 * A file that can't be served: `ERR_FILE_MISSING` (answer 404) or `ERR_FILE_DENIED` (answer 403). The message holds the
 * path, so it is for the log, not for the client.
 *
 * @example
 * const error = new FileAccessError('ERR_FILE_MISSING', '/srv/a.txt')
 * assert.equal(error.message, 'Expected a file that can be read, got "/srv/a.txt"')
 */
export class FileAccessError extends Error {
  override readonly name = 'FileAccessError'
  readonly code: 'ERR_FILE_MISSING' | 'ERR_FILE_DENIED'
  readonly path: string

  constructor(
    code: 'ERR_FILE_MISSING' | 'ERR_FILE_DENIED',
    path: string,
    options: ErrorOptions & { readonly expected?: string } = {},
  ) {
    const { expected = 'a file that can be read', ...rest } = options
    super(`Expected ${expected}, got ${JSON.stringify(path)}`, rest)
    this.code = code
    this.path = path
  }
}
