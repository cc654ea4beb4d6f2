import type { Socket } from 'node:net'
import { formatChunkSize, LAST_CHUNK } from '../http/chunked.ts'
import type { PreparedRequest, RequestBody } from './client-request.ts'

/**
 * Sends a request at the pace of the server, while its response may already come.
 *
 * @example
 * import { Duplex } from 'node:stream'
 * import type { Socket } from 'node:net'
 * let wire = ''
 * const socket = new Duplex({
 *   read() {},
 *   write(block, _, done) {
 *     wire += String(block)
 *     done()
 *   },
 * })
 * const request = { method: 'GET', head: 'GET / HTTP/1.1\r\n\r\n', body: [new Uint8Array([97])], length: undefined }
 * const sender = new RequestSender(socket as Socket, { ...request, keepsAlive: true, asksUpgrade: false }, () => {})
 * await sender.send(undefined)
 * assert.ok(wire.endsWith('\r\n\r\n1\r\na\r\n0\r\n\r\n'))
 */
export class RequestSender {
  readonly #socket: Socket
  readonly #request: PreparedRequest
  readonly #onProgress: () => void
  #iterator: Iterator<Uint8Array> | AsyncIterator<Uint8Array> | undefined
  #isStopped = false
  #isSent = false

  /** @param onProgress is called whenever the server has taken a block */
  constructor(socket: Socket, request: PreparedRequest, onProgress: () => void) {
    this.#socket = socket
    this.#request = request
    this.#onProgress = onProgress
  }

  /** Whether the whole request has been handed to the connection. */
  get isSent(): boolean {
    return this.#isSent
  }

  /**
   * Sends the head and, once `go` is fulfilled, the body.
   *
   * @param go when to begin with the body; undefined: at once
   * @throws what the body throws, RangeError when it has another length than declared. Errors of the connection are not
   *   its business: whoever reads from it sees them.
   */
  async send(go: Promise<boolean> | undefined): Promise<void> {
    const { head, body } = this.#request
    const socket = this.#socket
    if (body instanceof Uint8Array && !go) {
      // In one packet where it fits.
      socket.cork()
      socket.write(head, 'latin1')
      socket.write(body)
      socket.uncork()
      await this.#drained()
    } else {
      socket.write(head, 'latin1')
      if (go && !(await go)) return
      if (body) await this.#content(body)
    }
    this.#isSent = !this.#isStopped
  }

  /** Sends no more of the body. */
  stop(): void {
    if (this.#isStopped || this.#isSent) return
    this.#isStopped = true
    const left = this.#iterator?.return?.()
    if (left instanceof Promise) left.catch(() => undefined)
  }

  async #content(body: RequestBody): Promise<void> {
    if (body instanceof Uint8Array) {
      await this.#write(body)
      return
    }
    const { length } = this.#request
    const iterator = Symbol.asyncIterator in body ? body[Symbol.asyncIterator]() : body[Symbol.iterator]()
    this.#iterator = iterator
    let total = 0
    for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
      if (this.#isStopped) return
      const block = step.value
      total += block.length
      if (length !== undefined && total > length) throw wrongLength(length, total)
      if (block.length > 0) await this.#block(block, length === undefined)
    }
    if (this.#isStopped) return
    if (length === undefined) await this.#write(LAST_CHUNK)
    else if (total < length) throw wrongLength(length, total)
  }

  async #block(block: Uint8Array, chunked: boolean): Promise<void> {
    this.#socket.cork()
    if (chunked) this.#socket.write(formatChunkSize(block.length), 'latin1')
    this.#socket.write(block)
    if (chunked) this.#socket.write('\r\n', 'latin1')
    this.#socket.uncork()
    await this.#drained()
  }

  async #write(data: Uint8Array | string): Promise<void> {
    this.#socket.write(data)
    await this.#drained()
  }

  /** Waits until the socket wants more, or is gone. */
  async #drained(): Promise<void> {
    if (this.#socket.writableNeedDrain && !this.#socket.destroyed) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          this.#socket.off('drain', done)
          this.#socket.off('close', done)
          resolve()
        }
        this.#socket.on('drain', done)
        this.#socket.on('close', done)
      })
    }
    if (this.#socket.destroyed) this.stop()
    this.#onProgress()
  }
}

function wrongLength(declared: number, total: number): RangeError {
  const got = total > declared ? 'more' : `${total}`
  return new RangeError(`Expected a body of ${declared} bytes, as Content-Length says, got ${got}`)
}
