import { TargetError } from '../target.ts'
import type { Target } from '../target.ts'
import { loadRaw } from './load-raw.ts'

/**
 * An application of a program (`FILE` or `FILE:EXPORT`), loaded into this process and called without a socket.
 *
 * @throws TargetError when @triptych/raw is not installed, or the program does not load
 */
export async function openInProcess(program: string, name: string = program): Promise<Target> {
  return { ...inProcessTarget(name, await loadProgram(program)), program }
}

/**
 * The same for an application at hand.
 *
 * @example
 * assert.equal(inProcessTarget('mine', () => []).at, 'in process')
 */
export function inProcessTarget(name: string, application: unknown): Target {
  return { name, at: 'in process', application, stop: async () => {} }
}

/**
 * Loads the application that `FILE[:EXPORT]` names.
 *
 * @throws TargetError
 */
export async function loadProgram(program: string): Promise<unknown> {
  const { server } = await loadRaw()
  try {
    return await server.loadApplication(program)
  } catch (error) {
    if (!(error instanceof server.LoadError)) throw error
    throw new TargetError(error.message, { cause: error })
  }
}
