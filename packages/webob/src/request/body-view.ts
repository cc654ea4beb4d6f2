import type { InputStream } from '@triptych/raw'
import { fromBytes } from '@triptych/raw/http'
import { DisconnectionError, RequestError, UndecodableError, ValidationError } from '../errors.ts'
import { compactJson } from '../json.ts'
import { GetDict, NestedMultiDict, NoVars, type ReadonlyMultiDict } from '../multidict/index.ts'
import { encodeText } from '../encode-text.ts'
import { environAddPost } from './add-post.ts'
import type { FormSource } from './encode-form.ts'
import { decodeCharset } from './decode-charset.ts'
import { readMultipart, readUrlencoded, type FormLimits, type FormValue } from './form-body.ts'
import { HeaderView } from './header-view.ts'
import { LimitedLengthFile } from './limited-length-file.ts'
import { concat } from '../concat.ts'
import { SeekableInput, isSeekable, type SeekableStream } from './seekable-input.ts'
import type { StandardSchema } from './standard-schema.ts'
import { streamInput } from './stream-input.ts'

const POST = 'webob._parsed_post_vars'
const FILE = 'webob._body_file'
const SEEKABLE = 'webob.is_body_seekable'
const COPYING = 'webob._copying'
const FORM_TYPES = ['', 'application/x-www-form-urlencoded', 'multipart/form-data']

/** Where a large body is put while it is read, such as a file; the default is memory. */
export interface Spool {
  write(block: Uint8Array): void | Promise<void>
  /** What was written, to be read again and again. */
  finish(): SeekableStream | Promise<SeekableStream>
  /** Removes what was written: called when reading fails, and when the request is over (`triptych.finally`). */
  close?(): void | Promise<void>
}

/** What limits the reading of bodies; subclasses may have others. */
export interface BodyLimits extends FormLimits {
  readonly maxBodySize: number
  readonly requestBodyTempfileLimit: number
  readonly makeTempfile: (() => Spool) | null
}

/**
 * The body of a request, its form and its query.
 *
 * @example
 * import { Request } from '@triptych/webob'
 * const request = Request.blank('/?page=2', { POST: { name: 'Ada' } })
 * assert.ok(request instanceof BodyView)
 * assert.equal(request.GET.get('page'), '2')
 * assert.equal((await request.POST()).get('name'), 'Ada')
 * assert.equal(await request.text(), 'name=Ada') // and again
 */
export class BodyView<Vars = Record<string, string>> extends HeaderView<Vars> {
  /** @internal */
  get _limits(): BodyLimits {
    return this.constructor as unknown as BodyLimits
  }

  /** Whether there is a body: a length, or an input that ends by itself (chunked bodies). */
  get isBodyReadable(): boolean {
    const { contentLength } = this
    if (contentLength !== null) return contentLength !== 0
    return Boolean(this.environ['wsgi.input_terminated'] ?? this.environ['webob.is_body_readable'])
  }

  set isBodyReadable(value: boolean) {
    this.environ['wsgi.input_terminated'] = value
  }

  /** Whether the body can be read again. */
  get isBodySeekable(): boolean {
    return Boolean(this.environ[SEEKABLE])
  }

  set isBodySeekable(value: boolean | null) {
    if (value === null) delete this.environ[SEEKABLE]
    else this.environ[SEEKABLE] = value
  }

  /** The gateway's input, which knows no end of its own when there is no length. */
  get bodyFileRaw(): InputStream {
    return this._need('wsgi.input') as InputStream
  }

  set bodyFileRaw(value: InputStream) {
    this.environ['wsgi.input'] = value
  }

  /** The body to read as it comes, without keeping it; it ends where the length says. Assignment drops the length. */
  get bodyFile(): InputStream {
    if (!this.isBodyReadable) return new SeekableInput()
    const raw = this.bodyFileRaw
    const { contentLength } = this
    if (this.isBodySeekable || contentLength === null || contentLength < 0) return raw
    const cached = this.environ[FILE] as readonly [InputStream, InputStream] | undefined
    if (cached?.[1] === raw) return cached[0]
    const limited = new LimitedLengthFile(raw, contentLength)
    this.environ[FILE] = [limited, raw]
    return limited
  }

  set bodyFile(value: InputStream | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | null) {
    if (value === null) {
      this.setBody(null)
      return
    }
    if (value instanceof Uint8Array || typeof value === 'string') {
      throw new TypeError('Expected something to read the body from: bytes go to setBody()')
    }
    this.contentLength = null
    this.bodyFileRaw = 'readline' in value ? value : streamInput(value)
    this.isBodySeekable = false
    this.isBodyReadable = true
  }

