import type { Socket } from 'node:net'
import type { ClientLimits } from './client-limits.ts'
import { completeClientLimits } from './client-limits.ts'
import type { ClientRequest } from './client-request.ts'
import { prepareRequest } from './client-request.ts'
import type { ClientResponse } from './client-response.ts'
import { Exchange } from './exchange.ts'
import { SocketReader } from './socket-reader.ts'

/**
 * A connection to a server, RFC 9112 section 9: one request at a time, any number one after the other as long as it is
 * {@link reusable}. Nothing is followed, decompressed, remembered or repeated.
 *
 * @example
 * import { createServer } from 'node:net'
 * import { connect } from '@triptych/raw/client'
 * const server = createServer((socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi')))
 * await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
 * const { port } = server.address() as { port: number }
 * const connection = await connect({ host: '127.0.0.1', port })
 * const response = await connection.request({ target: '/' })
 * assert.equal(new TextDecoder().decode(await response.body.bytes()), 'hi')
 * assert.equal(connection.reusable, true)
 * connection.close()
 * server.close()
 */
export class Connection {
  readonly #socket: Socket
  readonly #host: string
  readonly #limits: Required<ClientLimits>
  readonly #reader: SocketReader
  #state: 'idle' | 'busy' | 'closed' = 'idle'
  #failure: Error | undefined

  /**
   * @param socket connected, with a listener for its errors
   * @param host the value of Host in requests that have none
   */
  constructor(socket: Socket, host: string, limits: ClientLimits = {}) {
    this.#socket = socket
    this.#host = host
    this.#limits = completeClientLimits(limits)
    this.#reader = new SocketReader(socket)
  }

  /** Whether another request may be sent: the last response is complete, and nothing has come since. */
  get reusable(): boolean {
    return this.#state === 'idle' && !this.#socket.destroyed && !this.#reader.spent
  }

  /**
   * Sends a request; fulfilled when the head of its response has come. The response may come before the body is sent: then
   * the rest of it is sent until the response is complete.
   *
   * @throws FieldError for a request that cannot be sent, TypeError when the connection is busy or closed,
   *   ServerDisconnected, ClientTimeout, MessageSyntaxError or MessageLimitError (both 502) for a response that cannot be
   *   read, the signal's reason, and what the body of the request throws
   */
  async request(request: ClientRequest): Promise<ClientResponse> {
    if (this.#state !== 'idle') throw new TypeError(`Expected an idle connection, this one is ${this.#state}`)
    const prepared = prepareRequest(request, this.#host)
    request.signal?.throwIfAborted()
    this.#state = 'busy'
    const exchange = new Exchange(this.#socket, this.#reader, prepared, request, this.#limits, {
      fail: (error) => this.#fail(error),
      end: (isReusable) => this.#end(isReusable),
      release: () => (this.#state = 'closed'),
      failure: () => this.#failure,
    })
    return exchange.run()
  }

  /** Cuts the connection. */
  close(): void {
    this.#state = 'closed'
    this.#socket.destroy()
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.close()
  }

  #end(isReusable: boolean): void {
    if (isReusable && this.#state === 'busy') this.#state = 'idle'
    else this.close()
  }
}
