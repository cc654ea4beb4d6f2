import type { Environ, ErrorStream, InputStream } from '@triptych/raw/gateway'
import { decodeUtf8, encodeUtf8 } from '@triptych/raw/http'
import { ErrorLog } from '@triptych/raw/testing'
import { Authorization } from '../datastructures/authorization.ts'
import { CallbackDict } from '../datastructures/callback-dict.ts'
import { CombinedMultiDict } from '../datastructures/combined-multi-dict.ts'
import { EnvironHeaders } from '../datastructures/environ-headers.ts'
import { FileMultiDict } from '../datastructures/file-multi-dict.ts'
import { FileStorage } from '../datastructures/file-storage.ts'
import type { FileSource } from '../datastructures/file-storage.ts'
import { Headers } from '../datastructures/headers.ts'
import { MultiDict } from '../datastructures/multi-dict.ts'
import { dumpOptionsHeader, parseOptionsHeader } from '../http/options-header.ts'
import { iriToUri } from '../urls/iri-to-uri.ts'
import { splitUrl } from '../urls/split-url.ts'
import { urlEncode } from '../urls/url-encode.ts'
import { getContentType } from '../utils/get-content-type.ts'
import { Request } from '../wrappers/request.ts'
import { encodeMultipart } from './encode-multipart.ts'
import { formItems, isFileSource, isFileTuple } from './form-items.ts'
import type { FileTuple } from './form-items.ts'
import type { BodySource, EnvironBuilderOptions } from './builder-options.ts'
import { decodedPath, headerKeys, inputOfStream } from './environ-values.ts'
import { bytesOf, inputOf } from './request-body.ts'

const text = new TextEncoder()

/**
 * Builds environs and requests, for tests and for code without a server. Python: `werkzeug.test.EnvironBuilder`.
 *
 * @example
 * const builder = new EnvironBuilder('/upload?x=1', { method: 'POST', data: { file: new File(['hi'], 'a.txt') } })
 * const request = await builder.getRequest()
 * assert.deepEqual([request.path, request.args.get('x'), request.mimetype], ['/upload', '1', 'multipart/form-data'])
 * assert.equal(await (await request.files()).at('file').text(), 'hi')
 */
export class EnvironBuilder {
  /** The protocol of the request. */
  static readonly serverProtocol: string = 'HTTP/1.1'
  static readonly wsgiVersion: readonly [1, 0] = [1, 0]
  /** The class of {@link getRequest}. */
  static readonly requestClass: typeof Request = Request

  /** Escaped, below the root of the application. */
  path: string
  /** What the client asked for, as it was given. */
  requestUri: string
  method: string
  urlScheme = 'http'
  /** With port. */
  host = 'localhost'
  /** Where the application is mounted, without a slash at its end. */
  scriptRoot = ''
  readonly headers: Headers
  errorsStream: ErrorStream
  multithread: boolean
  multiprocess: boolean
  runOnce: boolean
  environBase: Partial<Environ> | null
  environOverrides: Partial<Environ> | null
  closed = false
  #queryString: string | null = null
  #args: MultiDict<unknown> | null = null
  #input: BodySource | null = null
  #form: MultiDict<unknown> | null = null
  #files: FileMultiDict | null = null

