import type { Application, ApplicationLike } from '../gateway.ts'
import { loadMiddleware } from './load-application.ts'
import { LoadError } from './load-error.ts'

/** An application with the debugger around it. */
export interface Debugged {
  readonly application: Application
  /** Lets go of what the debugger holds. */
  close(): Promise<void>
}

const DEBUGGER = '@triptych/werkzeug/debug:debugMiddleware'

/**
 * Puts werkzeug's debugger around an application. Nothing of it is loaded before.
 *
 * @param folder where it is looked for first: the program's
 * @throws LoadError when it is not installed, or refuses to debug
 * @example
 * assert.equal(typeof loadDebugger, 'function')
 */
export async function loadDebugger(application: Application, folder?: string): Promise<Debugged> {
  let debug: (application: ApplicationLike, options: { multiprocess: boolean }) => Promise<Debugged>
  try {
    debug = (await loadMiddleware(DEBUGGER, folder)) as unknown as typeof debug
  } catch (error) {
    if (!(error instanceof LoadError) || error.code !== 'ERR_FILE_NOT_FOUND') throw error
    throw new LoadError(
      'ERR_FILE_NOT_FOUND',
      'Expected @triptych/werkzeug, whose debugger --debug is, found none: run `npm install --save-dev @triptych/werkzeug`',
      { cause: error },
    )
  }
  try {
    return await debug(application, { multiprocess: false })
  } catch (error) {
    if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== 'ERR_DEBUGGER_REFUSED')
      throw error
    throw new LoadError('ERR_PROGRAM_FAILED', error.message, { cause: error })
  }
}
