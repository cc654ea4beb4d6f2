import type { Application, ApplicationLike, Body, Environ, HeaderPair } from '@triptych/raw'
import { toApplication } from '@triptych/raw'
import { ClientTimeout, ConnectError, connect, ServerDisconnected } from '@triptych/raw/client'
import type { ClientLimits, ClientResponse, Destination } from '@triptych/raw/client'
import { isHopByHop, isMessageFault, nominatedFields, parseHost } from '@triptych/raw/http'
import { HTTPBadGateway, HTTPGatewayTimeout } from '../exc/index.ts'
import { quotePath } from '../request-url.ts'

/** Limits of the exchange, and how to speak TLS. */
export interface SendRequestOptions extends ClientLimits, Pick<Destination, 'tls'> {}

/** How many bytes of the request's body are read at once. */
const BLOCK_SIZE = 65_536

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
    const connection = headers
      .filter(([name]) => name.toLowerCase() === 'connection')
      .map(([, value]) => value)
    const nominated = new Set(nominatedFields(connection.join(',')))
    const { filteredHeaders } = this.constructor as typeof SendRequest
    return headers
      .filter(([name]) => {
        const lower = name.toLowerCase()
        return !filteredHeaders.has(lower) && !isHopByHop(lower) && !nominated.has(lower)
      })
      .map(([name, value]) => [name, value])
  }

  async #send(environ: Environ): Promise<ClientResponse> {
    const signal = environ['triptych.signal']
    const options = { ...this.#options, ...timeouts(environ['webob.client.timeout']), signal }
    const request = {
      method: environ.REQUEST_METHOD,
      target: targetOf(environ),
      headers: fieldsOf(environ),
      body: bodyOf(environ),
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

/** The fields of a request without those of its connection. */
function fieldsOf(environ: Environ): HeaderPair[] {
  const nominated = new Set(nominatedFields(environ['HTTP_CONNECTION'] ?? ''))
  const fields: HeaderPair[] = []
  for (const [key, value] of Object.entries(environ)) {
    if (!key.startsWith('HTTP_') || typeof value !== 'string') continue
    const name = key.slice(5).toLowerCase().replaceAll('_', '-')
    if (!isHopByHop(name) && !nominated.has(name) && name !== 'trailer') fields.push([titled(name), value])
  }
  const { CONTENT_TYPE: type, CONTENT_LENGTH: length } = environ
  if (type) fields.push(['Content-Type', type])
  if (length && declared(environ) !== undefined) fields.push(['Content-Length', length])
  // Host comes first: some servers choose by it who reads the rest.
  return fields.toSorted(([one], [other]) => Number(other === 'Host') - Number(one === 'Host'))
}

const titled = (name: string): string => name.replaceAll(/(?:^|-)[a-z]/g, (start) => start.toUpperCase())

function declared(environ: Environ): number | undefined {
  const length = environ.CONTENT_LENGTH
  return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : undefined
}

function bodyOf(environ: Environ): AsyncIterable<Uint8Array> | null {
  const length = declared(environ)
  if (length === 0 || (length === undefined && environ['wsgi.input_terminated'] !== true)) return null
  return blocksOf(environ, length ?? Infinity)
}

async function* blocksOf(environ: Environ, length: number): AsyncGenerator<Uint8Array, void> {
  for (let left = length; left > 0;) {
    const block = await environ['wsgi.input'].read(Math.min(left, BLOCK_SIZE))
    if (block.length === 0) return
    left -= block.length
    yield block
  }
}

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
