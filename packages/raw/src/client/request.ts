import { connect } from './connect.ts'
import type { ConnectOptions, Destination } from './connect.ts'
import type { ClientRequest } from './client-request.ts'
import type { ClientResponse } from './client-response.ts'

/** A request to a URL, its limits, and how to get there. */
export interface RequestOptions
  extends ClientRequest, Omit<ConnectOptions, 'signal'>, Pick<Destination, 'socketPath' | 'tls'> {}

/**
 * Sends one HTTP/1.1 request on a connection of its own, which ends with the response. Redirects are not followed, content
 * is not decompressed, cookies are not kept.
 *
 * @param url absolute, http or https; its path and query are the target unless the options have one
 * @throws TypeError for another URL, and as {@link connect} and `Connection.request`
 * @example
 * await assert.rejects(request('ftp://example.com/'), TypeError)
 * import { createServer } from 'node:net'
 * const server = createServer((socket) => socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\n\r\nhello')))
 * await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
 * const { port } = server.address() as { port: number }
 * const response = await request(`http://127.0.0.1:${port}/`)
 * assert.equal(response.status, 200)
 * assert.equal(new TextDecoder().decode(await response.body.bytes()), 'hello')
 * server.close()
 */
export async function request(url: string | URL, options: RequestOptions = {}): Promise<ClientResponse> {
  const { protocol, hostname, port, pathname, search } = new URL(url)
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new TypeError(`Expected an http or https URL, got ${protocol}`)
  }
  const headers = [...(options.headers ?? [])]
  const isLast = headers.some(([name]) => name.toLowerCase() === 'connection')
  const connection = await connect(
    {
      host: hostname,
      ...(port === '' ? {} : { port: Number(port) }),
      socketPath: options.socketPath,
      tls: protocol === 'https:' ? (options.tls ?? true) : undefined,
    },
    options,
  )
  try {
    return await connection.request({
      target: pathname + search,
      ...options,
      headers: isLast ? headers : [...headers, ['Connection', 'close']],
    })
  } catch (error) {
    connection.close()
    throw error
  }
}
