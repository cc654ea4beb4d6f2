import { runningPlatform } from './platform.ts'
import type { Platform } from './platform.ts'

/**
 * Names that are devices in every folder of Windows, with any extension:
 * https://chrisdenton.github.io/omnipath/Special%20Dos%20Device%20Names.html
 */
const DEVICE = /^(?:aux|con|conin\$|conout\$|nul|prn|(?:com|lpt)[1-9\xb9\xb2\xb3])$/i

/**
 * Joins parts of a URL's path to a folder, so that the result never leaves it, `werkzeug.security.safe_join`. `.` and `..` are
 * resolved within each part; empty parts do not count.
 *
 * @param directory the folder, which is trusted; empty means the current one
 * @returns `null` when a part is absolute or leads out; on Windows also for a backslash, a colon (a drive or a stream), a
 * device name such as `NUL.txt`, and a segment that Windows would shorten to dots
 * @example
 * assert.equal(safeJoin('/srv/files', 'a/../b.txt'), '/srv/files/b.txt')
 * assert.equal(safeJoin('/srv/files', '../secret'), null)
 * assert.equal(safeJoin('/srv/files', '/etc/passwd'), null)
 */
export function safeJoin(directory: string, ...untrusted: string[]): string | null {
  return safeJoinOn(runningPlatform(), directory, ...untrusted)
}

/**
 * The same by the rules of the platform that is named, wherever the program runs.
 *
 * @example
 * assert.equal(safeJoinOn('posix', '/base', 'NUL.txt'), '/base/NUL.txt')
 * assert.equal(safeJoinOn('windows', 'C:\\base', 'NUL.txt'), null)
 * assert.equal(safeJoinOn('windows', 'C:\\base', 'C:x'), null)
 */
export function safeJoinOn(platform: Platform, directory: string, ...untrusted: string[]): string | null {
  let path = directory === '' ? '.' : directory
  for (const part of untrusted) {
    if (part === '') continue
    const segments = inside(part)
    if (segments === undefined) return null
    if (platform === 'windows' && segments.some(meansMoreOnWindows)) return null
    path += `${path.endsWith('/') ? '' : '/'}${segments.length === 0 ? '.' : segments.join('/')}`
  }
  return path
}

/** The segments of a relative path, resolved; `undefined` for an absolute path and for one that leads out. */
function inside(part: string): string[] | undefined {
  if (part.startsWith('/')) return undefined
  const segments: string[] = []
  for (const segment of part.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    else if (segments.pop() === undefined) return undefined
  }
  return segments
}

function meansMoreOnWindows(segment: string): boolean {
  if (segment.includes('\\') || segment.includes(':')) return true
  const dot = segment.indexOf('.')
  const stem = (dot < 0 ? segment : segment.slice(0, dot)).trim()
  if (DEVICE.test(stem)) return true
  // Dots and blanks at the end of a name do not count there: this one is the folder itself, or the one above.
  return stem === '' && /^[. ]+$/.test(segment)
}
