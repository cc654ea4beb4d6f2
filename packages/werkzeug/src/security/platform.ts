/** Whose rules for file names hold. */
export type Platform = 'posix' | 'windows'

/**
 * The platform that this program runs on; `posix` where nobody says.
 *
 * @example
 * assert.equal(runningPlatform(), process.platform === 'win32' ? 'windows' : 'posix')
 */
export function runningPlatform(): Platform {
  const { process } = globalThis as { process?: { platform?: string } }
  return process?.platform === 'win32' ? 'windows' : 'posix'
}