  /** The whole body, which can be read again, from its beginning. */
  async bodyFileSeekable(): Promise<InputStream> {
    if (!this.isBodySeekable) await this.makeBodySeekable()
    this._rewind()
    return this.bodyFileRaw
  }

  /** @internal */
  _rewind(): void {
    const input = this.bodyFileRaw
    if (isSeekable(input)) input.seek(0)
  }

  /** Reads the body, if that has not been done, so that it can be read again. */
  async makeBodySeekable(): Promise<void> {
    if (!this.isBodyReadable) this.setBody(null)
    else if (this.isBodySeekable) this._rewind()
    else {
      const { environ } = this
      const raw = this.bodyFileRaw
      // Readers that do not wait for one another share the copy. When it fails so do later ones: a part is no body.
      const copying = environ[COPYING] as readonly [Promise<void>, InputStream] | undefined
      const copy = copying?.[1] === raw ? copying[0] : this.copyBody()
      environ[COPYING] = [copy, raw]
      await copy
      delete environ[COPYING]
    }
  }

  /**
   * Reads the body and keeps it for this request alone.
   *
   * @throws DisconnectionError when it is shorter than its length
   * @throws RequestError (413) when it has more than `maxBodySize` bytes
   */
  async copyBody(): Promise<void> {
    if (!this.isBodyReadable) {
      this.setBody(null)
      return
    }
    const { maxBodySize, requestBodyTempfileLimit, makeTempfile } = this._limits
    const { contentLength } = this
    if (contentLength !== null && contentLength > maxBodySize) tooLarge(maxBodySize)
    if (this.isBodySeekable) this._rewind()
    const file = this.environ[FILE] as readonly [LimitedLengthFile, InputStream] | undefined
    if (file?.[1] === this.bodyFileRaw && file[0].received > 0) {
      const message = 'The body has been read in part already'
      throw new DisconnectionError(file[0].received, contentLength ?? 0, message)
    }
    const blocks: Uint8Array[] = []
    let spool: Spool | undefined
    let spooled: SeekableStream | undefined
    let size = 0
    try {
      for await (const block of blocksOf(this.bodyFile, contentLength)) {
        size += block.length
        if (size > maxBodySize) tooLarge(maxBodySize)
        if (!spool && makeTempfile && size > requestBodyTempfileLimit) {
          spool = makeTempfile()
          for (const earlier of blocks.splice(0)) await spool.write(earlier)
        }
        if (spool) await spool.write(block)
        else blocks.push(block)
      }
      spooled = await spool?.finish()
    } catch (error) {
      await spool?.close?.()
      throw error
    }
    if (!spool || !spooled) {
      this.setBody(concat(blocks))
      return
    }
    this.contentLength = size
    this.bodyFileRaw = spooled
    this.isBodySeekable = true
    if (spool.close) this.environ['triptych.finally']?.(() => spool.close?.())
  }

  /** The whole body; it can be read any number of times. Empty when there is none. */
  async body(): Promise<Uint8Array> {
    if (!this.isBodyReadable) return new Uint8Array(0)
    await this.makeBodySeekable()
    const raw = this.bodyFileRaw
    const { contentLength } = this
    const body =
      raw instanceof SeekableInput && raw.bytes.length === contentLength
        ? raw.bytes
        : await raw.read(contentLength ?? -1)
    this._rewind()
    return body
  }

  /** Replaces the body by bytes, or nothing. Content-Length follows. */
  setBody(value: Uint8Array | null): void {
    const body = value ?? new Uint8Array(0)
    if (!(body instanceof Uint8Array)) {
      throw new TypeError(`Expected bytes as body, got ${typeof body}: text goes to setText()`)
    }
    this.contentLength = body.length
    this.bodyFileRaw = new SeekableInput(body)
    this.isBodySeekable = true
  }

  /**
   * The body as text in its charset.
   *
   * @throws UndecodableError (400) when it is none
   * @throws RequestError (415) when the charset is not known
   */
  async text(): Promise<string> {
    return decodeCharset(fromBytes(await this.body()), this.charset.replaceAll('"', ''))
  }

