import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toApplication } from '../gateway.ts'
import type { Application, ApplicationLike } from '../gateway.ts'
import { validator } from '../validate/validator.ts'
import { NodeServer } from './node-server.ts'
import type { NodeServerOptions } from './node-server.ts'

/** How {@link makeServer} serves. */
export interface SimpleServerOptions extends NodeServerOptions {
  /** Checks both sides of the contract on each request. On by default; costs time, as it is meant for development. */
  readonly validate?: boolean
  /** Takes the line `Serving on HOST port PORT`; standard output by default. */
  readonly announce?: (line: string) => void
}

/**
 * Makes a server that listens on `host` and `port`, in the manner of `wsgiref.simple_server.make_server`, with the
 * validator around the application. Requests are answered by `handleRequest()` or from `serveForever()` on.
 * `host` empty means every IPv4 interface, as in Python; port 0 a free port, to be found in `address`.
 *
 * @throws ListenError when it can't listen there, TypeError for what is no application, RangeError for a limit or port
 * @example
 * const app = (environ, startResponse) => {
 *   startResponse('200 OK', [['Content-Type', 'text/plain']])
 *   return [new TextEncoder().encode('hello')]
 * }
 * const server = await makeServer('127.0.0.1', 0, app, { announce: () => {} })
 * const forever = server.serveForever()
 * const answer = await fetch(`http://127.0.0.1:${server.address.port}/`)
 * assert.equal(await answer.text(), 'hello')
 * await server.shutdown()
 * await forever
 */
export async function makeServer(
  host: string,
  port: number,
  application: ApplicationLike,
  options: SimpleServerOptions = {},
): Promise<SimpleServer> {
  if (typeof host !== 'string') throw new TypeError(`Expected a host name or address, got ${typeof host}`)
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new RangeError(`Expected a port from 0 to 65535, got ${port}`)
  }
  const server = new SimpleServer(application, options)
  await server.server.listen({ host, port })
  const { announce = print } = options
  announce(`Serving on ${host || '0.0.0.0'} port ${server.address.port}`)
  return server
}

/**
 * The server that {@link makeServer} gives, `wsgiref.simple_server.WSGIServer`. Requests that come while nobody
 * handles them wait, as they do in Python in the backlog of the socket.
 *
 * @example
 * const server = await makeServer('127.0.0.1', 0, () => [], { announce: () => {} })
 * assert.equal(typeof server.address.port, 'number')
 * await server.serverClose()
 */
export class SimpleServer {
  /** What it is made of; `server.http` is node's own server. */
  readonly server: NodeServer
  private readonly validate: boolean
  private application: Application
  private forever = false
  /** Requests that nobody has handled yet, and calls of `handleRequest` that no request has come for. */
  private readonly requests: Exchange[] = []
  private readonly handlers: ((exchange: Exchange | undefined) => void)[] = []
  private readonly closed: Promise<void>

  constructor(application: ApplicationLike, options: SimpleServerOptions = {}) {
    this.validate = options.validate ?? true
    this.application = this.prepare(application)
    const current: Application = (environ, startResponse) => this.application(environ, startResponse)
    this.server = new NodeServer(current, options, (bridge, request, response) => {
      this.receive({ response, answer: () => bridge(request, response) })
    })
    this.closed = new Promise((resolve) => this.server.http.once('close', resolve))
  }

  /** The IP address, port and family on which the server listens, as node gives them. */
  get address(): AddressInfo {
    const { address } = this.server
    if (typeof address === 'object' && address !== null) return address
    throw new Error('Expected a server that listens, got one that is closed')
  }

  /** Replaces the application, from the next request on. */
  setApp(application: ApplicationLike): void {
    this.application = this.prepare(application)
  }

  /** The application, as it is called: with the validator around it. */
  getApp(): Application {
    return this.application
  }

  /** Answers one request; fulfilled when its response is over, or when the server is closed. */
  async handleRequest(): Promise<void> {
    const exchange = this.nextRequest() ?? (await this.waitForRequest())
    if (exchange === undefined) return
    // As in Python: who handles a single request does not keep its connection open.
    exchange.response.shouldKeepAlive = false
    const over = new Promise((resolve) => exchange.response.once('close', resolve))
    exchange.answer()
    await over
  }

  /** Answers requests until the server is stopped; fulfilled when it is. */
  async serveForever(): Promise<void> {
    this.forever = true
    for (let exchange = this.nextRequest(); exchange; exchange = this.nextRequest()) exchange.answer()
    await this.closed
  }

  /**
   * Stops gracefully: no new connections, requests under way are answered, idle connections closed a second later;
   * what is left at the deadline (in milliseconds, by default `graceTimeout`) is cut.
   */
  async shutdown(deadline?: number): Promise<void> {
    this.dismiss()
    await this.server.stop(deadline)
  }

  /** Stops at once: requests under way are cut. */
  async serverClose(): Promise<void> {
    this.dismiss()
    await this.server.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.shutdown()
  }

  private prepare(application: ApplicationLike): Application {
    const prepared = toApplication(application)
    return this.validate ? validator(prepared) : prepared
  }

  private receive(exchange: Exchange): void {
    const handler = this.handlers.shift()
    if (handler) handler(exchange)
    else if (this.forever) exchange.answer()
    else this.requests.push(exchange)
  }

  /** The longest waiting request whose client is still there. */
  private nextRequest(): Exchange | undefined {
    let exchange = this.requests.shift()
    while (exchange?.response.destroyed) exchange = this.requests.shift()
    return exchange
  }

  private waitForRequest(): Promise<Exchange | undefined> {
    if (!this.server.http.listening) return Promise.resolve(undefined)
    return new Promise((resolve) => this.handlers.push(resolve))
  }

  /** Nobody will handle what still waits. */
  private dismiss(): void {
    for (const { response } of this.requests.splice(0)) response.destroy()
    for (const handler of this.handlers.splice(0)) handler(undefined)
  }
}

/** A request that has come, and the call that answers it. */
interface Exchange {
  readonly response: ServerResponse
  readonly answer: () => void
}

function print(line: string): void {
  console.log(line)
}
