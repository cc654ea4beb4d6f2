import { connect } from 'node:net'
import type { Socket } from 'node:net'
import type { Address } from '../target.ts'

/**
 * Whether a server answers one connection while another one is still sending: one that does not (a single synchronous worker)
 * must be asked one thing at a time, or each case would wait for the others.
 *
 * @param wait milliseconds for the answer
 * @example
 * import { createServer } from 'node:http'
 * const server = createServer((request, response) => response.end())
 * await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
 * assert.equal(await answersTogether({ host: '127.0.0.1', port: server.address().port }, 1000), true)
 * server.close()
 */
export async function answersTogether({ host, port }: Address, wait: number): Promise<boolean> {
  const first = connect({ host, port })
  const request = `GET / HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\n`
  first.on('error', () => {}).write(request)
  try {
    // It has to be the first to be accepted.
    await new Promise((resolve) => first.once('connect', resolve).once('close', resolve))
    return await isAnswered(connect({ host, port }), `${request}\r\n`, wait)
  } finally {
    first.destroy()
  }
}

function isAnswered(socket: Socket, request: string, wait: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (answer: boolean): void => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(wait, () => end(false))
    // However it refuses, it was there.
    socket.once('data', () => end(true)).once('end', () => end(true))
    socket.once('error', () => end(true))
    socket.write(request)
  })
}