  /**
   * @param path a path with or without query; of a URL only path and query count
   * @throws TypeError for two bodies or two queries, SyntaxError for what is no URL
   */
  constructor(path: string = '/', options: EnvironBuilderOptions = {}) {
    const { queryString = null, data = null } = options
    if (queryString !== null && path.includes('?')) {
      throw new TypeError('Expected the query in the path or as an option, got both')
    }
    const url = splitUrl(path)
    this.path = iriToUri(url.path)
    this.requestUri = path
    if (options.baseUrl !== undefined && options.baseUrl !== null) this.baseUrl = iriToUri(options.baseUrl)
    if (path.includes('?')) this.queryString = url.query
    else if (typeof queryString === 'string') this.queryString = queryString
    else
      this.args =
        queryString instanceof MultiDict ? queryString : new MultiDict<unknown>(queryString ?? undefined)
    this.method = options.method ?? 'GET'
    this.headers =
      options.headers instanceof Headers ? options.headers : new Headers(options.headers ?? undefined)
    if (options.contentType !== undefined && options.contentType !== null)
      this.contentType = options.contentType
    this.errorsStream = options.errorsStream ?? new ErrorLog()
    this.multithread = options.multithread ?? false
    this.multiprocess = options.multiprocess ?? false
    this.runOnce = options.runOnce ?? false
    this.environBase = options.environBase ?? null
    this.environOverrides = options.environOverrides ?? null
    this.#input = options.inputStream ?? null
    this.contentLength = options.contentLength ?? null
    if (options.auth) this.headers.set('Authorization', authorization(options.auth))
    this.takeBody(data, options)
    if (options.mimetype !== undefined && options.mimetype !== null) this.mimetype = options.mimetype
  }

  /** A builder of the request that an environ is about; the options replace what the environ says. */
  static fromEnviron(
    environ: Environ,
    options: EnvironBuilderOptions & { readonly path?: string } = {},
  ): EnvironBuilder {
    const headers = new Headers(new EnvironHeaders(environ).items())
    const host = headers.pop('Host', { default: 'localhost' })
    const contentType = headers.pop('Content-Type', { default: null })
    const length = headers.pop('Content-Length', { default: null })
    const path = options.path ?? decodeUtf8(environ.PATH_INFO)
    const made = new this('/', {
      queryString: decodeUtf8(environ.QUERY_STRING),
      method: environ.REQUEST_METHOD,
      inputStream: bytesOf(environ['wsgi.input']) ?? environ['wsgi.input'],
      contentType,
      contentLength: length === null || !/^[0-9]+$/.test(length) ? null : Number(length),
      errorsStream: environ['wsgi.errors'],
      multithread: environ['wsgi.multithread'],
      multiprocess: environ['wsgi.multiprocess'],
      runOnce: environ['wsgi.run_once'],
      headers,
      ...options,
    })
    made.path = iriToUri(path)
    made.requestUri = path
    if (options.baseUrl === undefined) {
      made.baseUrl = baseUrlOf(environ['wsgi.url_scheme'], host, decodeUtf8(environ.SCRIPT_NAME))
    }
    return made
  }

