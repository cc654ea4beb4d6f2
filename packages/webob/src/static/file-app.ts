import type { ApplicationLike, Body, Environ, StartResponse } from '@triptych/raw'
import { toApplication } from '@triptych/raw'
import { formatEntityTag, parseEntityTag } from '@triptych/raw/http'
import {
  BLOCK_SIZE,
  FileAccessError,
  fileLike,
  fileTag,
  judgeConditions,
  nodeFileSystem,
  openVariant,
  type FileSystem,
  type Variant,
} from '@triptych/raw/static'
import { HTTPForbidden, HTTPMethodNotAllowed, HTTPNotFound, HTTPPreconditionFailed } from '../exc/index.ts'
import { Response, type AppIter, type ResponseOptions } from '../response/index.ts'
import { FileIter } from './file-iter.ts'
import { guessType } from './guess-type.ts'

/** How a file is served. Besides these, what every response of it is made with. */
export interface FileAppOptions extends Omit<ResponseOptions, 'etag' | 'appIter'> {
  /** Where the file is. The disk by default. */
  readonly fileSystem?: FileSystem | undefined
  /** `true`: an entity tag of the time it was written and its size; or a tag of your own. WebOb sends none by default. */
  readonly etag?: ResponseOptions['etag'] | boolean
  /** Compressed copies beside the file to send to who accepts them: `true`, or their codings, the best first. */
  readonly precompressed?: boolean | readonly string[] | undefined
  /** The folder that compressed copies may not lead out of by a link. */
  readonly root?: string | undefined
}

const CODINGS: readonly string[] = ['br', 'gzip']
const NO_CODINGS: readonly string[] = []

/**
 * An application that sends a file, to GET and HEAD: its type by its name, its length, when it was written; conditions
 * and ranges are honoured. Missing is 404, unreadable 403; no answer tells where the file lies. Python: `webob.static.FileApp`.
 *
 * @example
 * import { call } from '@triptych/raw/testing'
 * import { mapFileSystem } from '@triptych/raw/static'
 * const fileSystem = mapFileSystem({ '/a.txt': '0123456789' })
 * const app = new FileApp('/a.txt', { fileSystem, cacheControl: 'max-age=60' })
 * assert.equal((await call(app, '/')).text(), '0123456789')
 * const part = await call(app, { target: '/', headers: [['Range', 'bytes=-3']] })
 * assert.equal(part.text(), '789')
 */
export class FileApp {
  readonly filename: string
  /** What it was made with. */
  readonly options: FileAppOptions
  readonly #type: string | null
  readonly #encoding: string | null

  constructor(filename: string, options: FileAppOptions = {}) {
    this.filename = filename
    this.options = options
    ;[this.#type, this.#encoding] = guessType(filename)
  }

  /** Answers a request. */
  async application(environ: Environ, startResponse: StartResponse): Promise<Body> {
    const method = environ.REQUEST_METHOD
    if (method !== 'GET' && method !== 'HEAD') {
      const headers: [string, string][] = [['Allow', 'GET, HEAD']]
      return answer(
        new HTTPMethodNotAllowed(`You cannot ${method} a file`, { headers }),
        environ,
        startResponse,
      )
    }
    let variant: Variant
    try {
      variant = await this.#open(environ)
    } catch (error) {
      if (!(error instanceof FileAccessError)) throw error
      return answer(await this.#refusal(error), environ, startResponse)
    }
    const { file } = variant
    try {
      const response = this.#response(variant, environ)
      if (hasFailed(environ, response)) {
        await file.close()
        return await answer(new HTTPPreconditionFailed(), environ, startResponse)
      }
      return response.conditionalResponseApp(environ, startResponse)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  get #codings(): readonly string[] {
    const { precompressed, contentEncoding } = this.options
    if (!precompressed || (contentEncoding ?? this.#encoding) !== null) return NO_CODINGS
    return precompressed === true ? CODINGS : precompressed
  }

  #open(environ: Environ): Promise<Variant> {
    const { fileSystem = nodeFileSystem, root } = this.options
    return openVariant(fileSystem.resolve(this.filename), {
      fileSystem,
      root,
      precompressed: this.#codings,
      acceptEncoding: environ['HTTP_ACCEPT_ENCODING'],
    })
  }

  /** A folder is there and can't be sent: 403, as what may not be read. */
  async #refusal(error: FileAccessError): Promise<ApplicationLike> {
    const { fileSystem = nodeFileSystem } = this.options
    const isDenied =
      error.code === 'ERR_FILE_DENIED' || (await fileSystem.stat(error.path))?.kind === 'directory'
    return isDenied ? new HTTPForbidden('You are not permitted to view this file') : new HTTPNotFound()
  }

  #response(variant: Variant, environ: Environ): Response {
    const { file, coding } = variant
    const { fileSystem: _, root: __, precompressed: ___, etag, ...given } = this.options
    const wrapper = environ['wsgi.file_wrapper']
    // The server's wrapper reads from the start: a range is better cut out of the file.
    const isWhole = wrapper !== undefined && !environ['HTTP_RANGE']
    const appIter: AppIter = isWhole ? wrapper(fileLike(file), BLOCK_SIZE) : new FileIter(file)
    const encoding = coding ?? this.#encoding
    const response = new Response({
      appIter,
      contentLength: file.stat.size,
      lastModified: new Date(file.stat.modified),
      ...given,
      contentType: given.contentType === undefined ? this.#type : given.contentType,
      ...(given.contentEncoding === undefined && encoding !== null ? { contentEncoding: encoding } : {}),
      acceptRanges: given.acceptRanges === undefined ? 'bytes' : given.acceptRanges,
    })
    if (etag === true) response.headers.set('ETag', formatEntityTag(fileTag(file.stat, coding)))
    else if (etag !== undefined && etag !== false) response.etag = etag
    if (this.#codings.length > 0) response.vary = [...(response.vary ?? []), 'Accept-Encoding']
    return response
  }
}

/** Whether If-Match or If-Unmodified-Since does not hold, which a response does not look at. */
function hasFailed(environ: Environ, response: Response): boolean {
  if (!environ['HTTP_IF_MATCH'] && !environ['HTTP_IF_UNMODIFIED_SINCE']) return false
  const tag = parseEntityTag(response.headers.get('ETag') ?? '')
  return judgeConditions(environ, { tag, lastModified: response.lastModified?.getTime() }) === 'failed'
}

/** Answers by another application. */
async function answer(app: ApplicationLike, environ: Environ, startResponse: StartResponse): Promise<Body> {
  return toApplication(app)(environ, startResponse)
}
