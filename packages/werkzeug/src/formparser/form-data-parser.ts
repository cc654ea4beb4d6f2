import type { Environ, InputStream } from '@triptych/raw/gateway'
import type { FileStorage } from '../datastructures/file-storage.ts'
import { MultiDict } from '../datastructures/multi-dict.ts'
import type { ReadonlyMultiDict } from '../datastructures/readonly-multi-dict.ts'
import { RequestEntityTooLarge } from '../exceptions/client-errors.ts'
import { GrowingBuffer } from '../growing-buffer.ts'
import { parseOptionsHeader } from '../http/options-header.ts'
import { getContentLength } from '../wsgi/get-content-length.ts'
import { getInputStream } from '../wsgi/get-input-stream.ts'
import { MultiPartParser } from './multipart-parser.ts'
import type { FormClass, MultiPartParserOptions } from './multipart-parser.ts'
import type { StreamFactory } from './stream-factory.ts'
import { parseUrlencoded } from './urlencoded.ts'

/** Options of {@link FormDataParser}. */
export interface FormDataParserOptions<
  Form = MultiDict,
  Files = MultiDict<FileStorage>,
> extends MultiPartParserOptions<Form, Files> {
  /** The most bytes of the whole body; `null` (the default) for no limit. */
  readonly maxContentLength?: number | null
  /** Give an empty form instead of an error when a body cannot be read. Limits are errors all the same. Default: true. */
  readonly silent?: boolean
}

/** What a body was read into: a stream with what is no form, the fields, the files. */
export type ParsedForm<Form = MultiDict, Files = MultiDict<FileStorage>> = [
  stream: InputStream,
  form: Form,
  files: Files,
]

const MULTIPART = 'multipart/form-data'
const URLENCODED = 'application/x-www-form-urlencoded'

/**
 * Reads forms of both kinds, `werkzeug.formparser.FormDataParser`.
 *
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * import { blocksOf, Input } from '@triptych/raw/input'
 * const environ = setupTestingDefaults({
 *   REQUEST_METHOD: 'POST',
 *   CONTENT_TYPE: 'application/x-www-form-urlencoded',
 *   CONTENT_LENGTH: '7',
 *   'wsgi.input': new Input(blocksOf(new TextEncoder().encode('a=1&b=2'))),
 * })
 * const [, form] = await new FormDataParser({ maxContentLength: 1000 }).parseFromEnviron(environ)
 * assert.equal(form.get('b'), '2')
 */
export class FormDataParser<
  Form extends ReadonlyMultiDict = MultiDict,
  Files extends ReadonlyMultiDict<FileStorage> = MultiDict<FileStorage>,