  private takeBody(
    given: NonNullable<EnvironBuilderOptions['data']> | null,
    options: EnvironBuilderOptions,
  ): void {
    let data = given
    if (options.json !== undefined && options.json !== null) {
      if (data !== null) throw new TypeError('Expected json or data, got both')
      data = this.jsonDumps(options.json)
      this.contentType ??= 'application/json'
    }
    if (data === null || data === '' || (data instanceof Uint8Array && data.length === 0)) return
    if (typeof data === 'string' || isFileSource(data)) {
      if (this.#input !== null) throw new TypeError('Expected data or an input stream, got both')
      this.#input = typeof data === 'string' ? text.encode(data) : data
      if (this.#input instanceof Uint8Array) this.contentLength ??= this.#input.length
      return
    }
    const items = [...formItems(data)]
    if (items.length > 0 && this.#input !== null)
      throw new TypeError('Expected data or an input stream, got both')
    for (const [name, value] of items) {
      if (isFile(value)) this.addFile(name, value)
      else this.form.add(name, value)
    }
  }

  private addFile(name: string, value: FileTuple | FileStorage | FileSource): void {
    if (!isFileTuple(value)) {
      this.files.addFile(name, value)
      return
    }
    const [file, filename, contentType = null] = value
    this.files.addFile(name, file, { filename, contentType })
  }

  /** How `json` is written; a subclass may do it in another way. */
  jsonDumps(value: unknown): string {
    return JSON.stringify(value)
  }

  /** Scheme, host and root of the application. */
  get baseUrl(): string {
    return baseUrlOf(this.urlScheme, this.host, this.scriptRoot)
  }

  /** @throws TypeError for one with query or fragment */
  set baseUrl(url: string | null) {
    const { scheme, netloc, path, query, fragment } = splitUrl(url ?? 'http://localhost')
    if (query !== '' || fragment !== '')
      throw new TypeError(`Expected a base URL without query and fragment, got ${url}`)
    this.scriptRoot = path.replace(/(?<!\/)\/+$/, '')
    this.host = netloc
    this.urlScheme = scheme
  }

  /** That of the headers, else the one that the form needs. */
  get contentType(): string | null {
    const given = this.headers.get('Content-Type')
    if (given !== undefined || this.#input !== null) return given ?? null
    if (this.#files !== null && this.#files.size > 0) return 'multipart/form-data'
    return this.#form !== null && this.#form.size > 0 ? 'application/x-www-form-urlencoded' : null
  }

  set contentType(type: string | null) {
    if (type === null) this.headers.remove('Content-Type')
    else this.headers.set('Content-Type', type)
  }

  /** The Content-Type without its parameters. */
  get mimetype(): string | null {
    return this.contentType?.split(';')[0]?.trim() ?? null
  }

  set mimetype(type: string) {
    this.contentType = getContentType(type, 'utf-8')
  }

  /** The parameters of the Content-Type; changes are written back. */
  get mimetypeParams(): CallbackDict {
    const [, params] = parseOptionsHeader(this.headers.get('Content-Type') ?? '')
    return new CallbackDict(params, (changed) =>
      this.headers.set('Content-Type', dumpOptionsHeader(this.mimetype, Object.fromEntries(changed))),
    )
  }

  get contentLength(): number | null {
    const length = this.headers.get('Content-Length')
    return length !== undefined && /^[0-9]+$/.test(length) ? Number(length) : null
  }

  set contentLength(length: number | null) {
    if (length === null) this.headers.remove('Content-Length')
    else this.headers.set('Content-Length', String(length))
  }

  /**
   * The fields of the form.
   *
   * @throws TypeError when the body is a stream
   */
  get form(): MultiDict<unknown> {
    this.expectNoInput()
    return (this.#form ??= new MultiDict<unknown>())
  }

  set form(form: MultiDict<unknown>) {
    this.#input = null
    this.#form = form
  }

  /**
   * The files of the form.
   *
   * @throws TypeError when the body is a stream
   */
  get files(): FileMultiDict {
    this.expectNoInput()
    return (this.#files ??= new FileMultiDict())
  }

  set files(files: FileMultiDict) {
    this.#input = null
    this.#files = files
  }

  private expectNoInput(): void {
    if (this.#input !== null) throw new TypeError('Expected a form, got an input stream as the body')
  }

  /** A body that is no form. */
  get inputStream(): BodySource | null {
    return this.#input
  }

  set inputStream(input: BodySource | null) {
    this.#input = input
    this.#form = null
    this.#files = null
  }

  /** The query, without question mark. */
  get queryString(): string {
    return this.#queryString ?? (this.#args === null ? '' : urlEncode(this.#args.items({ multi: true })))
  }

  set queryString(query: string | null) {
    this.#queryString = query
    this.#args = null
  }

  /**
   * The query by names.
   *
   * @throws TypeError when it was given as text
   */
  get args(): MultiDict<unknown> {
    if (this.#queryString !== null) throw new TypeError('Expected names and values, got a query as text')
    return (this.#args ??= new MultiDict<unknown>())
  }

  set args(args: MultiDict<unknown> | null) {
    this.#queryString = null
    this.#args = args
  }

  /** The host without its port. */
  get serverName(): string {
    return this.host.split(':', 1)[0] ?? ''
  }

  /** The port; that of the scheme when the host has none. */
  get serverPort(): number {
    const port = /^[^:]*:\s*([0-9]+)\s*$/.exec(this.host)?.[1]
    return port === undefined ? (this.urlScheme === 'https' ? 443 : 80) : Number(port)
  }

  /** Closes the files. Errors of theirs are nobody's. */
  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    for (const { stream } of this.#files?.listvalues().flatMap((files) => [...files]) ?? []) {
      try {
        await stream.close?.()
      } catch {
        // It is closed already, or will never be.
      }
    }
  }

  /** Body, length and type as they are sent. */
  private async body(): Promise<{ input: InputStream; length: number | null; type: string | null }> {
    const { mimetype, contentType: type, contentLength: length } = this
    const input = this.#input
    if (input !== null) {
      const bytes = input instanceof Blob ? new Uint8Array(await input.arrayBuffer()) : input
      if (bytes instanceof Uint8Array) return { input: inputOf(bytes), length: bytes.length, type }
      return { input: bytes instanceof ReadableStream ? inputOfStream(bytes) : bytes, length, type }
    }
    if (mimetype === 'multipart/form-data') {
      const form = new CombinedMultiDict<unknown>([this.form, this.files])
      const { body, boundary } = await encodeMultipart(form)
      return { input: inputOf(body), length: body.length, type: `${mimetype}; boundary="${boundary}"` }
    }
    if (mimetype === 'application/x-www-form-urlencoded') {
      const body = text.encode(urlEncode(this.form.items({ multi: true })))
      return { input: inputOf(body), length: body.length, type }
    }
    return { input: inputOf(new Uint8Array(0)), length, type }
  }

  /** The environ. It is a promise, since files of a form are read. */
  async getEnviron(): Promise<Environ> {
    const { input, length, type } = await this.body()
    const { serverProtocol, wsgiVersion } = this.constructor as typeof EnvironBuilder
    const requestUri = encodeUtf8(this.requestUri)
    const environ: Environ = {
      ...this.environBase,
      REQUEST_METHOD: this.method,
      SCRIPT_NAME: decodedPath(this.scriptRoot),
      PATH_INFO: decodedPath(this.path),
      QUERY_STRING: encodeUtf8(this.queryString),
      REQUEST_URI: requestUri,
      RAW_URI: requestUri,
      SERVER_NAME: this.serverName,
      SERVER_PORT: String(this.serverPort),
      HTTP_HOST: this.host,
      SERVER_PROTOCOL: serverProtocol,
      'wsgi.version': wsgiVersion,
      'wsgi.url_scheme': this.urlScheme,
      'wsgi.input': input,
      'wsgi.errors': this.errorsStream,
      'wsgi.multithread': this.multithread,
      'wsgi.multiprocess': this.multiprocess,
      'wsgi.run_once': this.runOnce,
    }
    if (type !== null) environ.CONTENT_TYPE = type
    if (length !== null) environ.CONTENT_LENGTH = String(length)
    else if (bytesOf(input) === undefined) environ['wsgi.input_terminated'] = true
    for (const [name, value] of headerKeys(this.headers)) environ[name] = value
    return Object.assign(environ, this.environOverrides)
  }

  /** A request with the environ. */
  async getRequest<R extends Request = Request>(Class?: new (environ: Environ) => R): Promise<R> {
    const { requestClass } = this.constructor as typeof EnvironBuilder
    return new (Class ?? (requestClass as unknown as new (environ: Environ) => R))(await this.getEnviron())
  }
}

function baseUrlOf(scheme: string, host: string, root: string): string {
  return `${scheme}://${host}${root}`.replace(/\/+$/, '') + '/'
}

function authorization(auth: NonNullable<EnvironBuilderOptions['auth']>): string {
  if (auth instanceof Authorization) return auth.toHeader()
  const [username, password] = auth
  return new Authorization('basic', { username, password }).toHeader()
}

/** Files among the values of a form: stored ones, bytes, streams, and tuples that begin with those. */
function isFile(value: unknown): value is FileTuple | FileStorage | FileSource {
  return isFileTuple(value) || value instanceof FileStorage || isFileSource(value)
}
