import type { InputStream } from '@triptych/raw/gateway'
import { Input } from '@triptych/raw/input'
import { parseOptionsHeader } from '../http/options-header.ts'
import { nodeFiles, writeFully } from '../spool/node-files.ts'
import { SpooledFile } from '../spool/spooled-file.ts'
import { Headers } from './headers.ts'

/** A stream of a file: what `wsgi.input` can do, and perhaps more. */
export interface FileStream extends InputStream {
  /** Goes to a position and gives it. */
  seek?(position: number, whence?: 0 | 1 | 2): number | Promise<number>
  /** Where the next byte is read. */
  tell?(): number
  /** Frees what the stream holds. */
  close?(): void | Promise<void>
}

/** What a {@link FileStorage} can be made of. */
export type FileSource = FileStream | Uint8Array | Blob | ReadableStream<Uint8Array>

/** What a {@link FileStorage} is known by. */
export interface FileStorageOptions {
  /** Sets Content-Type in the headers. */
  readonly contentType?: string | null
  /** Sets Content-Length in the headers, in bytes. */
  readonly contentLength?: number | null
  /** The header fields of the part; kept, not copied. */
  readonly headers?: Headers | null
}

/** Something that bytes can be written to and that stays open. */
export interface ByteSink {
  write(block: Uint8Array): unknown
}

function streamOf(source: FileSource | null): FileStream {
  if (source === null) return SpooledFile.of(new Uint8Array(0))
  if (source instanceof Uint8Array) return SpooledFile.of(source)
  if (source instanceof Blob) return streamOf(source.stream())
  if (!(source instanceof ReadableStream)) return source
  const reader = source.getReader()
  return new Input(async () => (await reader.read()).value)
}

/**
 * An uploaded file, `werkzeug.datastructures.FileStorage`: a stream with the headers of its part. What Python finds on the
 * stream by way of the storage (`read`, `readline`, `seek`) is here as methods; iteration gives blocks, not lines.
 *
 * @example
 * const bytes = new TextEncoder().encode('hello')
 * const file = new FileStorage(bytes, 'a.txt', 'upload', { contentType: 'text/plain; charset=utf-8' })
 * assert.equal(file.mimetype, 'text/plain')
 * assert.equal(await file.text(), 'hello')
 * assert.equal(file.isEmpty, false)
 */
export class FileStorage implements InputStream {
  /** Where the content is read from; shared with all who read. */
  readonly stream: FileStream
  /** Name of the file as the client sent it: perhaps a path. `secureFilename` makes one to save under. */
  filename: string | null
  /** Name of the field of the form. */
  name: string | null
  /** The header fields of the part. */
  readonly headers: Headers
  #contentType: readonly [text: string | undefined, value: string, params: Map<string, string>] | undefined

  /**
   * @param source the content; nothing is an empty file
   * @param filename `null` for that of a `File`, if it is one
   */
  constructor(
    source: FileSource | null = null,
    filename: string | null = null,
    name: string | null = null,
    { contentType = null, contentLength = null, headers = null }: FileStorageOptions = {},
  ) {
    this.stream = streamOf(source)
    this.filename = filename ?? (typeof File !== 'undefined' && source instanceof File ? source.name : null)
    this.name = name
    this.headers = headers ?? new Headers()
    if (contentType !== null) this.headers.set('Content-Type', contentType)
    if (contentLength !== null) this.headers.set('Content-Length', String(contentLength))
  }

  /** A storage of a file of the platform, with its name and type. */
  static fromFile(file: File, name: string | null = null): FileStorage {
    const contentType = file.type === '' ? null : file.type
    return new FileStorage(file, file.name, name, { contentType, contentLength: file.size })
  }

  /** Whether no file was chosen: it has no name, or an empty one. (In Python such a file is false.) */
  get isEmpty(): boolean {
    return this.filename === null || this.filename === ''
  }

  /** Content-Type as it was sent, `null` without one. The client may say what it likes. */
  get contentType(): string | null {
    return this.headers.get('Content-Type') ?? null
  }

