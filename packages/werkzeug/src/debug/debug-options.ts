/** How errors are debugged. The names are those of `werkzeug.debug.DebuggedApplication`. */
export interface DebuggedApplicationOptions {
  /** Whether code can be evaluated: consoles in frames, variables, and the console alone. Default: no. */
  readonly evalex?: boolean
  /** Where the console alone is; null for nowhere. Default: `/console`. */
  readonly consolePath?: string | null
  /** Makes the names that the console alone begins with; `app` and `require` are added. */
  readonly consoleInitFunc?: () => Record<string, unknown>
  /** Shows the frames of the server under the application too. Default: no. */
  readonly showHiddenFrames?: boolean
  /** Whether consoles need the PIN. Default: yes. */
  readonly pinSecurity?: boolean
  /** Whether the PIN is told to `onLog`. Default: yes. */
  readonly pinLogging?: boolean
  /** Hosts that the debugger answers; a leading dot is for all below a domain. Default: `.localhost` and `127.0.0.1`. */
  readonly trustedHosts?: readonly string[]
  /** Errors whose frames are kept; the oldest are released. Default: 20. */
  readonly maxTracebacks?: number
  /** Debugs under NODE_ENV=production and beside other processes as well. Default: no. */
  readonly force?: boolean
  /** Takes what the operator is told, a line each. Default: the terminal (standard error). */
  readonly onLog?: (line: string) => void
}

/**
 * The debugger does not serve here: its pages show sources and run code, and consoles live in the process that made the error.
 *
 * @example
 * assert.equal(new DebuggerRefused('in production').code, 'ERR_DEBUGGER_REFUSED')
 */
export class DebuggerRefused extends Error {
  override readonly name = 'DebuggerRefused'
  readonly code = 'ERR_DEBUGGER_REFUSED'
}

/**
 * Refuses to debug where others than the programmer could reach it, unless it is forced.
 *
 * @throws DebuggerRefused in production, and beside other processes when code can be evaluated
 * @example
 * assert.throws(() => refuseWhereUnsafe({ evalex: true, force: false, multiprocess: true }), /several processes/)
 * refuseWhereUnsafe({ evalex: true, force: true, multiprocess: true })
 */
export function refuseWhereUnsafe({
  evalex,
  force,
  multiprocess,
}: {
  readonly evalex: boolean
  readonly force: boolean
  readonly multiprocess: boolean
}): void {
  if (force) return
  if (process.env['NODE_ENV'] === 'production') {
    throw new DebuggerRefused(
      'The debugger shows sources and runs code for whoever reaches it: it is refused while NODE_ENV is "production" (option force overrides)',
    )
  }
  if (evalex && multiprocess) {
    throw new DebuggerRefused(
      'The consoles of an error live in the process that made it: they are refused with several processes (option force overrides)',
    )
  }
}