> {
  /** See {@link MultiPartParserOptions}. */
  readonly streamFactory: StreamFactory | null
  /** See {@link MultiPartParserOptions}; for a form that is not multipart the most bytes of its body. */
  readonly maxFormMemorySize: number | null
  /** See {@link FormDataParserOptions}. */
  readonly maxContentLength: number | null
  /** See {@link MultiPartParserOptions}. */
  readonly maxFormParts: number | null
  /** See {@link MultiPartParserOptions}. */
  readonly cls: FormClass<Form, Files>
  /** See {@link FormDataParserOptions}. */
  readonly silent: boolean

  constructor(options: FormDataParserOptions<Form, Files> = {}) {
    const { maxFormMemorySize = 500_000, maxContentLength = null, maxFormParts = 1000 } = options
    this.streamFactory = options.streamFactory ?? null
    this.maxFormMemorySize = maxFormMemorySize
    this.maxContentLength = maxContentLength
    this.maxFormParts = maxFormParts
    this.cls = options.cls ?? (MultiDict as unknown as FormClass<Form, Files>)
    this.silent = options.silent ?? true
  }

  /**
   * Reads the body of a request. What files hold is freed at the end of the request, by `triptych.finally` of the environ;
   * where the server has none, `FileStorage.close()` does it.
   *
   * @throws as {@link parse}
   */
  async parseFromEnviron(environ: Environ): Promise<ParsedForm<Form, Files>> {
    const { maxContentLength } = this
    const stream = getInputStream(environ, { maxContentLength })
    const [mimetype, options] = parseOptionsHeader(environ.CONTENT_TYPE)
    const parsed = await this.parse(stream, mimetype, getContentLength(environ), options)
    const files = [...parsed[2].listvalues()].flat()
    if (files.length > 0) {
      environ['triptych.finally']?.(async () => {
        for (const file of files) await file.close()
      })
    }
    return parsed
  }

  /**
   * Reads a body of which the type is known. Any type but the two of forms leaves the stream as it is.
   *
   * @param mimetype without parameters, in any case
   * @param contentLength of the body, `null` when it is not known
   * @param options the parameters of the type
   * @throws RequestEntityTooLarge (413) beyond a limit; SyntaxError when the body cannot be read, unless `silent`
   */
  async parse(
    stream: InputStream,
    mimetype: string,
    contentLength: number | null = null,
    options: ReadonlyMap<string, string> = new Map(),
  ): Promise<ParsedForm<Form, Files>> {
    const type = mimetype.toLowerCase()
    try {
      if (type === MULTIPART) {
        return [stream, ...(await this.#multipart().parse(stream, boundaryOf(options), contentLength))]
      }
      if (type === URLENCODED) {
        const body = await this.#readAll(stream, contentLength)
        return [stream, new this.cls(parseUrlencoded(body)), new this.cls([] as [string, FileStorage][])]
      }
    } catch (error) {
      if (!this.silent || !(error instanceof SyntaxError)) throw error
    }
    return [stream, new this.cls([] as [string, string][]), new this.cls([] as [string, FileStorage][])]
  }

  /**
   * Gives the parts of a multipart body as they arrive, see {@link MultiPartParser.parts}.
   *
   * @throws SyntaxError when the body is not multipart/form-data or cannot be read; RequestEntityTooLarge (413) beyond a limit
   */
  parts(environ: Environ): AsyncGenerator<FileStorage, void, undefined> {
    const { maxContentLength } = this
    const [mimetype, options] = parseOptionsHeader(environ.CONTENT_TYPE)
    if (mimetype.toLowerCase() !== MULTIPART) {
      throw new SyntaxError(`Expected a body of ${MULTIPART}, got ${JSON.stringify(mimetype)}`)
    }
    return this.#multipart().parts(getInputStream(environ, { maxContentLength }), boundaryOf(options))
  }

  #multipart(): MultiPartParser<Form, Files> {
    const { streamFactory, maxFormMemorySize, maxFormParts, cls } = this
    return new MultiPartParser({ streamFactory, maxFormMemorySize, maxFormParts, cls })
  }

  /** The whole body, unless it is larger than what may be kept in memory. */
  async #readAll(stream: InputStream, contentLength: number | null): Promise<Uint8Array> {
    const limit = this.maxFormMemorySize ?? Infinity
    if (contentLength !== null && contentLength > limit) throw tooLarge(limit)
    const body = new GrowingBuffer()
    // Only by iteration does a stream with a maximum tell that the body is larger.
    for await (const block of stream) {
      if (body.end + block.length > limit) throw tooLarge(limit)
      body.push(block)
    }
    return body.bytes
  }
}

function tooLarge(limit: number): RequestEntityTooLarge {
  return new RequestEntityTooLarge(
    `The form has more than ${limit} bytes, the most that are accepted (maxFormMemorySize).`,
  )
}

function boundaryOf(options: ReadonlyMap<string, string>): string {
  const boundary = options.get('boundary') ?? ''
  if (/^[ -~]{1,200}$/.test(boundary)) return boundary
  throw new SyntaxError(
    `Expected a boundary of 1 to 200 printable ASCII characters in Content-Type, got ${JSON.stringify(boundary)}`,
  )
}
