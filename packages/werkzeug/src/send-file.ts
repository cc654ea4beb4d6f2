import type { Environ } from '@triptych/raw'
import { encodeUtf8, formatExtValue, isAscii } from '@triptych/raw/http'
import { guessType } from '@triptych/raw/mime'
import {
  BLOCK_SIZE,
  FileAccessError,
  fileLike,
  fileTag,
  nodeFileSystem,
  openVariant,
  resolveInside,
} from '@triptych/raw/static'
import type { FileStat, FileSystem } from '@triptych/raw/static'
import { clock } from './clock.ts'
import { Headers } from './datastructures/headers.ts'
import { NotFound } from './exceptions/client-errors.ts'
import { Response } from './wrappers/response.ts'
import type { SeekableFile } from './wsgi/file-wrapper.ts'
import { wrapFile } from './wsgi/wrap-file.ts'

/** How a file is sent. */
export interface SendFileOptions {
  /** The media type. Default: by the name. */
  readonly mimetype?: string | null
  /** Whether a browser should offer to save it. Default: no. */
  readonly asAttachment?: boolean
  /** The name it is saved by. Default: the file's own. */
  readonly downloadName?: string | null
  /** Whether to honour conditions and ranges. Default: yes. */
  readonly conditional?: boolean
  /** An entity tag of your own; true for one of the file's time and size, false for none. Default: true. */
  readonly etag?: boolean | string
  /** When it was last changed: a date, or seconds since 1970. Default: the file's own time. */
  readonly lastModified?: Date | number | null
  /** Seconds that it may be kept, or a function of its path; null sends `no-cache`. Default: null. */
  readonly maxAge?: number | null | ((path: string | null) => number | null)
  /** Send X-Sendfile for the server in front to send the file. Default: no. */
  readonly useXSendfile?: boolean
  /** Default: Response. */
  readonly responseClass?: typeof Response
  /** Where files come from. Default: the disk. */
  readonly fileSystem?: FileSystem
  /** Codings of compressed copies (`a.css.br`) to look for beside the file, the best first. Default: none. */
  readonly precompressed?: readonly string[]
}

/** What of the file is known. */
interface Source {
  readonly path: string | null
  readonly body: SeekableFile | null
  readonly size: number | null
  readonly stat: FileStat | null
  readonly coding: string | undefined
}

/**
 * Sends a file: its type, length and time, conditions and ranges, and a Content-Disposition with its name. Never pass it a
 * path that a client chose: that is {@link sendFromDirectory}. The response has to be sent or closed.
 * Python: `werkzeug.utils.send_file`.
 *
 * @param pathOrFile a path, bytes, or something to read from
 * @throws FileAccessError when the file is missing or may not be read; TypeError when neither a name nor a type is known, or
 *   an attachment has no name; RequestedRangeNotSatisfiable (416)
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * const environ = setupTestingDefaults()
 * const response = await sendFile(new Uint8Array(3), environ, { downloadName: 'a.txt', asAttachment: true })
 * assert.equal(response.headers.get('Content-Disposition'), 'attachment; filename=a.txt')
 * assert.equal(response.contentLength, 3)
 */
export async function sendFile(
  pathOrFile: string | Uint8Array | SeekableFile,
  environ: Environ,
  options: SendFileOptions = {},
): Promise<Response> {
  const source = await openSource(pathOrFile, environ, options)
  try {
    return await respond(source, environ, options)
  } catch (error) {
    await source.body?.close?.()
    throw error
  }
}

async function openSource(
  pathOrFile: string | Uint8Array | SeekableFile,
  environ: Environ,
  { fileSystem = nodeFileSystem, useXSendfile = false, precompressed }: SendFileOptions,
): Promise<Source> {
  if (pathOrFile instanceof Uint8Array) {
    return { path: null, body: bytesFile(pathOrFile), size: pathOrFile.length, stat: null, coding: undefined }
  }
  if (typeof pathOrFile !== 'string') {
    return { path: null, body: pathOrFile, size: null, stat: null, coding: undefined }
  }
  const path = fileSystem.resolve(pathOrFile)
  if (useXSendfile) {
    const stat = await fileSystem.stat(path)
    if (!stat) throw new FileAccessError('ERR_FILE_MISSING', path)
    return { path, body: null, size: stat.size, stat, coding: undefined }
  }
  const acceptEncoding = environ['HTTP_ACCEPT_ENCODING']
  const { file, coding } = await openVariant(path, { fileSystem, precompressed, acceptEncoding })
  return { path, body: fileLike(file), size: file.stat.size, stat: file.stat, coding }
}

