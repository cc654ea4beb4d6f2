import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { ChildMessage, ParentMessage } from './reload-messages.ts'

/** Plain JavaScript, the same file for sources and build: it runs before there is a loader for TypeScript. */
const REPORTER = new URL('../../../bin/report-imports.js', import.meta.url).href

function tell(message: ChildMessage): void {
  // The parent may be gone.
  process.send?.(message, undefined, undefined, () => {})
}

/**
 * Says that the program does not load. The process stays, and is ended by the parent at the next change.
 *
 * @example
 * reportFailure('app.ts:3: SyntaxError: Unexpected token')
 */
export function reportFailure(message: string): void {
  tell({ type: 'failed', message })
}

/**
 * Lets a server answer the connections that the parent has accepted, until the parent says stop or is gone. Each
 * connection takes one request: the next one is for newer code, perhaps.
 *
 * @param grace milliseconds for requests under way when it stops
 * @returns fulfilled when the parent wants this process to end and its requests are answered
 * @example
 * import { createServer } from 'node:http'
 * const server = createServer()
 * assert.equal(typeof serveReloaded, 'function')
 * server.close()
 */
export async function serveReloaded(server: Server, grace: number): Promise<void> {
  const { beginToServe } = (await import(REPORTER)) as { beginToServe: () => void }
  beginToServe()
  const sockets = new Set<Socket>()
  // Before all others: nothing of the response is written yet.
  server.prependListener('request', (_request, response) => {
    response.shouldKeepAlive = false
  })
  const stopped = new Promise<void>((resolve) => {
    process.on('message', (message: ParentMessage, socket?: Socket) => {
      if (message.type === 'stop') resolve()
      else if (socket) {
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
        server.emit('connection', socket)
        socket.resume()
      }
    })
    process.once('disconnect', resolve)
  })
  tell({ type: 'ready' })
  await stopped
  const deadline = performance.now() + grace
  for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
  while (sockets.size > 0 && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 20))
  for (const socket of sockets) socket.destroy()
}
