import type { Socket } from 'node:net'

/** How long a client has to take its answer. */
const PATIENCE = 5000
/** The first byte of a TLS record of type handshake (RFC 8446 section 5.1). */
const HANDSHAKE = 0x16

/**
 * Answers a request with 500 and a text, without looking further than at its first bytes: no path or error of the program
 * leaves the machine. Who begins with TLS is not answered, since here is no certificate.
 *
 * @param head the bytes that were read
 * @example
 * import { connect, createServer } from 'node:net'
 * const server = createServer((socket) => refuse(socket, Buffer.from('GET / HTTP/1.1'), 'Not now\n'))
 * await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
 * const client = connect(server.address().port, '127.0.0.1')
 * const [data] = await new Promise((resolve) => client.on('data', (...data) => resolve(data)))
 * client.destroy()
 * server.close()
 * assert.match(String(data), /^HTTP\/1\.1 500 [^]*\r\n\r\nNot now\n$/)
 */
export function refuse(socket: Socket, head: Uint8Array, text: string): void {
  if (head[0] === HANDSHAKE) {
    socket.destroy()
    return
  }
  const fields = `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${text.length}\r\nConnection: close\r\n`
  const isHead = Buffer.from(head.subarray(0, 5)).toString('latin1') === 'HEAD '
  // The rest of the request is read, or the system would tell the client of a reset in place of the answer.
  socket.resume()
  socket.setTimeout(PATIENCE, () => socket.destroy())
  socket.end(`HTTP/1.1 500 Internal Server Error\r\n${fields}\r\n${isHead ? '' : text}`)
}
