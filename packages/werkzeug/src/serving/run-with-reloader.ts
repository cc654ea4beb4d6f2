import { resolve } from 'node:path'
import { Reloader, isRunningFromReloader } from '@triptych/raw/server'
import type { Endpoint } from '@triptych/raw/server'
import { stopRequest } from './stop-request.ts'

/** How files are watched. */
export interface WatchOptions {
  /** Files and folders beside those that are imported. */
  readonly extraFiles?: readonly string[] | null
  /** Patterns of files that are left out; `*` stands for anything. */
  readonly excludePatterns?: readonly string[] | null
  /** Seconds between looks at the files, with the type `stat`. Default 1. */
  readonly reloaderInterval?: number
  /** `auto` is told of changes by the system; `stat` looks at the files. */
  readonly reloaderType?: 'auto' | 'stat'
}

/**
 * In the process that was started: keeps an address and serves it by a child, which is this program again, until the
 * process is told to stop or the signal is aborted. In the child: runs the function. Python: `werkzeug._reloader.run_with_reloader`.
 *
 * @param main what serves, in the child
 * @param onReady is told the URL once, in the parent
 * @throws ListenError
 * @example
 * assert.equal(typeof runWithReloader, 'function')
 */
export async function runWithReloader(
  endpoint: Endpoint,
  main: () => Promise<void>,
  options: WatchOptions & {
    readonly log?: (line: string) => void
    readonly signal?: AbortSignal | undefined
  } = {},
  onReady: (url: string) => void = () => {},
): Promise<void> {
  if (isRunningFromReloader()) return main()
  const { extraFiles, excludePatterns, reloaderInterval = 1, reloaderType = 'auto', log, signal } = options
  const reloader = new Reloader(endpoint, {
    extra: (extraFiles ?? []).map((path) => resolve(path)),
    exclude: excludePatterns ?? [],
    poll: reloaderType === 'stat' ? reloaderInterval * 1000 : undefined,
    onReady,
    ...(log && { log: (line: string) => log(`${line}\n`) }),
  })
  const over = new AbortController()
  const signals = signal === undefined ? [over.signal] : [over.signal, signal]
  try {
    await reloader.run(stopRequest(AbortSignal.any(signals)))
  } finally {
    over.abort()
  }
}
