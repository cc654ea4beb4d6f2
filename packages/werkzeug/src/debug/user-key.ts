import { constants, closeSync, fstatSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { genSalt } from '../security/gen-salt.ts'

const LENGTH = 43
let known: string | undefined

/**
 * A random text that the user keeps in a file of his own (`triptych/debugger-key` in XDG_STATE_HOME, else in ~/.local/state),
 * made when it is first asked for. Without it a PIN would be made of nothing but what other programs of the machine can read,
 * and could be computed. Where there is no place for the file the text lasts as long as the process.
 *
 * @example
 * assert.equal(userKey(), userKey())
 * assert.ok(userKey().length >= 32)
 */
export function userKey(): string {
  return (known ??= keptKey(stateFolder()) ?? genSalt(LENGTH))
}

/**
 * The text that a folder's file `debugger-key` holds, made when it is not there; undefined when that is impossible, or when
 * others may read or write it.
 *
 * @example
 * assert.equal(keptKey('/dev/null/nowhere'), undefined)
 */
export function keptKey(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, 'debugger-key')
    writeNew(file, genSalt(LENGTH))
    return readOwn(file)
  } catch {
    return undefined
  }
}

function stateFolder(): string {
  const folder = process.env['XDG_STATE_HOME'] ?? ''
  return join(isAbsolute(folder) ? folder : join(homedir(), '.local', 'state'), 'triptych')
}

function writeNew(file: string, text: string): void {
  let fd: number
  try {
    fd = openSync(file, 'wx', 0o600)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return
    throw error
  }
  try {
    writeSync(fd, text)
  } finally {
    closeSync(fd)
  }
}

function readOwn(file: string): string | undefined {
  // A link could lead to what somebody else has written.
  const fd = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  try {
    const { uid, mode, size } = fstatSync(fd)
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0)
    if (!isOwn || size > 1024) return undefined
    const text = readFileSync(fd, 'utf8').trim()
    return text.length >= 32 ? text : undefined
  } finally {
    closeSync(fd)
  }
}
