import type { Application, ApplicationLike } from '@triptych/raw'
import { toApplication } from '@triptych/raw'
import { refuseWhereUnsafe } from './debug-options.ts'
import type { DebuggedApplicationOptions } from './debug-options.ts'
import { DebuggedApplication } from './debugged-application.ts'

/** How {@link debugMiddleware} debugs. */
export interface DebugMiddlewareOptions extends Omit<DebuggedApplicationOptions, 'evalex'> {
  /** Whether other processes serve the same application, where consoles are refused. Default: no. */
  readonly multiprocess?: boolean
}

/** An application with the debugger around it. */
export interface DebugMiddleware {
  readonly application: Application
  /** Releases what the debugger holds. */
  readonly close: () => Promise<void>
}

/**
 * What `triptych serve --debug` puts around an application: the debugger with consoles, ready, its PIN told. Further trusted
 * hosts may stand in the environment variable TRIPTYCH_DEBUG_HOSTS, with commas.
 *
 * @throws DebuggerRefused under NODE_ENV=production, and with several processes
 * @example
 * import { call } from '@triptych/raw/testing'
 * const shop = () => {
 *   const price = 42
 *   throw new Error(`sold for ${price}`)
 * }
 * const { application, close } = await debugMiddleware(shop, { onLog: () => {} })
 * const { code } = await call(application, '/')
 * assert.equal(code, 500)
 * await close()
 */
export async function debugMiddleware(
  application: ApplicationLike,
  { multiprocess = false, ...options }: DebugMiddlewareOptions = {},
): Promise<DebugMiddleware> {
  refuseWhereUnsafe({ evalex: true, force: options.force === true, multiprocess })
  const more = (process.env['TRIPTYCH_DEBUG_HOSTS'] ?? '').split(',').map((host) => host.trim())
  const debugged = new DebuggedApplication(application, { ...options, evalex: true })
  debugged.trustedHosts.push(...more.filter((host) => host !== ''))
  await debugged.ready()
  return { application: toApplication(debugged), close: async () => debugged.close() }
}
