import { runningPlatform, type Platform } from '../security/platform.ts'

/** Options of {@link secureFilename}. */
export interface SecureFilenameOptions {
  /** Whose separators and device names count. Default: those of the platform that this runs on. */
  readonly platform?: Platform | undefined
}

/** Names that are devices in every folder of Windows; those with other characters than these lose them before. */
const DEVICE = /^(?:AUX|CON|NUL|PRN|(?:COM|LPT)[0-9])$/i

/**
 * A name that a file can be stored under, from one that a client chose: plain ASCII, no path, nothing that a shell or a
 * file system reads in a way of its own. Python: `werkzeug.utils.secure_filename`.
 *
 * It may be empty, and it may be the name of a file that is there: both are yours to look after.
 *
 * @example
 * assert.equal(secureFilename('My cool movie.mov'), 'My_cool_movie.mov')
 * assert.equal(secureFilename('../../../etc/passwd'), 'etc_passwd')
 * assert.equal(secureFilename('i contain cool \xfcml\xe4uts.txt'), 'i_contain_cool_umlauts.txt')
 * assert.equal(secureFilename('nul.txt', { platform: 'windows' }), '_nul.txt')
 * assert.equal(secureFilename('\u2603'), '')
 */
export function secureFilename(
  filename: string,
  { platform = runningPlatform() }: SecureFilenameOptions = {},
): string {
  // Letters keep what is left of them without their accents: so much of a name is worth more than none.
  const ascii = filename.normalize('NFKD').replaceAll(/[^\0-\x7f]/g, '')
  const flat = ascii.replaceAll(platform === 'windows' ? /[\\/]/g : '/', ' ')
  // What Python's split() takes for blanks.
  const words = flat.split(/[\t-\r\x1c- ]+/).filter((word) => word !== '')
  const name = stripped(words.join('_').replaceAll(/[^A-Za-z0-9_.-]/g, ''))
  const isDevice = platform === 'windows' && DEVICE.test(name.split('.', 1)[0]!)
  return isDevice ? `_${name}` : name
}

/** Without dots and underscores at the ends: a dot in front hides a file, one at the end is lost on Windows. */
function stripped(name: string): string {
  let start = 0
  let end = name.length
  while (start < end && isFringe(name[start]!)) start++
  while (end > start && isFringe(name[end - 1]!)) end--
  return name.slice(start, end)
}

const isFringe = (character: string): boolean => character === '.' || character === '_'
