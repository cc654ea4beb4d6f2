import { ServerResponse } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/** How long a client that still sends has to read its answer. */
const LINGER = 1_000

/**
 * A response that closes the connection after a 413, without losing it. A socket that is closed while bytes of the
 * client come in is reset, and the client may never see the answer; so the body is read away for one more second
 * (RFC 9112 section 9.6, last paragraph; nginx's lingering_close).
 *
 * @example
 * import { createServer } from 'node:http'
 * const server = createServer({ ServerResponse: LingeringResponse }, (request, response) => response.writeHead(413).end())
 * await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
 * const answer = await fetch(`http://127.0.0.1:${server.address().port}`)
 * assert.equal(answer.headers.get('connection'), 'close')
 * server.close()
 */
export class LingeringResponse<
  Request extends IncomingMessage = IncomingMessage,
> extends ServerResponse<Request> {
  override writeHead(code: number, reason?: unknown, headers?: unknown): this {
    if (code === 413) {
      this.shouldKeepAlive = false
      this.linger()
    }
    return super.writeHead(code, reason as string, headers as string[])
  }

  /** node ends the last response of a connection with `destroySoon()`. */
  private linger(): void {
    const { socket } = this
    if (socket === null || this.req.complete) return
    socket.destroySoon = () => closeLingering(socket)
  }
}

/**
 * Ends what is sent on a connection, and closes it a second later at most, or when the client does.
 *
 * @example
 * import { createServer, connect } from 'node:net'
 * const server = createServer({ allowHalfOpen: true }, (socket) => closeLingering(socket.resume()))
 * await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
 * const client = connect(server.address().port, '127.0.0.1').resume()
 * await new Promise((resolve) => client.once('close', resolve))
 * await new Promise((resolve) => server.close(resolve))
 * assert.equal(client.readableEnded, true)
 */
export function closeLingering(socket: Socket): void {
  socket.end()
  const timer = setTimeout(() => socket.destroy(), LINGER)
  socket.once('close', () => clearTimeout(timer))
}