  /** Content-Length as it was sent, 0 without one; clients seldom send it. */
  get contentLength(): number {
    const text = this.headers.get('Content-Length')?.trim() ?? ''
    const length = /^-?[0-9]+$/.test(text) ? Number(text) : 0
    return Number.isSafeInteger(length) ? length : 0
  }

  /** The media type in lower case, without parameters; empty without one. */
  get mimetype(): string {
    return this.#parsed()[1].toLowerCase()
  }

  /** The parameters of the media type. */
  get mimetypeParams(): Map<string, string> {
    return this.#parsed()[2]
  }

  #parsed(): readonly [unknown, string, Map<string, string>] {
    const text = this.headers.get('Content-Type')
    if (this.#contentType === undefined || this.#contentType[0] !== text) {
      this.#contentType = [text, ...parseOptionsHeader(text)]
    }
    return this.#contentType
  }

  /** Reads `size` bytes, fewer only at the end; without a size all that is left. */
  read(size: number = -1): Promise<Uint8Array> {
    return this.stream.read(size)
  }

  /** Reads one line with its line feed; fewer bytes at `size` or at the end. */
  readline(size: number = -1): Promise<Uint8Array> {
    return this.stream.readline(size)
  }

  /** Reads all lines, or with a positive `hint` only until that many bytes have come. */
  readlines(hint: number = -1): Promise<Uint8Array[]> {
    return this.stream.readlines(hint)
  }

  /**
   * Goes to a position and gives it.
   *
   * @throws TypeError when the stream can only be read on, as those of `Blob` and of parts that are streamed
   */
  async seek(position: number, whence: 0 | 1 | 2 = 0): Promise<number> {
    if (!this.stream.seek) throw new TypeError('Expected a stream that can go back, got one that cannot')
    return this.stream.seek(position, whence)
  }

  /** What is left of the content, as bytes. */
  bytes(): Promise<Uint8Array> {
    return this.stream.read()
  }

  /** What is left of the content, as text; U+FFFD stands for what is not of the encoding. */
  async text(encoding: string = 'utf-8'): Promise<string> {
    return new TextDecoder(encoding).decode(await this.stream.read())
  }

  /** What is left of the content, in blocks as they come. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.stream[Symbol.asyncIterator]()
  }

  /** What is left of the content as a file of the platform, in memory. */
  async toFile(): Promise<File> {
    const bytes = (await this.stream.read()) as Uint8Array<ArrayBuffer>
    return new File([bytes], this.filename ?? '', { type: this.contentType ?? '' })
  }

  /**
   * Writes what is left of the content: to the file of that path (on Node), which is made or overwritten, or to a stream,
   * which stays open.
   *
   * @param destination never a name that the client chose; see `secureFilename` and `safeJoin`
   * @throws TypeError for a path on hosts without a disk; what the system throws
   */
  async save(destination: string | WritableStream<Uint8Array> | ByteSink): Promise<void> {
    if (typeof destination === 'string') return this.#saveAt(destination)
    if (!(destination instanceof WritableStream)) {
      for await (const block of this.stream) await destination.write(block)
      return
    }
    const writer = destination.getWriter()
    try {
      for await (const block of this.stream) {
        await writer.ready
        await writer.write(block)
      }
    } finally {
      writer.releaseLock()
    }
  }

  async #saveAt(path: string): Promise<void> {
    const files = nodeFiles()
    if (!files) throw new TypeError(`Expected a host with a disk to save ${JSON.stringify(path)}, got none`)
    const file = await files.open(path, 'w')
    try {
      for await (const block of this.stream) {
        await writeFully(file, block, null)
      }
    } finally {
      await file.close()
    }
  }

  /** Frees what the stream holds; its errors are passed over, as in the original. */
  async close(): Promise<void> {
    try {
      await this.stream.close?.()
    } catch {
      // Nobody could do anything about it.
    }
  }
}
