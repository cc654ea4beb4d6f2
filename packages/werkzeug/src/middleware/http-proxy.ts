import type { Application, ApplicationLike, Body, Environ, HeaderPair, StartResponse } from '@triptych/raw'
import { toApplication } from '@triptych/raw'
import {
  ClientTimeout,
  ConnectError,
  connect,
  endToEndFields,
  environBody,
  environFields,
  ServerDisconnected,
} from '@triptych/raw/client'
import type { ClientResponse, Destination } from '@triptych/raw/client'
import { encodePercent, isMessageFault } from '@triptych/raw/http'
import { BadGateway, GatewayTimeout } from '../exceptions/server-errors.ts'
import { PATH_PART } from '../urls/quote-part.ts'

/** Where the requests below a prefix go, and what is changed in them. */
export interface ProxyTarget {
  /** An http or https URL. Its path counts only with `removePrefix`. */
  readonly target: string
  /** Whether the prefix is taken off the path, and the target's own path put in its place. Default: no. */
  readonly removePrefix?: boolean
  /** The Host field: `<auto>` is the target's, null the client's own, any other text that text. Default: `<auto>`. */
  readonly host?: string | null
  /** Fields to add, or to set where the client sent one by that name. */
  readonly headers?: Readonly<Record<string, string>>
  /** What `node:tls` takes, such as `ca`, for an https target: `sslContext` in Werkzeug. */
  readonly tls?: Exclude<Destination['tls'], boolean>
}

/** How long targets have. */
export interface ProxyMiddlewareOptions {
  /** Seconds for the connection, the head of the response and each further block. Default: 10. */
  readonly timeout?: number
}

/**
 * Sends the requests below some prefixes to other servers over HTTP, with their bodies streamed both ways; the rest is the
 * application's. For development: a proxy in production has more to care for. A target that cannot be reached, or speaks no
 * HTTP, is answered 502, one that takes too long 504. Python: `werkzeug.middleware.http_proxy.ProxyMiddleware`.
 *
 * @example
 * import { call } from '@triptych/raw/testing'
 * const app = new ProxyMiddleware(() => [], { '/api/': { target: 'http://127.0.0.1:1/', removePrefix: true } })
 * assert.equal((await call(app, '/api/users')).code, 502)
 */
export class ProxyMiddleware {
  readonly app: Application
  /** By prefix, which begins and ends with a slash. */
  readonly targets: ReadonlyMap<string, ProxyTarget>
  /** Seconds. */
  readonly timeout: number

  /**
   * @throws TypeError when it is no application, or a target is no http or https URL; RangeError for a timeout that is not
   *   positive
   */
  constructor(
    app: ApplicationLike,
    targets: Readonly<Record<string, ProxyTarget>>,
    { timeout = 10 }: ProxyMiddlewareOptions = {},
  ) {
    if (!(timeout > 0)) throw new RangeError(`Expected a timeout of more than 0 seconds, got ${timeout}`)
    this.app = toApplication(app)
    this.timeout = timeout
    this.targets = new Map(
      Object.entries(targets).map(([prefix, target]) => {
        urlOf(target)
        return [`/${prefix.replace(/^\/+/, '').replace(/\/+$/, '')}/`.replace('//', '/'), target]
      }),
    )
  }

  /** Sends a request on, or passes it to the application. */
  application(environ: Environ, startResponse: StartResponse): Body | Promise<Body> {
    const path = environ.PATH_INFO
    for (const [prefix, target] of this.targets) {
      if (path.startsWith(prefix)) return this.proxyTo(target, path, prefix)(environ, startResponse)
    }
    return this.app(environ, startResponse)
  }

  /** The application that sends a request for a path below a prefix to a target. */
  proxyTo(target: ProxyTarget, path: string, prefix: string): Application {
    return async (environ, startResponse) => {
      let response: ClientResponse
      try {
        response = await this.#send(environ, target, remotePath(target, path, prefix))
      } catch (error) {
        return failure(error).application(environ, startResponse)
      }
      const { status, reason, headers, body } = response
      startResponse(`${status} ${reason}`, endToEndFields(headers))
      return Object.assign({ [Symbol.asyncIterator]: () => body }, { close: () => body.close() })
    }
  }

  async #send(environ: Environ, options: ProxyTarget, path: string): Promise<ClientResponse> {
    const url = urlOf(options)
    const milliseconds = Math.max(1, Math.round(this.timeout * 1000))
    const limits = { connectTimeout: milliseconds, headTimeout: milliseconds, idleTimeout: milliseconds }
    const signal = environ['triptych.signal']
    const destination = {
      host: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      tls: url.protocol === 'https:' ? (options.tls ?? true) : undefined,
    }
    const connection = await connect(destination, { ...limits, signal })
    try {
      return await connection.request({
        method: environ.REQUEST_METHOD,
        target: environ.QUERY_STRING === '' ? path : `${path}?${environ.QUERY_STRING}`,
        headers: fieldsFor(environ, options, url),
        body: environBody(environ),
        signal,
      })
    } catch (error) {
      connection.close()
      throw error
    }
  }
}

function urlOf({ target }: ProxyTarget): URL {
  const url = URL.canParse(target) ? new URL(target) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new TypeError(`Expected an http or https URL as target, got ${JSON.stringify(target)}`)
}

function remotePath(target: ProxyTarget, path: string, prefix: string): string {
  if (!target.removePrefix) return encodePercent(path, PATH_PART)
  const rest = path.slice(prefix.length).replace(/^\/+/, '')
  return `${urlOf(target).pathname.replace(/\/+$/, '')}/${encodePercent(rest, PATH_PART)}`
}

/** The client's fields that may go on, with those that the target sets; the connection ends with the response. */
function fieldsFor(environ: Environ, options: ProxyTarget, url: URL): HeaderPair[] {
  const { host = '<auto>', headers = {} } = options
  const own = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  const given = environFields(environ).filter(([name]) => name !== 'Host' && !own.has(name.toLowerCase()))
  const name = host === '<auto>' ? url.host : (host ?? environ.HTTP_HOST ?? url.host)
  return [['Host', name], ...given, ...Object.entries(headers), ['Connection', 'close']]
}

/** The answer to a failure of the network; other failures are the program's. */
function failure(error: unknown): BadGateway | GatewayTimeout {
  if (error instanceof ClientTimeout) return new GatewayTimeout()
  if (error instanceof ConnectError || error instanceof ServerDisconnected || isMessageFault(error)) {
    return new BadGateway()
  }
  throw error
}
