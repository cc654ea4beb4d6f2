/** The functions above a call of the gateway: where the program that is being checked did something. */
export interface CallSite {
  readonly stack?: string
}

/** A function of the validator, by which the stack is cut: what stands above it is the program's. */
export type Door = (...args: never[]) => unknown

interface StackCapture {
  captureStackTrace?: (target: object, door: Door) => void
}

/**
 * Remembers who called a function of the validator, without its own frames. Where the platform can't cut a stack
 * (`Error.captureStackTrace` is V8's and JavaScriptCore's), the whole one is kept.
 *
 * @example
 * const door = () => captureCallSite(door)
 * function program() { return door() }
 * assert.match(framesOf(program())[0] ?? '', /program/)
 */
export function captureCallSite(door: Door): CallSite {
  const capture = (Error as StackCapture).captureStackTrace
  if (capture === undefined) return new Error('call')
  const site: CallSite = {}
  // Only the frames are kept now; V8 makes the text of them when it is asked for, mostly never.
  capture(site, door)
  return site
}

/**
 * The frames of a call site as the platform writes them, the innermost first, without the line that names the error.
 *
 * @example
 * assert.deepEqual(framesOf({ stack: 'Error: x\n    at app (file.ts:1:2)' }), ['    at app (file.ts:1:2)'])
 * assert.deepEqual(framesOf(undefined), [])
 */
export function framesOf(site: CallSite | undefined): string[] {
  const lines = site?.stack?.split('\n') ?? []
  return lines.filter(
    (line) => line.startsWith('    at ') || (line.includes('@') && !line.startsWith('Error')),
  )
}
