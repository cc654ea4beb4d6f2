import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { toApplication } from '../../gateway.ts'
import type { ApplicationLike, ErrorStream } from '../../gateway.ts'
import { EnvironShapes } from '../../gateways/environ-shapes.ts'
import { formatCombined, formatJson } from '../access-log.ts'
import type { AccessEntry, AccessLogFormat } from '../access-log.ts'
import type { Endpoint } from '../endpoint.ts'
import { limitBody } from '../limit-body.ts'
import { listen } from '../listen.ts'
import { DEFAULT_GRACE } from '../node-server.ts'
import type { TlsOptions } from '../node-server.ts'
import type { ServerContext } from './server-context.ts'
import { SocketConnection } from './socket-connection.ts'
import { completeSocketLimits } from './socket-limits.ts'
import type { Leniency, SocketLimits } from './socket-limits.ts'

/** How a {@link SocketServer} serves. */
export interface SocketServerOptions extends SocketLimits {
  /** Writes a line for each request; off by default. */
  readonly accessLog?: AccessLogFormat | undefined
  /** Takes the lines of the access log, each with its line feed; standard output by default. */
  readonly writeAccess?: (line: string) => void
  /** `wsgi.errors`, and a line for each refused request; standard error by default. */
  readonly errors?: ErrorStream
  /** Milliseconds that a stopping server waits for requests under way before it cuts them. Default 30000, gunicorn's. */
  readonly graceTimeout?: number
  /** Serves https with this certificate: PEM texts. */
  readonly tls?: TlsOptions | undefined
  /** What is forgiven in requests; nothing by default. */
  readonly leniency?: Leniency
  /** Further environ keys, the same for every request. */
  readonly environ?: Readonly<Record<string, unknown>>
}

/** How often time limits are looked at: they are kept to within so many milliseconds. */
const SWEEP = 1_000
/** How long idle connections stay open once a server stops: a request may be on its way on any of them. */
const IDLE_GRACE = 1_000
const STOP_SWEEP = 100

const STDERR: ErrorStream = {
  write: (text) => void process.stderr.write(text),
  writelines: (lines) => {
    for (const line of lines) process.stderr.write(line)
  },
  flush() {},
}

/**
 * Serves one application over HTTP/1.1 on sockets, without node:http: its own parser, strict by RFC 9112.
 *
 * @example
 * const app = (environ, startResponse) => (startResponse('200 OK', []), [new TextEncoder().encode(environ.REQUEST_METHOD)])
 * const server = new SocketServer(app)
 * const url = await server.listen({ host: '127.0.0.1', port: 0 })
 * assert.equal(await (await fetch(url, { method: 'PURGE' })).text(), 'PURGE')
 * await server.stop()
 */
export class SocketServer {
  /** node's own server, for what is not offered here. */
  readonly net: Server
  private readonly context: ServerContext
  private readonly grace: number
  private readonly maxConnections: number
  private sweeping: NodeJS.Timeout | undefined
  private stopped: Promise<void> | undefined

  /** @throws TypeError for what is no application, RangeError for a limit out of range */
  constructor(application: ApplicationLike, options: SocketServerOptions = {}) {
    const limits = completeSocketLimits(options)
    const { errors = STDERR, leniency = {}, tls } = options
    this.grace = options.graceTimeout ?? DEFAULT_GRACE
    this.maxConnections = limits.maxConnections
    const latin1 = (block: Uint8Array, start: number, end: number): string =>
      Buffer.prototype.latin1Slice.call(block, start, end)
    const fields = { maxFields: limits.maxFields, maxFieldBytes: limits.maxHeaderSize, latin1 }
    this.context = {
      application: limitBody(toApplication(application), limits.maxBodySize),
      // Every key that a request adds stands here already: see EnvironShapes.
      shapes: new EnvironShapes({
        'triptych.signal': undefined,
        'triptych.finally': undefined,
        'triptych.trailers': undefined,
        'wsgi.early_hints': undefined,
        ...options.environ,
      }),
      errors,
      limits,
      head: { ...leniency, ...fields, maxLineBytes: limits.maxRequestLine },
      framing: leniency,
      body: fields,
      logAccess: accessLogger(options),
      logRefusal: (remote, message) => errors.write(`${remote || 'unix'}: ${message}\n`),
      connections: new Set(),
      stopping: false,
    }
    const accept = (socket: Socket): void => this.accept(socket)
    this.net =
      tls === undefined
        ? createServer({ allowHalfOpen: true, noDelay: true }, accept)
        : createTlsServer(
            {
              ...tls,
              key: pem(tls.key),
              cert: pem(tls.cert),
              allowHalfOpen: true,
              ALPNProtocols: ['http/1.1'],
            } as object,
            accept,
          )
  }

