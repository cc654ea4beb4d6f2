import { fromBytes } from '@triptych/raw/http'
import { bytes } from '@triptych/raw/util'
import { decodeText } from '../compat.ts'
import { concat } from '../concat.ts'
import { encodeText } from '../encode-text.ts'
import { compactJson } from '../json.ts'
import { AppIterRange, iterClose, iterFile, type RangedIter, type Readable } from './app-iters.ts'
import { ContentView } from './content-view.ts'
import { ResponseBodyFile } from './response-body-file.ts'
import { isJsonType } from './content-type.ts'
import type { AppIter, AppIterLike } from './response-state.ts'
import { toAppIter } from './stream-body.ts'

const NOTHING = new Uint8Array(0)

/** The blocks of a body that is closed afterwards, also when it fails. */
async function collect(body: AppIter): Promise<Uint8Array[]> {
  const blocks: Uint8Array[] = []
  try {
    for await (const block of body) {
      if (!(block instanceof Uint8Array))
        throw new TypeError(`Expected blocks of bytes in the body, got ${typeof block}`)
      blocks.push(block)
    }
  } finally {
    await iterClose(body)
  }
  return blocks
}

/** One's own blocks, synchronous and without close: they can be read and added to at any time. */
const isList = (body: AppIter | null): body is Uint8Array[] => Array.isArray(body) && !('close' in body)

const toBase64 = (data: Uint8Array): string => btoa(fromBytes(data))

/**
 * The body of a response: bytes, text, JSON, blocks, a file to write to.
 *
 * @example
 * import { Response } from '@triptych/webob'
 * const response = new Response('hello')
 * assert.ok(response instanceof BodyView)
 * response.setText('bye')
 * assert.equal(response.contentLength, 3)
 * assert.equal(await response.text(), 'bye')
 */
export class BodyView extends ContentView {
  /**
   * The whole body. Reading an iterable makes it a list, closes it, and sets Content-Length when there is none.
   *
   * @throws RangeError when it has not the Content-Length that was said; an empty one is taken for an answer to HEAD
   */
  async body(): Promise<Uint8Array> {
    const current = this._appIter
    if (current === null) throw new TypeError('No body has been set')
    if (isList(current) && current.length === 1) {
      if (current[0] instanceof Uint8Array) return current[0]
      throw new TypeError(`Expected blocks of bytes in the body, got ${typeof current[0]}`)
    }
    const whole = concat(await collect(current))
    this._appIter = [whole]
    if (whole.length === 0) return whole
    const { contentLength } = this
    if (contentLength === null) this.contentLength = whole.length
    else if (contentLength !== whole.length) {
      throw new RangeError(`Expected a body of ${contentLength} bytes, got ${whole.length}`)
    }
    return whole
  }

  /** Replaces the body by bytes, or nothing. Content-Length follows, Content-MD5 goes. */
  setBody(value: Uint8Array | null): void {
    const body = value ?? NOTHING
    if (!(body instanceof Uint8Array)) {
      throw new TypeError(`Expected bytes as body, got ${typeof body}: text goes to setText()`)
    }
    if (this._appIter !== null) this.contentMd5 = null
    this._appIter = [body]
    this.contentLength = body.length
  }

  /** @internal The charset of its text. */
  _encoding(): string {
    const encoding =
      this.charset ?? (isJsonType(this.contentType) ? 'UTF-8' : this._settings.defaultBodyEncoding)
    if (!encoding) throw new TypeError('Expected a charset in Content-Type, or a default encoding of bodies')
    return encoding
  }

  /** The body as text, in its charset, or in the class's default encoding. */
  async text(): Promise<string> {
    const encoding = this._encoding()
    const body = await this.body()
    if (body.length === 0) return ''
    return decodeText(fromBytes(body), encoding.replaceAll('"', ''), this._settings.unicodeErrors)
  }

  /** Replaces the body by a text in its charset, or nothing. */
  setText(value: string | null): void {
    if (value === null) return this.setBody(null)
    const encoding = this._encoding()
    if (typeof value !== 'string') throw new TypeError(`Expected text, got ${typeof value}`)
    this.setBody(encodeText(value, encoding))
  }

  /** Another name for {@link text}. */
  unicodeBody(): Promise<string> {
    return this.text()
  }

  /** Another name for {@link setText}. */
  setUnicodeBody(value: string | null): void {
    this.setText(value)
  }

  /** Another name for {@link text}. */
  ubody(): Promise<string> {
    return this.text()
  }

  /** Another name for {@link setText}. */
  setUbody(value: string | null): void {
    this.setText(value)
  }

