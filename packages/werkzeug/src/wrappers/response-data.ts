import type { Body } from '@triptych/raw/gateway'
import type { Headers } from '../datastructures/headers.ts'
import { generateEtag } from '../http/etag.ts'
import { Response as SansioResponse } from '../sansio/response/response.ts'
import type { SansioResponseOptions } from '../sansio/response/response-base.ts'
import type { CloseCallback } from '../wsgi/closing-iterator.ts'
import {
  type Block,
  closeBlocks,
  encodeBlocks,
  type ResponseBlocks,
  toBlocks,
  toBytes,
} from './response-blocks.ts'
import { ResponseStream } from './response-stream.ts'
import { SequenceError } from './sequence-error.ts'

/** What a response can be made of: text, bytes, blocks of them, a stream of the platform, or nothing. */
export type ResponseContent = Block | ResponseBlocks | ReadableStream<Block> | null

/** What a response can be made with, besides its body. */
export interface ResponseOptions extends SansioResponseOptions {
  /** Whether the blocks go to the server as they are, unseen: for files that it knows to send. Default: no. */
  readonly directPassthrough?: boolean | undefined
}

/**
 * The body of a response: how it is set, read and closed. The class for applications is `Response`, above it.
 *
 * @example
 * const response = new ResponseData('{"a":1}', { mimetype: 'application/json' })
 * assert.deepEqual(await response.json(), { a: 1 })
 * assert.equal(response.contentLength, 7)
 */
export class ResponseData extends SansioResponse {
  /** Whether what needs the whole body may read it into memory without being asked. */
  static implicitSequenceConversion = true
  /** Whether Content-Length is set as soon as the length is known. */
  static automaticallySetContentLength = true

  /** Whether the blocks go to the server as they are. */
  directPassthrough: boolean
  /** @internal */ _response: ResponseBlocks
  /** @internal */ _onClose: CloseCallback[] | null
  private _stream: ResponseStream | null

  /** @throws TypeError when the body is nothing that can be sent */
  constructor(response?: ResponseContent, options: ResponseOptions = NO_OPTIONS) {
    super(options)
    this.directPassthrough = options.directPassthrough === true
    this._onClose = null
    this._stream = null
    if (typeof response === 'string' || response instanceof Uint8Array) {
      const block = toBytes(response)
      this._response = [block]
      if (settingsOf(this).automaticallySetContentLength) {
        // There is none to replace yet.
        if (options.headers === undefined) this.headers.add('Content-Length', String(block.length))
        else setLength(this.headers, block.length)
      }
    } else this._response = response === null || response === undefined ? [] : toBlocks(response)
  }

  /** The blocks of the body. An array means that it is in memory, anything else is streamed. */
  get response(): ResponseBlocks {
    return this._response
  }
  set response(value: ResponseBlocks | ReadableStream<Block>) {
    this._response = toBlocks(value)
  }

  /** Replaces the body. */
  setData(value: Block): void {
    const block = toBytes(value)
    this._response = [block]
    if (settingsOf(this).automaticallySetContentLength) setLength(this.headers, block.length)
  }

  /**
   * The whole body, as bytes or as text; blocks are read into memory, and stay there.
   *
   * @throws SequenceError when it may not be read without being asked
   * @throws SyntaxError when it is to be text and is no UTF-8
   */
  getData(options?: { readonly asText?: false }): Promise<Uint8Array>
  getData(options: { readonly asText: true }): Promise<string>
  async getData({ asText = false }: { readonly asText?: boolean } = {}): Promise<Uint8Array | string> {
    const pending = this.ensureSequence()
    if (pending) await pending
    const whole = this.joined()
    return asText ? decode(whole) : whole
  }

  /** The whole body as bytes, see {@link getData}. */
  data(): Promise<Uint8Array> {
    return this.getData()
  }

  /** The body read as JSON when Content-Type says that it is, see {@link getJson}. */
  json(): Promise<unknown> {
    return this.getJson()
  }