  /**
   * Listens, and gives the address as it is announced: `http://127.0.0.1:8000`, `unix:PATH` or `fd:N`.
   *
   * @throws ListenError
   */
  async listen(endpoint: Endpoint): Promise<string> {
    const url = await listen(this.net, endpoint)
    this.sweeping = setInterval(() => this.sweep(), SWEEP)
    this.sweeping.unref()
    return 'setSecureContext' in this.net ? url.replace(/^http:/, 'https:') : url
  }

  /** Where the server listens: as node gives it, `null` before and after. */
  get address(): AddressInfo | string | null {
    return this.net.address()
  }

  /**
   * Stops gracefully: takes no new connections, answers what is under way with `Connection: close`, closes idle
   * connections a second later and cuts the rest at the deadline, `graceTimeout` milliseconds by default.
   */
  stop(deadline: number = this.grace): Promise<void> {
    return (this.stopped ??= this.run(deadline))
  }

  /** Stops at once: requests under way are cut. */
  async close(): Promise<void> {
    for (const connection of this.context.connections) connection.destroy()
    await this.stop(0)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  private accept(socket: Socket): void {
    const { connections } = this.context
    const isCrowded = connections.size >= this.maxConnections
    if (isCrowded) this.makeRoom()
    const connection = new SocketConnection(socket, this.context)
    if (connections.size > this.maxConnections) {
      connection.refuse({
        status: 503,
        code: 'ERR_TOO_MANY_CONNECTIONS',
        message: 'Too many connections: try again',
      })
    }
  }

  private makeRoom(): void {
    for (const connection of this.context.connections) {
      if (!connection.isIdle) continue
      this.context.connections.delete(connection)
      return connection.destroy()
    }
  }

  private sweep(): void {
    const now = performance.now()
    for (const connection of this.context.connections) connection.check(now)
  }

  private async run(deadline: number): Promise<void> {
    const { connections } = this.context
    this.context.stopping = true
    for (const connection of connections) if (!connection.isIdle) connection.retire()
    const closed = new Promise<void>((resolve) => this.net.close(() => resolve()))
    const from = performance.now()
    const timer = setInterval(() => {
      const time = performance.now() - from
      for (const connection of connections) {
        if (time >= deadline) connection.destroy()
        else if (time >= IDLE_GRACE) connection.retire()
      }
    }, STOP_SWEEP)
    if (deadline === 0) for (const connection of connections) connection.destroy()
    await closed
    clearInterval(timer)
    clearInterval(this.sweeping)
  }
}

function accessLogger(options: SocketServerOptions): ((entry: AccessEntry) => void) | undefined {
  const { accessLog, writeAccess = (line): void => void process.stdout.write(line) } = options
  if (accessLog === undefined) return undefined
  const format =
    typeof accessLog === 'function' ? accessLog : accessLog === 'json' ? formatJson : formatCombined
  return (entry) => writeAccess(`${format(entry)}\n`)
}

function pem(text: string | Uint8Array): string | Buffer {
  return typeof text === 'string' ? text : Buffer.from(text)
}
