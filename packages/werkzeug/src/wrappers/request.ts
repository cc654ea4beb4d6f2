import type { Environ, InputStream } from '@triptych/raw/gateway'
import { decodeUtf8, fromBytes } from '@triptych/raw/http'
import { blocksOf, Input } from '@triptych/raw/input'
import { buildEnviron } from '@triptych/raw/testing'
import type { RequestInit } from '@triptych/raw/testing'
import { CombinedMultiDict } from '../datastructures/combined-multi-dict.ts'
import type { FileStorage } from '../datastructures/file-storage.ts'
import { ImmutableMultiDict } from '../datastructures/immutable-multi-dict.ts'
import { BadRequest, UnprocessableEntity, UnsupportedMediaType } from '../exceptions/client-errors.ts'
import { FormDataParser } from '../formparser/form-data-parser.ts'
import type { FormDataParserOptions, ParsedForm } from '../formparser/form-data-parser.ts'
import { Request as SansIORequest } from '../sansio/request/request.ts'
import { getInputStream } from '../wsgi/get-input-stream.ts'
import { makeApplication } from './application.ts'
import type { ApplicationDecorator } from './application.ts'
import { EnvironParts } from './environ-parts.ts'
import { describeIssues } from './standard-schema.ts'
import type { StandardSchema } from './standard-schema.ts'

/** The fields of a form. */
export type Form = ImmutableMultiDict
/** The files of a form. */
export type Files = ImmutableMultiDict<FileStorage>
/** A class that reads forms. */
export type FormDataParserClass = new (
  options: FormDataParserOptions<Form, Files>,
) => FormDataParser<Form, Files>

/** How a request is made. */
export interface RequestOptions {
  /** Whether to put it into the environ, as `werkzeug.request`, for who comes next. Default: no. */
  readonly populateRequest?: boolean
  /** Refuse to read the body: for middleware that must leave it to others. Default: no. */
  readonly shallow?: boolean
}

/** How data is read. */
export interface GetDataOptions {
  /** Whether to keep it, so that it can be read again. Default: true. */
  readonly cache?: boolean
  /** Text, with U+FFFD for what is no UTF-8. */
  readonly asText?: boolean
  /** Whether a form is read first, which leaves no data. Default: false. */
  readonly parseFormData?: boolean
}

/** How JSON is read. */
export interface GetJsonOptions {
  /** Whatever the type is. */
  readonly force?: boolean
  /** Null in place of an error. */
  readonly silent?: boolean
  /** Whether to keep it. Default: true. */
  readonly cache?: boolean
}

/**
 * A request. It cannot be changed: what is read of it is read once and kept. What reads the body is a method with a promise.
 * Python: `werkzeug.wrappers.Request`.
 *
 * Limits are statics that a subclass may set; beyond one, reading fails with RequestEntityTooLarge (413).
 *
 * @example
 * import { buildEnviron } from '@triptych/raw/testing'
 * const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
 * const request = new Request(buildEnviron({ target: '/users?page=2', headers, body: 'name=Ada' }))
 * assert.equal(request.method, 'POST')
 * assert.equal(request.path, '/users')
 * assert.equal(request.args.get('page'), '2')
 * assert.equal((await request.form()).get('name'), 'Ada')
 */
export class Request extends SansIORequest {
  /** The most bytes of a body; null for no limit but the server's. */
  static maxContentLength: number | null = null
  /** The most bytes that the fields of a form may take in memory. */
  static maxFormMemorySize: number | null = 500_000
  /** The most parts of a multipart form. */
  static maxFormParts: number | null = 1000
  /** What reads forms. */
  static formDataParserClass: FormDataParserClass = FormDataParser

  /** What the server said of the request. */
  readonly environ: Environ
  /** Whether its body may not be read. */
  readonly shallow: boolean
  #stream: InputStream | undefined
  #data: Uint8Array | undefined
  #form: Promise<ParsedForm<Form, Files>> | undefined
  #json: unknown = NOT_READ
  #silentJson: unknown = NOT_READ