  /**
   * The body read as JSON; null when Content-Type says that it is something else. It is read anew each time.
   *
   * @param options `force`: whatever Content-Type says; `silent`: null in place of an error
   * @throws SyntaxError when it is no JSON
   */
  async getJson({
    force = false,
    silent = false,
  }: { readonly force?: boolean; readonly silent?: boolean } = {}): Promise<unknown> {
    if (!force && !this.isJson) return null
    const data = await this.getData()
    try {
      const text = decode(data)
      return JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text) as unknown
    } catch (error) {
      if (silent) return null
      throw error
    }
  }

  /** The length of the body in bytes, for which blocks are read into memory; null when they may not be. */
  async calculateContentLength(): Promise<number | null> {
    try {
      const pending = this.ensureSequence()
      if (pending) await pending
    } catch (error) {
      if (error instanceof SequenceError) return null
      throw error
    }
    return this.length()
  }

  /** Reads the blocks into memory; what they come from is closed with the response. */
  async makeSequence(): Promise<void> {
    const pending = this.collect()
    if (pending) await pending
  }

  /** The body as bytes, block by block, made as they are asked for. */
  iterEncoded(): Body {
    return encodeBlocks(this._response)
  }

  /** Whether nobody knows how many blocks there will be. */
  get isStreamed(): boolean {
    const blocks = this._response as { readonly length?: unknown; readonly size?: unknown }
    return typeof blocks.length !== 'number' && typeof blocks.size !== 'number'
  }

  /** Whether the body is in memory. */
  get isSequence(): boolean {
    return Array.isArray(this._response)
  }

  /** Writes to the end of the body. */
  get stream(): ResponseStream {
    return (this._stream ??= new ResponseStream(this))
  }

  /** Registers what is to run when the response has been sent, failed or was left; gives it back. Do it before it is sent. */
  callOnClose<F extends CloseCallback>(callback: F): F {
    ;(this._onClose ??= []).push(callback)
    return callback
  }

  /**
   * Closes what the blocks come from, then runs the callbacks; each runs even when one before it failed, and the first error
   * is thrown at the end. A server that sends the response does it.
   */
  async close(): Promise<void> {
    const errors: unknown[] = []
    try {
      await closeBlocks(this._response)
    } catch (error) {
      errors.push(error)
    }
    for (const callback of this._onClose ?? []) {
      try {
        await callback()
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
  }

  /** Sets ETag from a hash of the body, unless there is one. */
  async addEtag({
    overwrite = false,
    weak = false,
  }: { readonly overwrite?: boolean; readonly weak?: boolean } = {}): Promise<void> {
    if (!overwrite && this.headers.has('ETag')) return
    const pending = this.ensureSequence()
    if (pending) await pending
    this.setEtag(generateEtag(this.joined()), { weak })
  }

  /** Makes the response one that can be stored: body in memory whatever the class says, Content-Length and ETag set. */
  async freeze(): Promise<void> {
    const pending = this.collect()
    if (pending) await pending
    const blocks = (this._response as Block[]).map(toBytes)
    this._response = blocks
    setLength(this.headers, this.length())
    if (!this.headers.has('ETag')) this.setEtag(generateEtag(this.joined()))
  }

  /** @internal The length of what is in memory, or can be at once; null for blocks that have to be waited for. */
  _lengthNow(): number | null {
    if (!Array.isArray(this._response)) {
      const { implicitSequenceConversion } = settingsOf(this)
      if (this.directPassthrough || !implicitSequenceConversion || !(Symbol.iterator in this._response))
        return null
      void this.collect()
    }
    return this.length()
  }

  private ensureSequence(): Promise<void> | undefined {
    if (Array.isArray(this._response)) return undefined
    if (this.directPassthrough)
      throw new SequenceError('Expected a body in memory, this one is passed through directly')
    if (!settingsOf(this).implicitSequenceConversion) {
      throw new SequenceError(
        'Expected a body in memory: await makeSequence() first, implicitSequenceConversion is off',
      )
    }
    return this.collect()
  }

  /** At once where it can be: a promise only for blocks that come with promises. */
  private collect(): Promise<void> | undefined {
    const blocks = this._response
    if (Array.isArray(blocks)) return undefined
    if (!(Symbol.iterator in blocks)) return this.collectAll(blocks)
    this.keep(blocks, Array.from(blocks, toBytes))
    return undefined
  }

  private async collectAll(blocks: AsyncIterable<Block> & ResponseBlocks): Promise<void> {
    const all: Uint8Array[] = []
    for await (const block of blocks) all.push(toBytes(block))
    this.keep(blocks, all)
  }

  private keep(blocks: ResponseBlocks, all: Uint8Array[]): void {
    this._response = all
    if (blocks.close) this.callOnClose(() => blocks.close?.())
  }

  private length(): number {
    let length = 0
    for (const block of this._response as readonly Block[]) length += toBytes(block).length
    return length
  }

  private joined(): Uint8Array {
    const blocks = this._response as readonly Block[]
    if (blocks.length === 1) return toBytes(blocks[0]!)
    const all = blocks.map(toBytes)
    const whole = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const block of all) {
      whole.set(block, at)
      at += block.length
    }
    return whole
  }
}

const NO_OPTIONS: ResponseOptions = Object.freeze({})

const settingsOf = (response: ResponseData): typeof ResponseData =>
  response.constructor as typeof ResponseData

function setLength(headers: Headers, length: number): void {
  headers.set('Content-Length', String(length))
}

function decode(data: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data)
  } catch {
    throw new SyntaxError(`Expected a body in UTF-8, got ${data.length} bytes that are not`)
  }
}
