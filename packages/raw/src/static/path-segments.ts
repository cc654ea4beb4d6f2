import { decodeUtf8, isUtf8 } from '../http/utf8.ts'

/** Device names of Windows; they stand for the device with any extension behind them, in any folder. */
const DEVICE =
  /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(?:\.|$)/i

/** Whether Windows would read a name as something else: a drive, a stream of a file, a device, a name without its tail. */
const isWindowsTrap = (segment: string): boolean =>
  segment.includes('\\') || segment.includes(':') || /[. ]$/.test(segment) || DEVICE.test(segment)

/** Why a path names nothing below a root. */
export type PathFault = 'undecodable' | 'outside'

/**
 * The names between the slashes of a PATH_INFO, dot segments removed and empty ones left out, without a look at any
 * disk. PATH_INFO is decoded already (PEP 3333), so a `%` is a `%`; its characters are bytes, read as UTF-8 here.
 *
 * @param separator `\` for names on Windows, where backslashes, colons, device names and names that end in a dot or a
 * blank are refused too
 * @returns `undecodable` for bytes that are no UTF-8, `outside` for a path that climbs above its root at any point (also
 * one that would come back: it would tell the root's own name) or holds a name that no file can have
 * @example
 * assert.deepEqual(pathSegments('/a//b/../c.txt', '/'), ['a', 'c.txt'])
 * assert.equal(pathSegments('/../root/a.txt', '/'), 'outside')
 * assert.equal(pathSegments('/a.txt\0.html', '/'), 'outside')
 * assert.equal(pathSegments('/..\\secret.txt', '\\'), 'outside')
 */
export function pathSegments(pathInfo: string, separator: '/' | '\\'): string[] | PathFault {
  if (!isUtf8(pathInfo)) return 'undecodable'
  if (pathInfo.includes('\0')) return 'outside'
  const segments: string[] = []
  for (const segment of decodeUtf8(pathInfo).split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment === '..') {
      if (segments.pop() === undefined) return 'outside'
    } else if (separator === '\\' && isWindowsTrap(segment)) return 'outside'
    else segments.push(segment)
  }
  return segments
}
