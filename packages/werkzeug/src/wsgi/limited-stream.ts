import type { InputStream } from '@triptych/raw/gateway'
import { ClientDisconnected, RequestEntityTooLarge } from '../exceptions/client-errors.ts'

const EMPTY = new Uint8Array(0)
const LINE_FEED = 0x0a
const BLOCK = 65536

/** Options of {@link LimitedStream}. */
export interface LimitedStreamOptions {
  /** The limit is the most that the body may have, not what Content-Length said it has. */
  isMax?: boolean
}

/**
 * A stream that ends after `limit` bytes, `werkzeug.wsgi.LimitedStream`. The limit is either the length of the body, and a
 * body that is shorter is an error of the client (400), or, with `isMax`, the most that it may have, and one that is
 * longer is refused (413). What lies behind the limit is the server's business: it drains or closes the connection, so that
 * it never becomes the next request.
 *
 * @example
 * import { blocksOf, Input } from '@triptych/raw/input'
 * const stream = new LimitedStream(new Input(blocksOf(new Uint8Array(10))), 4)
 * assert.equal((await stream.read(3)).length, 3)
 * assert.equal((await stream.read()).length, 1)
 * assert.equal(stream.isExhausted, true)
 * const upload = new LimitedStream(new Input(blocksOf(new Uint8Array(10))), 4, { isMax: true })
 * await assert.rejects(upload.read(), { code: 413 })
 */
export class LimitedStream implements InputStream {
  readonly #stream: InputStream
  readonly #isMax: boolean
  #position = 0
  /** In bytes. */
  readonly limit: number

  constructor(stream: InputStream, limit: number, { isMax = false }: LimitedStreamOptions = {}) {
    this.#stream = stream
    this.#isMax = isMax
    this.limit = limit
  }

  /** Whether the limit has been reached. */
  get isExhausted(): boolean {
    return this.#position >= this.limit
  }

  /**
   * Called for a read behind the limit. A subclass may do something else.
   *
   * @throws RequestEntityTooLarge (413) when the limit is a maximum
   */
  onExhausted(): void {
    if (this.#isMax) {
      throw new RequestEntityTooLarge(
        `The request body is larger than ${this.limit} bytes, the most that are accepted.`,
      )
    }
  }

  /**
   * Called when the stream ends or fails before the limit. A subclass may do something else.
   *
   * @throws ClientDisconnected (400), unless the limit is a maximum and the stream ended without an error
   */
  onDisconnect(error?: unknown): void {
    if (this.#isMax && error === undefined) return
    throw Object.assign(new ClientDisconnected(), error === undefined ? {} : { cause: error })
  }

  /**
   * Reads `size` bytes, fewer only at the end; without a size all that is left, as {@link readall}.
   *
   * @throws what {@link onExhausted} and {@link onDisconnect} throw
   */
  async read(size: number = -1): Promise<Uint8Array> {
    if (size < 0) return this.readall()
    const remaining = this.limit - this.#position
    if (remaining <= 0) {
      this.onExhausted()
      return EMPTY
    }
    return this.#take(() => this.#stream.read(Math.min(size, remaining)))
  }

  /**
   * Reads all that is left.
   *
   * @throws RequestEntityTooLarge (413) when the limit is a maximum and the stream goes on behind it
   */
  async readall(): Promise<Uint8Array> {
    if (this.isExhausted) {
      this.onExhausted()
      return EMPTY
    }
    const data = await this.exhaust()
    if (this.#isMax && this.isExhausted && (await this.#goesOn())) this.onExhausted()
    return data
  }

  /** Reads what is left up to the limit, and does not look whether there is more. */
  async exhaust(): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    let total = 0
    while (!this.isExhausted) {
      const block = await this.read(Math.min(BLOCK, this.limit - this.#position))
      if (block.length === 0) break
      parts.push(block)
      total += block.length
    }
    if (parts.length <= 1) return parts[0] ?? EMPTY
    const data = new Uint8Array(total)
    let at = 0
    for (const part of parts) {
      data.set(part, at)
      at += part.length
    }
    return data
  }

  /** Reads into the buffer, and gives the number of bytes. */
  async readinto(buffer: Uint8Array): Promise<number> {
    const data = await this.read(buffer.length)
    buffer.set(data)
    return data.length
  }

  /** Reads one line with its line feed; fewer bytes at `size` or at the end. */
  async readline(size: number = -1): Promise<Uint8Array> {
    if (size === 0) return EMPTY
    const remaining = this.limit - this.#position
    if (remaining <= 0) {
      this.onExhausted()
      return EMPTY
    }
    const most = size < 0 ? remaining : Math.min(size, remaining)
    const line = await this.#take(() => this.#stream.readline(most))
    if (line.length === 0 || line.length === size || line.at(-1) === LINE_FEED) return line
    // The line goes on behind the limit, or the stream ended within it.
    if (this.isExhausted) this.onExhausted()
    else this.onDisconnect()
    return line
  }

  /** Reads all lines, or with a positive `hint` only until that many bytes have come. */
  async readlines(hint: number = -1): Promise<Uint8Array[]> {
    const lines: Uint8Array[] = []
    for (let total = 0; hint <= 0 || total < hint;) {
      const line = await this.readline()
      if (line.length === 0) break
      total += line.length
      lines.push(line)
    }
    return lines
  }

  /**
   * Blocks as they come. A body of exactly the limit ends without an error.
   *
   * @throws RequestEntityTooLarge (413) when the limit is a maximum and the stream goes on behind it
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.isExhausted && !this.#isMax) return
    const blocks = this.#stream[Symbol.asyncIterator]()
    try {
      for (;;) {
        const result = await this.#attempt(() => blocks.next())
        if (result === undefined) return
        const { done, value } = result
        if (done === true) {
          if (!this.isExhausted) this.onDisconnect()
          return
        }
        const remaining = this.limit - this.#position
        const within = value.length <= remaining ? value : value.subarray(0, Math.max(0, remaining))
        this.#position += within.length
        if (within.length > 0) yield within
        if (within.length < value.length) {
          this.onExhausted()
          return
        }
        if (this.isExhausted && !this.#isMax) return
      }
    } finally {
      await blocks.return?.()
    }
  }

  /** How many bytes have been read. */
  tell(): number {
    return this.#position
  }

  /** Always true: for code that asks a stream before it reads. */
  readable(): boolean {
    return true
  }

  async #take(read: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const data = await this.#attempt(read)
    if (data === undefined) return EMPTY
    if (data.length === 0) this.onDisconnect()
    this.#position += data.length
    return data
  }

  async #goesOn(): Promise<boolean> {
    const data = await this.#attempt(() => this.#stream.read(1))
    return data !== undefined && data.length > 0
  }

  /** Reads; an error that says that the client is gone becomes the client's error, or nothing. */
  async #attempt<T>(read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read()
    } catch (error) {
      if (!isDisconnect(error)) throw error
      this.onDisconnect(error)
      return undefined
    }
  }
}

/** What the gateways throw when the client left, an abort, or an error of the operating system (`ECONNRESET`). */
function isDisconnect(error: unknown): boolean {
  const { code, name } = Object(error) as { code?: unknown; name?: unknown }
  return (
    name === 'AbortError' ||
    (typeof code === 'string' && (code === 'ERR_CLIENT_DISCONNECTED' || /^E[A-Z]+$/.test(code)))
  )
}