async function respond(source: Source, environ: Environ, options: SendFileOptions): Promise<Response> {
  const { path, body, size, stat, coding } = source
  const { conditional = true, responseClass = Response, fileSystem = nodeFileSystem } = options
  const name = options.downloadName ?? (path === null ? null : baseName(path, fileSystem))
  const headers = new Headers()
  const mimetype = describe(headers, name, options)
  if (coding !== undefined) headers.set('Content-Encoding', coding)
  if (options.precompressed?.length) headers.set('Vary', 'Accept-Encoding')
  if (body === null && path !== null) headers.set('X-Sendfile', path)
  const response = new responseClass(body && wrapFile(environ, body, BLOCK_SIZE), {
    mimetype,
    headers,
    directPassthrough: true,
  })
  if (size !== null) response.contentLength = size
  const modified = options.lastModified ?? (stat && new Date(stat.modified))
  if (modified !== null) {
    response.lastModified = typeof modified === 'number' ? new Date(modified * 1000) : modified
  }
  setCaching(response, path, options)
  if (typeof options.etag === 'string') response.setEtag(options.etag)
  else if (options.etag !== false && stat) response.setEtag(fileTag(stat, coding).value)
  if (!conditional) return response
  response.makeConditional(environ, { acceptRanges: true, completeLength: size })
  // Some servers send the file whatever the status says.
  if (response.statusCode === 304) response.headers.delete('X-Sendfile')
  return response
}

/** Sets the fields that follow from the name; gives the media type. */
function describe(headers: Headers, name: string | null, options: SendFileOptions): string {
  const { asAttachment = false } = options
  let mimetype = options.mimetype ?? null
  if (mimetype === null) {
    if (name === null) {
      throw new TypeError('Expected a downloadName, a mimetype or a path to tell the media type by, got none')
    }
    const [type, encoding] = guessType(name)
    mimetype = type ?? 'application/octet-stream'
    // Browsers would save an attachment without its coding, under a name that says it has one.
    if (encoding !== null && !asAttachment) headers.set('Content-Encoding', encoding)
  }
  if (name !== null) {
    headers.set('Content-Disposition', asAttachment ? 'attachment' : 'inline', namesOf(name))
  } else if (asAttachment)
    throw new TypeError('Expected a downloadName or a path for an attachment, got none')
  return mimetype
}

/** A name beyond ASCII is sent twice: as well as ASCII can, and as RFC 8187 has it. */
function namesOf(name: string): Record<string, string> {
  if (isAscii(name)) return { filename: name }
  const simple = name.normalize('NFKD').replaceAll(/[^\0-\x7f]/g, '')
  return { filename: simple, 'filename*': formatExtValue(name) }
}

function setCaching(response: Response, path: string | null, { maxAge }: SendFileOptions): void {
  const seconds = typeof maxAge === 'function' ? maxAge(path) : (maxAge ?? null)
  const { cacheControl } = response
  cacheControl.noCache = true
  if (seconds === null) return
  if (seconds > 0) {
    cacheControl.noCache = null
    cacheControl.public = true
  }
  cacheControl.maxAge = seconds
  response.expires = new Date((Math.floor(clock.now() / 1000) + seconds) * 1000)
}

function bytesFile(bytes: Uint8Array): SeekableFile {
  let position = 0
  return {
    read(size) {
      const block = bytes.subarray(position, position + size)
      position += block.length
      return block
    },
    seek(to) {
      position = to
    },
    tell: () => position,
  }
}

const baseName = (path: string, { separator }: FileSystem): string =>
  path.slice(path.lastIndexOf(separator) + 1)

/** How files of a folder are sent. */
export interface SendFromDirectoryOptions extends SendFileOptions {
  /** Whether links may lead out of the folder. Default: no, and then they lead nowhere. */
  readonly followLinks?: boolean
}

/**
 * Sends a file of a folder by a path that may come from the client: nothing outside the folder is ever sent.
 * Python: `werkzeug.utils.send_from_directory`, which follows links wherever they lead.
 *
 * @throws NotFound (404) unless the path names a regular file in the folder; otherwise as {@link sendFile}
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * import { mapFileSystem } from '@triptych/raw/static'
 * import { NotFound } from '@triptych/werkzeug/exceptions'
 * const fileSystem = mapFileSystem({ '/srv/a.txt': 'abc', '/secret.txt': 'no' })
 * const environ = setupTestingDefaults()
 * assert.equal((await sendFromDirectory('/srv', 'a.txt', environ, { fileSystem })).mimetype, 'text/plain')
 * await assert.rejects(sendFromDirectory('/srv', '../secret.txt', environ, { fileSystem }), NotFound)
 */
export async function sendFromDirectory(
  directory: string,
  path: string,
  environ: Environ,
  options: SendFromDirectoryOptions = {},
): Promise<Response> {
  const { fileSystem = nodeFileSystem, followLinks = false } = options
  if (path.startsWith('/')) throw new NotFound()
  const pathInfo = encodeUtf8(`/${path}`)
  const found = await resolveInside(directory, pathInfo, { fileSystem, followLinks })
  if (found.outcome !== 'found' || found.stat.kind !== 'file') throw new NotFound()
  return sendFile(found.path, environ, options)
}
