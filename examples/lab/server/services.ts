import { AsyncLocalStorage } from 'node:async_hooks'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { fileURLToPath } from 'node:url'
import type { Application } from '@triptych/raw'
import { NodeServer } from '@triptych/raw/server'
import { MARK, instrument } from '../src/instrument.ts'
import type { LevelName } from '../src/protocol.ts'
import { recorded } from '../src/record.ts'
import type { RunningCall } from '../src/record.ts'

/** The three abstractions, in the order in which one meets them. */
export const LEVELS: readonly LevelName[] = ['raw', 'webob', 'werkzeug']

/** One time service on a port of its own. */
export interface Service {
  readonly level: LevelName
  readonly url: string
  readonly port: number
  /** The listing, as it is shown and edited. */
  readonly source: string
  /** Takes the calls that came over a connection from this port of the lab. */
  takeCalls(remotePort: number): RunningCall[]
  stop(): Promise<void>
}

/** Connections that nobody asks for are forgotten. */
const MOST_KEPT = 256

const running = new AsyncLocalStorage<RunningCall>()
// The marked listings call it; they are programs of their own and import nothing of the lab.
Object.assign(globalThis, {
  [MARK]: (line: number) => {
    const call = running.getStore()
    if (call !== undefined && !call.lines.includes(line)) call.lines.push(line)
  },
})

/** Reads the listing of a level, in JavaScript. */
export function readListing(level: LevelName): string {
  return readFileSync(new URL(`../listings/${level}.js`, import.meta.url), 'utf8')
}

/**
 * Serves the listing of a level, marked and recorded.
 *
 * @param port 0 for any free one
 * @throws ListenError
 */
export async function startService(level: LevelName, port: number): Promise<Service> {
  const source = readListing(level)
  const application = await loadMarked(level, source)
  const calls = new Map<number, RunningCall[]>()
  const server = new NodeServer(
    recorded(application, {
      onCall: (call, environ) => {
        const from = Number(environ.REMOTE_PORT)
        if (calls.size >= MOST_KEPT) calls.delete(calls.keys().next().value!)
        calls.set(from, [...(calls.get(from) ?? []), call])
      },
      within: (call, run) => running.run(call, run),
    }),
    { graceTimeout: 1_000 },
  )
  const url = await server.listen({ host: '127.0.0.1', port })
  return {
    level,
    url,
    port: Number(new URL(url).port),
    source,
    takeCalls(remotePort) {
      const taken = calls.get(remotePort) ?? []
      calls.delete(remotePort)
      return taken
    },
    stop: () => server.stop(),
  }
}

/** The listing with its marks lies in the checkout while it runs, so that it finds the packages. */
async function loadMarked(level: LevelName, source: string): Promise<Application> {
  const folder = fileURLToPath(new URL('../../../.tmp/lab/', import.meta.url))
  mkdirSync(folder, { recursive: true })
  const file = `${folder}${level}-${process.pid}.mjs`
  writeFileSync(file, instrument(source).code)
  const module = (await import(pathToFileURL(file).href)) as { app: Application }
  return module.app
}