  constructor(environ: Environ, options?: RequestOptions) {
    super(new EnvironParts(environ))
    this.environ = environ
    this.shallow = options?.shallow ?? false
    if (options?.populateRequest && !this.shallow) environ['werkzeug.request'] = this
  }

  /**
   * A request made by hand, for tests: a path or URL, and what else there is to it.
   * Python: `Request.from_values`, whose arguments are those of the `EnvironBuilder`.
   */
  static fromValues<R extends Request>(this: RequestClass<R>, request: string | RequestInit = {}): R {
    return new this(buildEnviron(request))
  }

  /** A request of the platform as one of these. Its body is streamed. */
  static fromFetch<R extends Request>(this: RequestClass<R>, request: globalThis.Request): R {
    const environ = buildEnviron({
      method: request.method,
      target: request.url.split('#', 1)[0]!,
      headers: [...request.headers],
      ...(request.body ? { body: request.body } : {}),
    })
    environ['triptych.signal'] = request.signal
    return new this(environ)
  }

  /**
   * Makes an application of a view, a function from a request to a response: `Request.application(view)`, or `@Request.application`
   * on a method. A subclass gives its own requests. An HTTPException that the view throws is its answer.
   */
  static get application(): ApplicationDecorator {
    return makeApplication.bind(null, this) as ApplicationDecorator
  }

  /** The path of the application: `rootPath`. */
  get scriptRoot(): string {
    return this.rootPath
  }

  /** The URL of the application: `rootUrl`. */
  get urlRoot(): string {
    return this.rootUrl
  }

  /** Who the server says has signed in; null for nobody. */
  get remoteUser(): string | null {
    const user = this.environ['REMOTE_USER']
    return typeof user === 'string' ? user : null
  }

  /** Whether another thread may run the application at the same time. */
  get isMultithread(): boolean {
    return this.environ['wsgi.multithread']
  }

  /** Whether another process may run the application at the same time. */
  get isMultiprocess(): boolean {
    return this.environ['wsgi.multiprocess']
  }

  /** Whether the process ends with this request. */
  get isRunOnce(): boolean {
    return this.environ['wsgi.run_once']
  }

  /** The stream of the server as it is: use `stream`. */
  get inputStream(): InputStream {
    return this.environ['wsgi.input']
  }

