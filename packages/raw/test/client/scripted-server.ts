import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { afterEach } from 'vitest'

const servers: Server[] = []
const sockets = new Set<Socket>()

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))))
})

/** What a scripted server has got so far on a connection, and the connection. */
export type Script = (socket: Socket, got: string) => void

/** A server that calls `script` with all that has come, each time more has come. Its port. */
export async function scripted(script: Script): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    let got = ''
    socket.on('error', () => undefined)
    socket.on('data', (block) => {
      got += block.toString('latin1')
      script(socket, got)
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** A server that sends `answer` when a head has come, and closes the connection if `end` is set. */
export const answering = (answer: string, end: boolean = false): Promise<number> =>
  scripted((socket, got) => {
    if (!got.endsWith('\r\n\r\n')) return
    socket.write(answer, 'latin1')
    if (end) socket.end()
  })

/** How many connections to the servers of this test their clients have not ended. */
export const openConnections = (): number =>
  [...sockets].filter((socket) => !socket.destroyed && !socket.readableEnded).length

/** The text of bytes. */
export const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
