import type { ApplicationLike } from '@triptych/raw'
import { isRunningFromReloader, serveReloaded } from '@triptych/raw/server'
import { BaseWSGIServer, endpointOf } from './base-wsgi-server.ts'
import { runWithReloader } from './run-with-reloader.ts'
import type { WatchOptions } from './run-with-reloader.ts'
import type { ServingOptions } from './serving-options.ts'
import { stopRequest } from './stop-request.ts'

/** How {@link runSimple} serves. */
export interface RunSimpleOptions extends ServingOptions, WatchOptions {
  /** Serve again when a file changes that the program has imported. */
  readonly useReloader?: boolean
  /** Answer errors with the debugger's page. Never where others can reach it. */
  readonly useDebugger?: boolean
  /** With a console in each frame; on by default. */
  readonly useEvalex?: boolean
}

/**
 * Serves an application for development until the process is told to stop: with a line for each request, the validator, and
 * if asked for the reloader, the debugger, https and static files. Give `127.0.0.1` as the host name, or others can reach it.
 * Python: `werkzeug.serving.run_simple`.
 *
 * Under the reloader the program runs twice: as a parent that keeps the port, and as a child that serves and ends in this
 * call, as the parent does when the process is told to stop.
 *
 * @param hostname a name or address, or `unix:PATH`
 * @param signal stops it too, and then the call returns, in the parent also under the reloader
 * @throws ListenError when it can't listen there; what the server's options throw
 * @example
 * import { Response } from '@triptych/werkzeug'
 * const lines: string[] = []
 * const stop = new AbortController()
 * const over = runSimple('127.0.0.1', 0, new Response('hello'), { log: (line) => lines.push(line) }, stop.signal)
 * while (lines.length < 2) await new Promise((resolve) => setTimeout(resolve, 10))
 * const url = /http:\S+/.exec(lines[1] ?? '')?.[0] ?? ''
 * assert.equal(await (await fetch(url)).text(), 'hello')
 * stop.abort()
 * await over
 */
export async function runSimple(
  hostname: string,
  port: number,
  application: ApplicationLike,
  options: RunSimpleOptions = {},
  signal?: AbortSignal,
): Promise<void> {
  const { useReloader = false, useDebugger = false, useEvalex = true, ...rest } = options
  const { extraFiles, excludePatterns, reloaderInterval, reloaderType, ...serving } = rest
  const debug = useDebugger && (!useReloader || isRunningFromReloader())
  const debugged = debug ? await debuggerAround(application, useEvalex) : undefined
  const server = new BaseWSGIServer(hostname, port, debugged ?? application, serving)
  try {
    if (useReloader) {
      const watch = { extraFiles, excludePatterns, reloaderInterval, reloaderType, log: serving.log }
      const known = Object.fromEntries(Object.entries(watch).filter(([, value]) => value !== undefined))
      const serve = (): Promise<void> => serveReloaded(server.http, serving.graceTimeout ?? 30_000)
      const onReady = (url: string): void =>
        server.logStartup(server.sslContext === undefined ? url : url.replace(/^http:/, 'https:'))
      await runWithReloader(endpointOf(hostname, port), serve, { ...known, signal }, onReady)
    } else {
      await server.listen()
      server.logStartup()
      await stopRequest(signal)
      await server.shutdown()
    }
  } finally {
    await debugged?.close()
  }
  // The child has done what it is for. What stands behind this call in the program is the parent's.
  if (useReloader && (isRunningFromReloader() || !signal?.aborted)) process.exit(0)
}

/** Loaded only when it is asked for. */
async function debuggerAround(
  application: ApplicationLike,
  evalex: boolean,
): Promise<ApplicationLike & object & { close(): void | Promise<void> }> {
  const { DebuggedApplication } = await import('../debug/debugged-application.ts')
  const debugged = new DebuggedApplication(application, { evalex })
  await debugged.ready()
  return debugged
}
