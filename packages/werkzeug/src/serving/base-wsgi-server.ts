import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ApplicationLike } from '@triptych/raw'
import { NodeServer, formatPretty, wantsColor } from '@triptych/raw/server'
import type { Endpoint, TlsOptions } from '@triptych/raw/server'
import { LintMiddleware } from '../middleware/lint.ts'
import { generateAdhocSslContext, loadSslContext } from './certificate.ts'
import { getInterfaceIp } from './interface-ip.ts'
import type { ServingOptions } from './serving-options.ts'
import { withStaticFiles } from './static-files.ts'

const WARNING =
  'WARNING: This is a server for development, not for production: use `triptych serve` behind a proxy there.'

/**
 * The development server: NodeServer of raw with a line for each request, in colours on a terminal, and the validator around
 * the application. Python: `werkzeug.serving.BaseWSGIServer`.
 *
 * @example
 * import { Response } from '@triptych/werkzeug'
 * const server = new BaseWSGIServer('127.0.0.1', 0, new Response('hello'), { log: () => {} })
 * await server.listen()
 * assert.equal(await (await fetch(`http://127.0.0.1:${server.port}/`)).text(), 'hello')
 * await server.shutdown()
 */
export class BaseWSGIServer {
  /** One process, one thread: applications are asynchronous. */
  readonly multithread = false
  readonly multiprocess = false
  readonly host: string
  /** The certificate, when it serves https. */
  readonly sslContext: TlsOptions | undefined
  private readonly endpoint: Endpoint
  private readonly server: NodeServer
  private readonly write: (line: string) => void
  private url = ''
  private readonly closed: Promise<void>

  /**
   * @param hostname a name or address, or `unix:PATH`
   * @throws TypeError for what is no application, RangeError for a port or limit out of range
   */
  constructor(hostname: string, port: number, application: ApplicationLike, options: ServingOptions = {}) {
    const { validate = true, sslContext, logRequest, log, staticFiles, ...rest } = options
    this.host = hostname
    this.endpoint = endpointOf(hostname, port)
    this.write = log ?? ((line) => void process.stderr.write(line))
    this.sslContext = certificateOf(sslContext ?? null, hostname)
    const color = log === undefined && wantsColor(process.stderr, process.env)
    const accessLog =
      logRequest === undefined
        ? (entry: Parameters<typeof formatPretty>[0]) => formatPretty(entry, color)
        : logRequest
    const app = withStaticFiles(application, staticFiles ?? null)
    this.server = new NodeServer(validate ? new LintMiddleware(app) : app, {
      ...rest,
      ...(accessLog === null ? {} : { accessLog, writeAccess: this.write }),
      tls: this.sslContext,
    })
    this.closed = new Promise((resolve) => this.server.http.once('close', resolve))
  }

  /** node's own server, for what is not offered here. */
  get http(): Server {
    return this.server.http
  }

  /** Where it listens: as node gives it; `null` before and after. */
  get serverAddress(): AddressInfo | string | null {
    return this.server.address
  }

  /** The port; 0 for a unix socket, and before it listens. */
  get port(): number {
    const { address } = this.server
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  /**
   * Listens, and gives the URL.
   *
   * @throws ListenError when it can't listen there, which says what to do
   */
  async listen(): Promise<string> {
    this.url = await this.server.listen(this.endpoint)
    return this.url
  }

  /** Says where it serves, and that it is not for production. */
  logStartup(url: string = this.url): void {
    const lines = [WARNING]
    const { hostname, port, protocol } = url.startsWith('http')
      ? new URL(url)
      : { hostname: '', port: '', protocol: '' }
    const family = hostname === '0.0.0.0' ? 'IPv4' : hostname === '[::]' ? 'IPv6' : undefined
    if (family === undefined) lines.push(` * Running on ${url}`)
    else {
      const local = family === 'IPv4' ? '127.0.0.1' : '[::1]'
      const other = getInterfaceIp(family)
      lines.push(` * Running on all addresses (${hostname})`)
      lines.push(` * Running on ${protocol}//${local}:${port}`)
      lines.push(` * Running on ${protocol}//${family === 'IPv4' ? other : `[${other}]`}:${port}`)
    }
    for (const line of lines) this.write(`${line}\n`)
  }

  /** Answers requests until it is stopped; fulfilled when it is. */
  async serveForever(): Promise<void> {
    if (this.url === '') await this.listen()
    await this.closed
  }

  /** Stops gracefully: what is under way is answered. */
  async shutdown(deadline?: number): Promise<void> {
    await this.server.stop(deadline)
  }

  /** Stops at once. */
  async serverClose(): Promise<void> {
    await this.server.close()
  }
}

/**
 * Where a server listens by its host name, which may be `unix:PATH` or `unix:///PATH`.
 *
 * @throws RangeError for a port that is none
 * @example
 * assert.deepEqual(endpointOf('unix:///run/app.sock', 0), { path: '/run/app.sock' })
 * assert.deepEqual(endpointOf('127.0.0.1', 5000), { host: '127.0.0.1', port: 5000 })
 */
export function endpointOf(hostname: string, port: number): Endpoint {
  if (hostname.startsWith('unix:')) return { path: hostname.replace(/^unix:(?:\/\/)?/, '') }
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return { host: hostname, port }
  throw new RangeError(`Expected a port from 0 to 65535, got ${port}`)
}

function certificateOf(
  context: NonNullable<ServingOptions['sslContext']> | null,
  host: string,
): TlsOptions | undefined {
  if (context === null) return undefined
  if (context === 'adhoc') return generateAdhocSslContext(host)
  return 'cert' in context ? context : loadSslContext(...context)
}
