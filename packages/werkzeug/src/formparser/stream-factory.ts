import type { FileStream } from '../datastructures/file-storage.ts'
import { SpooledFile } from '../spool/spooled-file.ts'
import { openTemporaryFile } from '../spool/temporary-file.ts'

/** What is known of an upload before it comes. */
export interface UploadInfo {
  /** Length of the whole body, `null` when it is not known. */
  readonly totalContentLength: number | null
  /** Content-Type of the part, `null` without one. */
  readonly contentType: string | null
  /** Name of the file as sent. */
  readonly filename: string | null
  /** Content-Length of the part, 0 without one. */
  readonly contentLength: number
}

/** Where an upload goes. */
export interface UploadSink {
  /** Takes a block; awaited before the next one is read from the network. The bytes may be kept. */
  write(block: Uint8Array): void | Promise<void>
  /** All has been written: gives what the handler reads as `FileStorage.stream`. */
  finish(): FileStream | Promise<FileStream>
  /** The body could not be read: what was written is of no use. What `finish` gave is closed by its own `close`. */
  close?(): void | Promise<void>
}

/** Makes the sink of an upload. Python: the `stream_factory` of the form parsers. */
export type StreamFactory = (info: UploadInfo) => UploadSink | Promise<UploadSink>

/** Bytes of an upload that are kept in memory. */
const MAX_SIZE = 512_000

/**
 * Keeps uploads of up to 500 KiB in memory and larger ones in a temporary file, `werkzeug.formparser.default_stream_factory`.
 * On hosts without a disk all are kept in memory: limit them with `maxContentLength`.
 *
 * @example
 * const file = defaultStreamFactory({ totalContentLength: null, contentType: null, filename: 'a', contentLength: 0 })
 * await file.write(new Uint8Array(600_000))
 * assert.equal(file.isInMemory, false)
 * await file.close()
 */
export function defaultStreamFactory(_info: UploadInfo): SpooledFile {
  return new SpooledFile({ maxSize: MAX_SIZE, open: openTemporaryFile })
}