  /**
   * The body read as JSON, which is UTF-8 whatever the charset says.
   *
   * @throws SyntaxError when it is no JSON
   * @throws TypeError when it is not UTF-8
   */
  async json(): Promise<unknown> {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await this.body())
    return JSON.parse(text) as unknown
  }

  /** Replaces the body by a value in JSON. The type stays. */
  setJson(value: unknown): void {
    this.setBody(bytes(compactJson(value)))
  }

  /** Another name for {@link json}. */
  jsonBody(): Promise<unknown> {
    return this.json()
  }

  /** Another name for {@link setJson}. */
  setJsonBody(value: unknown): void {
    this.setJson(value)
  }

  /** Whether there is a body, as far as can be told without reading: an iterable counts as one. */
  get hasBody(): boolean {
    const body = this._appIter
    if (isList(body) && body.length === 1) return body[0]!.length > 0
    return body !== null
  }

  /** The blocks of the body. Assignment drops Content-Length; null is an empty list. */
  get appIter(): AppIter | null {
    return this._appIter
  }

  set appIter(value: AppIterLike | null) {
    if (value === null) {
      this._appIter = []
      this.contentLength = null
      return
    }
    if (this._appIter !== null) this.contentLength = null
    this._appIter = toAppIter(value)
  }

  /** The body as a file to write to; assignment sends what can be read of another, and closes it afterwards. */
  get bodyFile(): ResponseBodyFile {
    return new ResponseBodyFile(this)
  }

  set bodyFile(value: Readable | null) {
    if (value === null) this.setBody(null)
    else this.appIter = Object.assign(iterFile(value), { close: () => value.close?.() })
  }

  /**
   * Appends to the body, and to its Content-Length when there is one. A body of one's own blocks is added to at once;
   * an iterable is read first, and then there is a promise. What is written meanwhile comes in its turn.
   *
   * @throws TypeError when it is text and there is no charset
   */
  write(text: string | Uint8Array): void | Promise<void> {
    const block = this._written(text)
    const body = this._appIter
    if (body === null || isList(body)) return this._append(body ?? [], block)
    this._collecting ??= this._collect(body)
    return this._collecting.then((blocks) => this._append(blocks, block))
  }

  /** @internal The body while it is read for `write`. */
  declare _collecting: Promise<Uint8Array[]> | undefined

  /** @internal */
  async _collect(body: AppIter): Promise<Uint8Array[]> {
    try {
      const blocks = await collect(body)
      this._appIter = blocks
      this.contentLength = blocks.reduce((sum, { length }) => sum + length, 0)
      return blocks
    } finally {
      this._collecting = undefined
    }
  }

  /** @internal */
  _written(text: string | Uint8Array): Uint8Array {
    if (text instanceof Uint8Array) return text
    if (typeof text !== 'string') throw new TypeError(`Expected text or bytes, got ${typeof text}`)
    const { charset } = this
    if (!charset) throw new TypeError('Expected bytes, or a charset in Content-Type to write text in')
    return encodeText(text, charset)
  }

  /** @internal */
  _append(blocks: Uint8Array[], block: Uint8Array): void {
    blocks.push(block)
    this._appIter = blocks
    const { contentLength } = this
    if (contentLength !== null) this.contentLength = contentLength + block.length
  }

  /** How many bytes one's own blocks have; 0 when there is no body. */
  bodyLength(): number {
    const body = this._appIter
    return isList(body) ? body.reduce((sum, { length }) => sum + length, 0) : 0
  }

  /** The bytes from `start` to before `stop` of the body; a body that can cut itself does so. */
  appIterRange(start: number, stop: number | null): AppIter {
    const body = this._appIter ?? []
    return 'appIterRange' in body
      ? (body as unknown as RangedIter).appIterRange(start, stop)
      : new AppIterRange(body, start, stop)
  }

  /** @internal Both this and a copy can read the body from now on. */
  async _listed(): Promise<Uint8Array[]> {
    const body = this._appIter ?? []
    const blocks = isList(body) ? body : await collect(body)
    this._appIter = blocks
    return [...blocks]
  }

  /** Sets ETag to the MD5 of the body, or of other bytes, in base64; with an option Content-MD5 too. */
  async md5Etag(body?: Uint8Array | null, options: { setContentMd5?: boolean } = {}): Promise<void> {
    const { md5 } = await import('@noble/hashes/legacy.js')
    const digest = toBase64(md5(body ?? (await this.body())))
    this.etag = digest.replaceAll('=', '')
    if (options.setContentMd5) this.contentMd5 = digest
  }

  /** Sets ETag to the SHA-256 of the body, or of other bytes, in base64. WebOb lacks it. */
  async sha256Etag(body?: Uint8Array | null): Promise<void> {
    const { sha256 } = await import('@noble/hashes/sha2.js')
    this.etag = toBase64(sha256(body ?? (await this.body()))).replaceAll('=', '')
  }
}
