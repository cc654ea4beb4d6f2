import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { LoadError } from '../load-error.ts'
import type { ChildMessage, ParentMessage } from './reload-messages.ts'

/** Plain JavaScript, the same file for sources and build: it runs before there is a loader for TypeScript. */
const REPORTER = new URL('../../../bin/report-imports.js', import.meta.url).href

function tell(message: ChildMessage): void {
  // The parent may be gone.
  process.send?.(message, undefined, undefined, () => {})
}

interface Reporter {
  readonly known: ReadonlySet<string>
  beginToServe(): void
}

/**
 * Says that the program does not load. The process stays, and is ended by the parent at the next change.
 *
 * @example
 * assert.equal(typeof reportFailure, 'function')
 */
export async function reportFailure(error: LoadError): Promise<void> {
  const { known } = (await import(REPORTER)) as Reporter
  // On Node 20 the names of files come from another thread: those that are on their way are let in.
  await new Promise((resolve) => setTimeout(resolve, 50))
  const place =
    error.code === 'ERR_PROGRAM_SYNTAX' && !/:\d+/.test(error.message) ? placeIn([...known]) : undefined
  const message = place === undefined ? error.message : error.message.replace(/^.*?(?=: \w*Error)/, place)
  tell({ type: 'failed', message })
}

/** At most so many files are looked at, the newest ones. */
const MAX_CHECKED = 20

/** Node does not tell where the error of an imported module is: each is parsed once more to find it. */
function placeIn(files: readonly string[]): string | undefined {
  const times = files
    .filter((file) => /\.[cm]?js$/.test(file))
    .map((file) => ({ file, time: statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .toSorted((a, b) => b.time - a.time)
  for (const { file } of times.slice(0, MAX_CHECKED)) {
    const { stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' })
    const place = /^(?:file:\/\/)?(\S.*:\d+)$/m.exec(stderr)?.[1]
    if (place !== undefined) return place
  }
  return undefined
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
  const reporter = (await import(REPORTER)) as Reporter
  reporter.beginToServe()
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