  /** Replaces the body by a text in its charset, or nothing. */
  setText(value: string | null): void {
    if (value === null) return this.setBody(null)
    if (typeof value !== 'string') throw new TypeError(`Expected text, got ${typeof value}`)
    this.setBody(encodeText(value, this.charset))
  }

  /**
   * The body read as JSON; with a Standard Schema (zod, valibot, arktype...) as what that makes of it.
   *
   * @throws RequestError (400) when it is no JSON
   * @throws ValidationError (422) when the schema refuses it
   */
  json(): Promise<unknown>
  json<Output>(schema: StandardSchema<Output>): Promise<Output>
  async json(schema?: StandardSchema): Promise<unknown> {
    const value = parseJson(await this.text())
    if (!schema) return value
    const result = await schema['~standard'].validate(value)
    if (result.issues) throw new ValidationError(result.issues)
    return result.value
  }

  /** Replaces the body by a value in JSON. The type stays. */
  setJson(value: unknown): void {
    this.setBody(encodeText(compactJson(value), this.charset))
  }

  /** Another name for {@link json}. */
  jsonBody(): Promise<unknown>
  jsonBody<Output>(schema: StandardSchema<Output>): Promise<Output>
  jsonBody(schema?: StandardSchema): Promise<unknown> {
    return schema ? this.json(schema) : this.json()
  }

  /** Another name for {@link setJson}. */
  setJsonBody(value: unknown): void {
    this.setJson(value)
  }

  /** The query as a dictionary, live: changing it changes the query. */
  get GET(): GetDict {
    const { errors } = this.constructor as typeof BodyView
    try {
      return GetDict.fromEnviron(this.environ, { errors: errors === 'replace' ? 'replace' : 'strict' })
    } catch (error) {
      if (errors !== 'bad-request' || !(error instanceof UndecodableError)) throw error
      throw new RequestError(400, error.code, 'The query is not text in UTF-8', { cause: error })
    }
  }

  /**
   * The form in the body: of any method but GET and HEAD when the type is one of forms, of POST without a type as well; a
   * NoVars that says why otherwise. Files are FileField objects.
   *
   * @throws RequestError when the charset is not UTF-8 (415; use `decode()`), when a multipart body has no boundary or
   *   a part cannot be read (400), and beyond the limits (413)
   */
  async POST(): Promise<ReadonlyMultiDict<FormValue>> {
    const { environ, contentType } = this
    const cached = environ[POST] as readonly [ReadonlyMultiDict<FormValue>, InputStream] | undefined
    if (cached?.[1] === this.bodyFileRaw) return cached[0]
    if ((this.method !== 'POST' && contentType === '') || !FORM_TYPES.includes(contentType)) {
      return new NoVars(`Not an HTML form submission (Content-Type: ${contentType})`)
    }
    if (this.charset !== 'UTF-8') {
      throw new RequestError(
        415,
        'ERR_CHARSET',
        `Expected a form in UTF-8, got ${this.charset}: use await request.decode()`,
      )
    }
    const isBodyless = this.method === 'GET' || this.method === 'HEAD'
    const body = isBodyless ? new Uint8Array(0) : await this.body()
    const vars =
      contentType === 'multipart/form-data' && !isBodyless
        ? readMultipart(body, environ.CONTENT_TYPE!, this._limits)
        : readUrlencoded(body, this._limits)
    await this.makeBodySeekable()
    environ[POST] = [vars, this.bodyFileRaw]
    return vars
  }

  /** Replaces the body by a form, in the type that it has, or as a form's; null takes the body out. */
  setPOST(value: FormSource | null): void {
    delete this.environ[POST]
    if (value === null) this.setBody(null)
    else environAddPost(this.environ, value, this.environ.CONTENT_TYPE)
  }

  /** Query and form in one, the query first. */
  async params(): Promise<NestedMultiDict<FormValue>> {
    return new NestedMultiDict<FormValue>(this.GET, await this.POST())
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new RequestError(400, 'ERR_JSON', `Expected JSON as body: ${(cause as Error).message}`, { cause })
  }
}

function tooLarge(limit: number): never {
  throw new RequestError(413, 'ERR_BODY_TOO_LARGE', `Expected a body of at most ${limit} bytes, got more`)
}

/** The blocks of an input, to its end or to a length. */
async function* blocksOf(input: InputStream, length: number | null): AsyncGenerator<Uint8Array, void> {
  for (let left = length ?? Infinity; left > 0;) {
    const block = await input.read(Math.min(left, 65_536))
    if (block.length === 0) return
    left -= block.length
    yield block
  }
}
