import type { HeaderPair } from '../gateway.ts'
import { ChunkedDecoder } from '../http/chunked.ts'
import type { Framing } from '../http/framing.ts'
import { MessageLimitError } from '../http/message-error.ts'
import { ServerDisconnected } from './client-error.ts'
import { pairsOf } from './client-response.ts'

/** Where a body comes from, and who is told of its end. */
export interface BodyConnection {
  /** The next block of the connection, `undefined` at its end. */
  read(): Promise<Uint8Array | undefined>
  /** The body is complete; `rest` came behind it. */
  ended(rest: Uint8Array): void
  /** The body was left early, or failed: the connection has no further use. */
  close(): void
}

const EMPTY = new Uint8Array(0)

/**
 * The content of a response, without its transfer coding: blocks as they come from the network. Once only. Leaving the
 * loop early, and `close()`, cut the connection.
 *
 * @example
 * const blocks = [new TextEncoder().encode('3\r\nabc\r\n'), new TextEncoder().encode('0\r\nA: b\r\n\r\n')]
 * const body = new ResponseBody(
 *   { kind: 'chunked' },
 *   { read: async () => blocks.shift(), ended: () => {}, close: () => {} },
 * )
 * assert.equal(new TextDecoder().decode(await body.bytes()), 'abc')
 * assert.deepEqual(body.trailers, [['A', 'b']])
 */
export class ResponseBody implements AsyncIterableIterator<Uint8Array> {
  readonly #connection: BodyConnection
  readonly #framing: Framing
  readonly #maxBytes: number
  readonly #decoder: ChunkedDecoder | undefined
  /** Content that has come in one block with other content. */
  #ready: Uint8Array[] = []
  #total = 0
  #isOver = false
  #trailers: HeaderPair[] = []

  /** @throws MessageLimitError when the declared length is above `maxBytes` */
  constructor(framing: Framing, connection: BodyConnection, maxBytes: number = Number.MAX_SAFE_INTEGER) {
    this.#framing = framing
    this.#connection = connection
    this.#maxBytes = maxBytes
    if (framing.kind === 'length' && framing.length > maxBytes) throw tooLarge(maxBytes)
    if (framing.kind === 'chunked') this.#decoder = new ChunkedDecoder({ status: 502, maxBytes })
    if (framing.kind === 'none') this.#end(EMPTY)
  }

  /** The trailer fields of a chunked body; complete when the body is. */
  get trailers(): readonly HeaderPair[] {
    return this.#trailers
  }

  /**
   * The next block of content.
   *
   * @throws ServerDisconnected when the connection ended before the body, ClientTimeout, MessageSyntaxError and
   *   MessageLimitError for a coding that is wrong or too much
   */
  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    try {
      for (;;) {
        const content = this.#ready.shift()
        if (content) return { done: false, value: content }
        if (this.#isOver) return { done: true, value: undefined }
        this.#take(await this.#connection.read())
      }
    } catch (error) {
      this.close()
      throw error
    }
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.close()
    return { done: true, value: undefined }
  }

  /** Cuts the connection unless the body is complete. What was not read is lost. */
  close(): void {
    this.#ready = []
    if (this.#isOver) return
    this.#isOver = true
    this.#connection.close()
  }

  /**
   * All of it.
   *
   * @param limit bytes at most
   * @throws MessageLimitError beyond the limit, and as {@link next}
   */
  async bytes(limit: number = Number.MAX_SAFE_INTEGER): Promise<Uint8Array> {
    const blocks: Uint8Array[] = []
    let total = 0
    for await (const block of this) {
      total += block.length
      if (total > limit) throw tooLarge(limit)
      blocks.push(block)
    }
    return Buffer.concat(blocks, total)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #take(block: Uint8Array | undefined): void {
    if (block === undefined) this.#cut()
    else if (this.#decoder) this.#decode(this.#decoder, block)
    else if (this.#framing.kind === 'length') this.#takeLength(this.#framing.length, block)
    else {
      this.#total += block.length
      if (this.#total > this.#maxBytes) throw tooLarge(this.#maxBytes)
      this.#ready.push(block)
    }
  }

  #takeLength(length: number, block: Uint8Array): void {
    const wanted = Math.min(block.length, length - this.#total)
    this.#total += wanted
    this.#ready.push(wanted === block.length ? block : block.subarray(0, wanted))
    if (this.#total === length) this.#end(block.subarray(wanted))
  }

  #decode(decoder: ChunkedDecoder, block: Uint8Array): void {
    this.#ready = decoder.push(block)
    if (!decoder.done) return
    this.#trailers = pairsOf(decoder.trailers)
    this.#end(block.subarray(decoder.end))
  }

  #cut(): void {
    if (this.#framing.kind === 'length') {
      const left = this.#framing.length - this.#total
      throw new ServerDisconnected(`Expected ${left} more bytes of content, the connection ended`)
    }
    if (this.#decoder) throw new ServerDisconnected('Expected another chunk, the connection ended')
    this.#end(EMPTY)
  }

  #end(rest: Uint8Array): void {
    this.#isOver = true
    this.#connection.ended(rest)
  }
}

function tooLarge(limit: number): MessageLimitError {
  return new MessageLimitError(
    502,
    'ERR_BODY_TOO_LARGE',
    'RFC 9110 section 8.6',
    `Expected at most ${limit} bytes of content, got more`,
  )
}
