import { ServerResponse } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import type { Socket } from 'node:net'

/** How long idle connections stay open once a server stops: a request may be on its way on any of them. */
const IDLE_GRACE = 1_000
/** How often connections that have become idle are looked for after that. */
const SWEEP = 100

/** A class of responses, as `createServer` takes it. */
export type ResponseClass = typeof ServerResponse<IncomingMessage>

/**
 * Stops a server without failing a request. `http.Server.close()` alone cuts idle keep-alive connections at once,
 * and with them each request that its client is just sending. Here instead: no new connections; whatever is answered
 * from now on says `Connection: close`, so that its client moves elsewhere; connections still idle after a second
 * are closed; all that is left at the deadline is cut.
 *
 * Give its `ServerResponse` to `createServer`, and the server to `watch`.
 *
 * @example
 * import { createServer } from 'node:http'
 * const drain = new Drain()
 * const server = createServer({ ServerResponse: drain.ServerResponse }, (request, response) => response.end())
 * drain.watch(server)
 * await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
 * await drain.stop(1000)
 * assert.equal(server.listening, false)
 */
export class Drain {
  /** A class for this server alone, whose prototype learns at the stop to say `Connection: close`. */
  readonly ServerResponse: ResponseClass
  private readonly base: ResponseClass
  private server: Server | undefined
  private stopped: Promise<void> | undefined
  private readonly sockets = new Set<Socket>()

  constructor(base: ResponseClass = ServerResponse) {
    this.base = base
    this.ServerResponse = class extends base {}
  }

  /** Follows the connections of the server, to be called before it listens. */
  watch(server: Server): void {
    this.server = server
    server.on('connection', (socket) => {
      this.sockets.add(socket)
      socket.once('close', () => this.sockets.delete(socket))
    })
  }

  /**
   * Stops the server; the promise is fulfilled when its last connection is closed, at the latest `deadline`
   * milliseconds from now. Later calls give the same promise.
   */
  stop(deadline: number): Promise<void> {
    return (this.stopped ??= this.run(deadline))
  }

  /** Cuts all connections at once. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy()
  }

  private async run(deadline: number): Promise<void> {
    const { server } = this
    if (server === undefined) return
    this.announceClose()
    const sweep = setTimeout(() => {
      this.sweep(server)
      sweeps = setInterval(() => this.sweep(server), SWEEP)
    }, IDLE_GRACE)
    let sweeps: NodeJS.Timeout | undefined
    const end = setTimeout(() => this.cut(), deadline)
    await new Promise<void>((resolve) => {
      // The close of net.Server: that of http.Server would cut the idle connections.
      NetServer.prototype.close.call(server, () => resolve())
    })
    clearTimeout(sweep)
    clearInterval(sweeps)
    clearTimeout(end)
    // Now that nothing is left to cut: ends the timer with which http.Server looks after its time limits.
    server.close()
  }

  private announceClose(): void {
    const { base } = this
    Object.defineProperty(this.ServerResponse.prototype, 'writeHead', {
      value(this: ServerResponse, ...args: unknown[]): ServerResponse {
        this.shouldKeepAlive = false
        return base.prototype.writeHead.apply(this, args as [number])
      },
    })
  }

  private sweep(server: Server): void {
    server.closeIdleConnections()
    // For node a connection on which nothing ever came (a browser opens them ahead) is not idle.
    for (const socket of this.sockets) if (socket.bytesRead === 0) socket.destroy()
  }
}
