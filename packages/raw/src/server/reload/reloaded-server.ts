import { statSync } from 'node:fs'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { LoadError } from '../load-error.ts'
import { checkSyntax } from '../syntax-place.ts'
import type { ChildMessage, ParentMessage } from './reload-messages.ts'

/** Plain JavaScript, the same file for sources and build: it runs before there is a loader for TypeScript. */
const REPORTER = new URL('../../../bin/report-imports.js', import.meta.url).href

/** How long a replaced child waits for the rest of requests whose head has only begun. */
const HEAD_GRACE = 1000
/** How long requests under way have when the parent was killed: nobody ends this process any more. */
const ORPHAN_GRACE = 1000
/** How often a child that is to end looks whether it may. */
const SWEEP = 20

function tell(message: ChildMessage): void {
  // The parent may be gone.
  process.send?.(message, undefined, undefined, () => {})
}

interface Reporter {
  readonly known: ReadonlySet<string>
  flush(): void
  beginToServe(): void
}

/**
 * Says that the program does not load. The process stays, and is ended by the parent at the next change.
 *
 * @example
 * assert.equal(typeof reportFailure, 'function')
 */
export async function reportFailure(error: LoadError): Promise<void> {
  const reporter = (await import(REPORTER)) as Reporter
  reporter.flush()
  const place =
    error.code === 'ERR_PROGRAM_SYNTAX' && !/:\d+/.test(error.message)
      ? placeIn([...reporter.known])
      : undefined
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
    const place = checkSyntax(file)
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
  let requests = 0
  // Before all others: nothing of the response is written yet.
  server.prependListener('request', (_request, response) => {
    response.shouldKeepAlive = false
    requests++
    response.once('close', () => requests--)
  })
  const patience = await new Promise<number>((resolve) => {
    process.on('message', (message: ParentMessage, socket?: Socket) => {
      if (message.type === 'stop') resolve(grace)
      else if (socket) {
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
        socket.unshift(Buffer.from(message.head, 'latin1'))
        server.emit('connection', socket)
      }
    })
    process.once('disconnect', () => resolve(Math.min(grace, ORPHAN_GRACE)))
    tell({ type: 'ready' })
  })
  const from = performance.now()
  const isOver = (): boolean => {
    const time = performance.now() - from
    return sockets.size === 0 || time > patience || (requests === 0 && time > HEAD_GRACE)
  }
  while (!isOver()) await new Promise((resolve) => setTimeout(resolve, SWEEP))
  for (const socket of sockets) socket.destroy()
}
