import type { Application, ApplicationLike, Body, Environ, HeaderPair } from '@triptych/raw'
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
import type { ClientLimits, ClientResponse, Destination } from '@triptych/raw/client'
import { isMessageFault, parseHost } from '@triptych/raw/http'
import { HTTPBadGateway, HTTPGatewayTimeout } from '../exc/index.ts'
import { quotePath } from '../request-url.ts'

/** Limits of the exchange, and how to speak TLS. */
export interface SendRequestOptions extends ClientLimits, Pick<Destination, 'tls'> {}

/**
 * An application that answers a request by sending it over the network, to SERVER_NAME and SERVER_PORT. Both bodies are
 * streamed. Redirects are not followed.
 *
 * The environ's `webob.client.timeout` (seconds) is the limit for the connection, the head and each further block;
 * `triptych.signal` ends the exchange. No answer in time is answered 504, no server, none by that name and none that speaks
 * HTTP 502. Python: `webob.client.SendRequest`.
 *
 * @example
 * import { Request } from '@triptych/webob'
 * const request = Request.blank('http://127.0.0.1:1/')
 * const response = await request.send(new SendRequest({ connectTimeout: 2000 }))
 * assert.equal(response.status, '502 Bad Gateway')
 */
export class SendRequest {
  /** Fields of responses, in lower case, that are about the connection that was. */
  static readonly filteredHeaders: ReadonlySet<string> = new Set(['transfer-encoding'])
  readonly #options: SendRequestOptions

  constructor(options: SendRequestOptions = {}) {
    this.#options = options
  }

  /**
   * Sends the request.
   *
   * @throws TypeError when `wsgi.url_scheme` is neither http nor https, or no server is named; FieldError for a request that
   *   cannot be sent
   */
  readonly application: Application = async (environ, startResponse) => {
    let response: ClientResponse
    try {
      response = await this.#send(environ)
    } catch (error) {
      return toApplication(errorResponse(error, environ))(environ, startResponse)
    }
    startResponse(`${response.status} ${response.reason}`, this.parseHeaders(response.headers))
    return closable(response)
  }

  /** The fields that may go on: none that are about the connection. */
  parseHeaders(headers: readonly Readonly<HeaderPair>[]): HeaderPair[] {
    const { filteredHeaders } = this.constructor as typeof SendRequest
    return endToEndFields(headers).filter(([name]) => !filteredHeaders.has(name.toLowerCase()))
  }

  async #send(environ: Environ): Promise<ClientResponse> {
    const signal = environ['triptych.signal']
    const options = { ...this.#options, ...timeouts(environ['webob.client.timeout']), signal }
    const request = {
      method: environ.REQUEST_METHOD,
      target: targetOf(environ),
      headers: environFields(environ),
      body: environBody(environ),
      signal,
    }
    const connection = await connect(destinationOf(environ, this.#options.tls), options)
    try {
      return await connection.request(request)
    } catch (error) {
      connection.close()
      throw error
    }
  }
}

/** A {@link SendRequest} with its defaults: `await request.send(sendRequestApp)`. Python: `webob.client.send_request_app`. */
export const sendRequestApp: SendRequest = new SendRequest()

function destinationOf(environ: Environ, tls: Destination['tls']): Destination {
  const scheme = environ['wsgi.url_scheme']
  if (scheme !== 'http' && scheme !== 'https') {
    throw new TypeError(`Expected the scheme http or https, got ${JSON.stringify(scheme)}`)
  }
  const usual = scheme === 'https' ? 443 : 80
  const secure = scheme === 'https' ? { tls: tls || true } : {}
  // Environs made by hand may have the one or the other.
  if ((environ.SERVER_NAME as string | undefined) !== undefined) {
    return { host: environ.SERVER_NAME, port: Number(environ.SERVER_PORT ?? usual), ...secure }
  }
  const named = parseHost(environ.HTTP_HOST ?? '')
  if (!named) throw new TypeError('Expected SERVER_NAME or HTTP_HOST in the environ, found neither')
  return { host: named.host, port: named.port ?? usual, ...secure }
}

function targetOf(environ: Environ): string {
  const path = quotePath(environ.SCRIPT_NAME ?? '') + quotePath(environ.PATH_INFO ?? '')
  const query = (environ.QUERY_STRING ?? '').replaceAll(/[^!-"$-~]/g, encodeByte)
  return (path.startsWith('/') ? path : `/${path}`) + (query === '' ? '' : `?${query}`)
}

const encodeByte = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`

function timeouts(seconds: unknown): ClientLimits {
  if (seconds === undefined || seconds === null) return {}
  if (typeof seconds !== 'number' || !(seconds > 0)) {
    throw new TypeError(`Expected webob.client.timeout in seconds, got ${JSON.stringify(seconds)}`)
  }
  const limit = Math.max(1, Math.round(seconds * 1000))
  return { connectTimeout: limit, headTimeout: limit, idleTimeout: limit }
}

/** The answer to a failure of the network; other failures are the program's. */
function errorResponse(error: unknown, environ: Environ): ApplicationLike {
  if (error instanceof ClientTimeout) return new HTTPGatewayTimeout()
  if (error instanceof ConnectError) return new HTTPBadGateway(connectDetail(error, environ))
  if (error instanceof ServerDisconnected || isMessageFault(error)) return new HTTPBadGateway(error.message)
  throw error
}

function connectDetail({ failure }: ConnectError, environ: Environ): string {
  if (failure === 'name') return `Name or service not known (bad domain name: ${environ.SERVER_NAME})`
  if (failure === 'refused') return 'Connection refused'
  return failure === 'tls' ? 'No secure connection to the server' : 'The server cannot be reached'
}

function closable({ body }: ClientResponse): Body {
  return Object.assign({ [Symbol.asyncIterator]: () => body }, { close: () => body.close() })
}
