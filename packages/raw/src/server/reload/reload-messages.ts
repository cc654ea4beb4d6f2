/** What the child of a reloader tells its parent. */
export type ChildMessage =
  | { readonly type: 'imported'; readonly files: readonly string[] }
  /** It takes connections. */
  | { readonly type: 'ready' }
  /** It does not load. */
  | { readonly type: 'failed'; readonly message: string }

/** What the parent tells the child. `connection` comes with a socket; `head` is what was read from it, in latin-1. */
export type ParentMessage = { readonly type: 'connection'; readonly head: string } | { readonly type: 'stop' }

/** Set in the environment of the child, as WERKZEUG_RUN_MAIN is. */
export const RUN_MAIN = 'TRIPTYCH_RUN_MAIN'

/**
 * Whether this process is the child of a reloader: the one that serves.
 * Python: `werkzeug.serving.is_running_from_reloader`.
 *
 * @example
 * assert.equal(isRunningFromReloader(), false)
 */
export function isRunningFromReloader(): boolean {
  return process.env[RUN_MAIN] === 'true' && process.send !== undefined
}
