import type { Socket } from 'node:net'
import { ServerDisconnected } from './client-error.ts'

/**
 * Reads a socket block by block, when asked and not before, so that a slow reader slows the server down.
 *
 * @example
 * import { Duplex } from 'node:stream'
 * import type { Socket } from 'node:net'
 * const socket = new Duplex({ read() {}, write() {} })
 * const reader = new SocketReader(socket as Socket)
 * socket.push('one')
 * assert.equal(String(await reader.read()), 'one')
 * socket.push(null)
 * assert.equal(await reader.read(), undefined)
 */
export class SocketReader {
  readonly #socket: Socket
  #ended = false
  #failure: Error | undefined
  #wake: (() => void) | undefined

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('readable', this.#onReadable)
    socket.on('end', this.#onEnd)
    socket.on('error', this.#onError)
    socket.on('close', this.#onClose)
  }

  /** Whether nothing more can come, or something has come that nobody has asked for. */
  get spent(): boolean {
    return this.#ended || this.#socket.readableLength > 0
  }

  /**
   * The next block, `undefined` at the end.
   *
   * @throws ServerDisconnected when the connection was cut
   */
  async read(): Promise<Buffer | undefined> {
    for (;;) {
      const block = this.#socket.read() as Buffer | null
      if (block !== null) return block
      if (this.#failure) throw this.#failure
      if (this.#ended) return undefined
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  /** Puts bytes back, to be read again by whoever comes next. */
  unread(block: Uint8Array): void {
    if (block.length > 0) this.#socket.unshift(block)
  }

  /** Leaves the socket to somebody else. */
  release(): void {
    this.#socket.off('readable', this.#onReadable)
    this.#socket.off('end', this.#onEnd)
    this.#socket.off('error', this.#onError)
    this.#socket.off('close', this.#onClose)
  }

  readonly #onReadable = (): void => this.#wakeUp()

  readonly #onEnd = (): void => {
    this.#ended = true
    this.#wakeUp()
  }

  readonly #onError = (cause: Error): void => {
    this.#failure = new ServerDisconnected(`Expected a response, the connection was cut: ${cause.message}`, {
      cause,
    })
    this.#onEnd()
  }

  readonly #onClose = (): void => {
    if (!this.#ended) this.#failure = new ServerDisconnected('Expected a response, the connection was closed')
    this.#onEnd()
  }

  #wakeUp(): void {
    this.#wake?.()
    this.#wake = undefined
  }
}
