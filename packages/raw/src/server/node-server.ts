import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Server as TlsServer } from 'node:tls'
import { toApplication } from '../gateway.ts'
import type { ApplicationLike } from '../gateway.ts'
import { LeanRequest, onClientError, toListener } from '../gateways/node-http.ts'
import { CountingResponse, logAccess } from './access-log.ts'
import type { AccessLogFormat } from './access-log.ts'
import { Drain } from './drain.ts'
import type { Endpoint } from './endpoint.ts'
import { limitBody } from './limit-body.ts'
import { completeLimits } from './limits.ts'
import type { Limits } from './limits.ts'
import { LingeringResponse, closeLingering } from './lingering-response.ts'
import { listen } from './listen.ts'

/** How a {@link NodeServer} serves. */
export interface NodeServerOptions extends Limits {
  /** Writes a line for each request; off by default. */
  readonly accessLog?: AccessLogFormat | undefined
  /** Takes the lines of the access log, each with its line feed; standard output by default. */
  readonly writeAccess?: (line: string) => void
  /** Milliseconds that a stopping server waits for requests under way before it cuts them. Default 30000, gunicorn's. */
  readonly graceTimeout?: number
  /** Serves https with this certificate: PEM texts. */
  readonly tls?: TlsOptions | undefined
}

/** The certificate of a server. */
export interface TlsOptions {
  readonly key: string | Uint8Array
  readonly cert: string | Uint8Array
  /** Of the key. */
  readonly passphrase?: string
}

/** What gunicorn calls graceful_timeout. */
export const DEFAULT_GRACE = 30_000

/**
 * Serves one application over node:http: the bridge with its limits, access log and graceful stop.
 * `makeServer` and `triptych serve` are both made of it.
 *
 * @example
 * const app = (environ, startResponse) => (startResponse('200 OK', []), [])
 * const server = new NodeServer(app)
 * const url = await server.listen({ host: '127.0.0.1', port: 0 })
 * assert.equal((await fetch(url)).status, 200)
 * await server.stop()
 */
export class NodeServer {
  /** node's own server, for what is not offered here. */
  readonly http: Server
  private readonly drain: Drain
  private readonly grace: number

  /**
   * @param gate called with each request and what answers it, in place of answering it at once
   * @throws TypeError for what is no application, RangeError for a limit out of range
   */
  constructor(application: ApplicationLike, options: NodeServerOptions = {}, gate?: Gate) {
    const { accessLog, writeAccess = writeStdout, graceTimeout = DEFAULT_GRACE } = options
    const { maxBodySize, ...limits } = completeLimits(options)
    this.grace = graceTimeout
    const bridge = toListener(limitBody(toApplication(application), maxBodySize))
    const answer: Listener = gate ? (request, response) => gate(bridge, request, response) : bridge
    const listener: Listener = accessLog
      ? (request, response) => {
          logAccess(accessLog, writeAccess, request, response)
          answer(request, response)
        }
      : answer
    this.drain = new Drain(accessLog ? CountingResponse : LingeringResponse)
    const nodeOptions = {
      ...limits,
      IncomingMessage: LeanRequest,
      // The bridge looks after Host itself, and says what is wrong with it.
      requireHostHeader: false,
      ServerResponse: this.drain.ServerResponse,
      // How exactly the time limits are kept; node looks every 30 seconds only.
      connectionsCheckingInterval: 1000,
    }
    const { tls } = options
    this.http =
      tls === undefined
        ? createServer(nodeOptions, listener)
        : createTlsServer({ ...nodeOptions, ...tls, key: pem(tls.key), cert: pem(tls.cert) }, listener)
    // Beyond this number node drops fields silently; their total size is limited anyway.
    this.http.maxHeadersCount = 0
    this.http.on('clientError', onClientError)
    this.http.on('checkContinue', (request, response) => {
      // Who asks before sending a body that is refused need not send it (RFC 9110 section 10.1.1).
      if (!(Number(request.headersDistinct['content-length']?.[0]) > maxBodySize)) response.writeContinue()
      this.http.emit('request', request, response)
    })
    this.http.on('checkExpectation', (_request, response) => {
      const text = '417 Expectation Failed'
      const type = 'text/plain; charset=utf-8'
      response.writeHead(417, 'Expectation Failed', { 'Content-Type': type, 'Content-Length': text.length })
      response.end(text)
    })
    this.http.on('connect', (request, socket) => this.answerConnect(request, socket as Socket))
    this.drain.watch(this.http)
  }

  /**
   * Listens, and gives the address as it is announced: `http://127.0.0.1:8000`, `unix:PATH` or `fd:N`.
   *
   * @throws ListenError
   */
  async listen(endpoint: Endpoint): Promise<string> {
    const url = await listen(this.http, endpoint)
    return this.http instanceof TlsServer ? url.replace(/^http:/, 'https:') : url
  }

  /** Where the server listens: as node gives it, `null` before and after. */
  get address(): AddressInfo | string | null {
    return this.http.address()
  }

  /**
   * Stops gracefully: takes no new connections, answers what is under way with `Connection: close`, closes idle
   * connections a second later and cuts the rest at the deadline, `graceTimeout` milliseconds by default.
   */
  async stop(deadline: number = this.grace): Promise<void> {
    await this.drain.stop(deadline)
  }

  /** Stops at once: requests under way are cut. */
  async close(): Promise<void> {
    this.drain.cut()
    await this.drain.stop(0)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  /** For node a CONNECT is no request; for an application it is one, of a method that it may not know. */
  private answerConnect(request: IncomingMessage, socket: Socket): void {
    // node has let go of the socket: what it did about errors and about the end is to be done here.
    socket.on('error', () => socket.destroy())
    const response = new this.drain.ServerResponse(request)
    response.shouldKeepAlive = false
    response.assignSocket(socket)
    response.once('finish', () => closeLingering(socket.resume()))
    this.http.emit('request', request, response)
  }
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void

/** Decides when a request is answered: by calling the bridge. */
export type Gate = (bridge: Listener, request: IncomingMessage, response: ServerResponse) => void

function pem(text: string | Uint8Array): string | Buffer {
  return typeof text === 'string' ? text : Buffer.from(text)
}

function writeStdout(line: string): void {
  process.stdout.write(line)
}