  /**
   * The body, to its end and no further.
   *
   * @throws RequestEntityTooLarge (413) when it is longer than `maxContentLength`; TypeError for a shallow request
   */
  get stream(): InputStream {
    if (this.shallow) throw new TypeError('Expected a request whose body may be read, got a shallow one')
    const { maxContentLength } = this.constructor as typeof Request
    return (this.#stream ??= getInputStream(this.environ, { maxContentLength }))
  }

  /**
   * The body in bytes; nothing when it is a form, which is read in its place.
   *
   * @throws RequestEntityTooLarge (413), ClientDisconnected (400)
   */
  data(): Promise<Uint8Array> {
    return this.getData({ parseFormData: true })
  }

  /**
   * The body in bytes or as text. What is kept can be read again, also as a form.
   *
   * @throws RequestEntityTooLarge (413), ClientDisconnected (400)
   */
  getData(options: GetDataOptions & { readonly asText: true }): Promise<string>
  getData(options?: GetDataOptions & { readonly asText?: false }): Promise<Uint8Array>
  getData(options: GetDataOptions): Promise<Uint8Array | string>
  async getData({ cache = true, asText = false, parseFormData = false }: GetDataOptions = {}): Promise<
    Uint8Array | string
  > {
    let data = this.#data
    if (!data) {
      const stream = parseFormData ? (await this.#loadForm())[0] : this.stream
      data = await stream.read()
      if (cache) this.#data = data
    }
    return asText ? decodeUtf8(fromBytes(data)) : data
  }

  /** Whether a form is looked for in the body: there is a type. */
  get wantFormDataParsed(): boolean {
    return Boolean(this.environ.CONTENT_TYPE)
  }

  /** What reads the form of this request. */
  makeFormDataParser(): FormDataParser<Form, Files> {
    const { formDataParserClass, maxFormMemorySize, maxContentLength, maxFormParts } = this
      .constructor as typeof Request
    return new formDataParserClass({
      maxFormMemorySize,
      maxContentLength,
      maxFormParts,
      cls: ImmutableMultiDict,
    })
  }

  #loadForm(): Promise<ParsedForm<Form, Files>> {
    return (this.#form ??= this.#readForm())
  }

  async #readForm(): Promise<ParsedForm<Form, Files>> {
    if (!this.wantFormDataParsed) return [this.stream, new ImmutableMultiDict(), new ImmutableMultiDict()]
    const stream = this.#data ? new Input(blocksOf(this.#data)) : this.stream
    const parsed = await this.makeFormDataParser().parse(
      stream,
      this.mimetype,
      this.contentLength,
      this.mimetypeParams,
    )
    if (!parsed[2].isEmpty) this.environ['triptych.finally']?.(async () => this.close())
    return parsed
  }

  /**
   * The fields of the form; none when the body is no form, or one that cannot be read.
   *
   * @throws RequestEntityTooLarge (413), ClientDisconnected (400)
   */
  async form(): Promise<Form> {
    return (await this.#loadForm())[1]
  }

  /** The files of the form. They are removed when the response has been sent. */
  async files(): Promise<Files> {
    return (await this.#loadForm())[2]
  }

  /** What the query says and, unless the method is GET, what the form says. */
  async values(): Promise<CombinedMultiDict> {
    return new CombinedMultiDict(this.method === 'GET' ? [this.args] : [this.args, await this.form()])
  }

  /**
   * The body as JSON, checked and typed by a schema (Standard Schema) when one is given.
   *
   * @throws UnsupportedMediaType (415) unless the type says so, BadRequest (400) when it is none, UnprocessableEntity (422)
   *   when the schema refuses it
   */
  json(): Promise<unknown>
  json<Output>(schema: StandardSchema<Output>): Promise<Output>
  async json(schema?: StandardSchema): Promise<unknown> {
    const value = await this.getJson()
    if (!schema) return value
    const result = await schema['~standard'].validate(value)
    if (result.issues) throw new UnprocessableEntity(describeIssues(result.issues))
    return result.value
  }

  /**
   * The body as JSON, whatever its type with `force`, null in place of errors with `silent`.
   *
   * @throws UnsupportedMediaType (415) and BadRequest (400) as `json` does
   */
  async getJson({ force = false, silent = false, cache = true }: GetJsonOptions = {}): Promise<unknown> {
    const kept = silent ? this.#silentJson : this.#json
    if (cache && kept !== NOT_READ) return kept
    if (!force && !this.isJson) return silent ? null : this.onJsonLoadingFailed(null)
    const data = await this.getData({ cache, asText: true })
    let value: unknown
    try {
      value = JSON.parse(data)
    } catch (error) {
      const failed = silent ? null : this.onJsonLoadingFailed(error as SyntaxError)
      if (cache && silent) this.#silentJson = failed
      else if (cache) this.#json = failed
      return failed
    }
    if (cache) this.#json = this.#silentJson = value
    return value
  }

  /**
   * What happens when JSON cannot be read; what a subclass gives here is the value.
   *
   * @param error null when the type is not JSON
   * @throws BadRequest (400), UnsupportedMediaType (415) without an error
   */
  onJsonLoadingFailed(error: SyntaxError | null): unknown {
    if (error) throw new BadRequest(`Failed to decode JSON object: ${error.message}`, { cause: error })
    throw new UnsupportedMediaType(
      "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.",
    )
  }

  /** Frees what the files of the form hold. It is done by itself when the response has been sent. */
  async close(): Promise<void> {
    if (!this.#form) return
    const [, , files] = await this.#form.catch(() => [null, null, null] as const)
    for (const list of files?.listvalues() ?? []) for (const file of list) await file.close()
  }
}

/** A class of requests. */
export type RequestClass<R extends Request> = new (environ: Environ) => R

const NOT_READ = Symbol('not read')
