import { connect as open } from 'node:net'
import type { Application } from '../../../src/gateway.ts'
import { SocketServer } from '../../../src/server/socket/socket-server.ts'
import type { SocketServerOptions } from '../../../src/server/socket/socket-server.ts'

/** A client of bytes, one character each. */
export interface Client {
  readonly received: string
  /** Fulfilled with all that came, when the server has closed. */
  readonly closed: Promise<string>
  readonly send: (text: string) => void
  readonly end: () => void
  readonly destroy: () => void
  /** Fulfilled when what has come is like this. */
  readonly until: (pattern: RegExp) => Promise<string>
}

/** A server for one test, and clients of it. */
export interface TestServer {
  readonly server: SocketServer
  /** What went to wsgi.errors. */
  readonly errors: string[]
  readonly connect: (...first: string[]) => Client
  /** Sends, and gives all that comes until the server closes. */
  readonly ask: (...bytes: string[]) => Promise<string>
  readonly stop: () => Promise<void>
}

/** Serves on a free port. */
export async function serve(
  application: Application,
  options: SocketServerOptions = {},
): Promise<TestServer> {
  const errors: string[] = []
  const stream = { write: (text: string) => void errors.push(text), writelines() {}, flush() {} }
  const server = new SocketServer(application, { errors: stream, ...options })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  const port = Number(new URL(url).port)
  const connect = (...first: string[]): Client => {
    const socket = open({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true })
    let received = ''
    let wake = (): void => {}
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      received += text
      wake()
    })
    socket.on('error', () => {})
    const closed = new Promise<string>((resolve) => {
      socket.once('end', () => {
        socket.end()
        resolve(received)
      })
      socket.once('close', () => resolve(received))
    })
    for (const text of first) socket.write(text, 'latin1')
    return {
      get received() {
        return received
      },
      closed,
      send: (text) => void socket.write(text, 'latin1'),
      end: () => void socket.end(),
      destroy: () => void socket.destroy(),
      until: async (pattern) => {
        while (!pattern.test(received)) {
          await Promise.race([new Promise<void>((resolve) => (wake = resolve)), closed])
          if (socket.destroyed && !pattern.test(received))
            throw new Error(`Expected ${pattern}, got ${received}`)
        }
        return received
      },
    }
  }
  return {
    server,
    errors,
    connect,
    ask: (...bytes) => connect(...bytes).closed,
    stop: () => server.close(),
  }
}
