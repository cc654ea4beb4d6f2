import { METHODS } from 'node:http'
import type { Duplex } from 'node:stream'
import { TCHAR, skip } from '../../http/chars.ts'
import { formatHttpDate } from '../../http/date.ts'
import { parseRequestTarget } from '../../http/request-target.ts'
import { Connection } from './connection.ts'

/** What node:http emits with `clientError`. */
export interface ClientError extends Error {
  readonly code?: string
  /** The packet in which the parser failed. */
  readonly rawPacket?: Uint8Array
}

const STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Content Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/**
 * Answers what node:http could not parse, small and plain, and closes the connection: to be registered as
 * `server.on('clientError', onClientError)`. A method that node does not know gets 501 if its request is otherwise well
 * formed, as RFC 9110 section 9.1 wants. A request under way is answered first; one whose own body is broken is not
 * answered twice.
 *
 * @example
 * import { createServer } from 'node:http'
 * const server = createServer().on('clientError', onClientError)
 * assert.equal(server.listenerCount('clientError'), 1)
 */
export function onClientError(error: ClientError, socket: Duplex): void {
  const connection = Connection.known(socket)
  const { request, response } = connection ?? {}
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  if (request && response && !request.complete) {
    // The body of this request is what is broken.
    if (response.writableEnded) return void socket.end()
    if (response.headersSent) return void socket.destroy()
  } else if (response && !response.shouldKeepAlive) {
    // The connection ends with this response; what comes after it does not count.
    return void (response.writableEnded && socket.end())
  } else if (response && !response.writableEnded) {
    // A good request came before the bad bytes: they must not cost it its answer.
    return void response.once('finish', () => answer(error, socket))
  }
  answer(error, socket)
}

function answer(error: ClientError, socket: Duplex): void {
  const status =
    STATUS[error.code ?? ''] ?? (isUnknownMethod(error.rawPacket) ? '501 Not Implemented' : '400 Bad Request')
  if (!socket.writable) return void socket.destroy()
  socket.end(
    `HTTP/1.1 ${status}\r\nDate: ${formatHttpDate(Date.now())}\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${status.length}\r\nConnection: close\r\n\r\n${status}`,
    'latin1',
  )
}

/** Whether the packet begins with `token SP request-target SP HTTP/1.x CRLF`, so that only its method is at fault. */
function isUnknownMethod(packet: Uint8Array | undefined): boolean {
  const text = packet ? Buffer.from(packet.buffer, packet.byteOffset, packet.length).toString('latin1') : ''
  const line = text.slice(0, Math.max(0, text.indexOf('\r\n')))
  const space = skip(line, 0, TCHAR)
  const version = line.lastIndexOf(' ')
  const method = line.slice(0, space)
  // A method that node knows is not what it stumbled over.
  if (method === '' || METHODS.includes(method) || version <= space || line[space] !== ' ') return false
  if (!/^ HTTP\/1\.[01]$/.test(line.slice(version))) return false
  const { problems } = parseRequestTarget(method, line.slice(space + 1, version))
  return problems.every(({ code }) => code === 'percent' || code === 'unescaped')
}
