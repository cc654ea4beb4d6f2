import { escapeLogText } from './access-log.ts'
import type { AccessEntry } from './access-log.ts'

/** Colours of ECMA-48 by the first digit of a status; none for success, which is not to stand out. */
const COLORS: Readonly<Record<number, string>> = { 1: '1', 3: '36', 4: '33', 5: '1;31' }

/**
 * The line of a request for the person at the terminal, without line feed: `127.0.0.1 - - [23/Nov/2026 09:08:07] "GET /
 * HTTP/1.1" 200 -`, with `color` in colours: what was not found yellow, what failed red. Python: the log of
 * `werkzeug.serving`.
 *
 * @example
 * const time = new Date(2026, 10, 23, 9, 8, 7)
 * const entry = { time, remote: '', method: 'GET', target: '/\x1b', protocol: 'HTTP/1.1', status: 200, bytes: 24, duration: 1 }
 * assert.equal(formatPretty(entry, false), '- - - [23/Nov/2026 09:08:07] "GET /\\x1b HTTP/1.1" 200 -')
 */
export function formatPretty(entry: AccessEntry, color: boolean): string {
  const { time, remote, method, target, protocol, status } = entry
  const request = `"${escapeLogText(method)} ${escapeLogText(target)} ${protocol}" ${status}`
  const code = color ? COLORS[Math.floor(status / 100)] : undefined
  const part = code === undefined ? request : `\x1b[${code}m${request}\x1b[0m`
  return `${remote || '-'} - - [${stamp(time)}] ${part} -`
}

/**
 * Whether colours may be written: to a terminal, unless NO_COLOR is set; anywhere with FORCE_COLOR.
 *
 * @example
 * assert.equal(wantsColor({ isTTY: true }, {}), true)
 * assert.equal(wantsColor({ isTTY: true }, { NO_COLOR: '1' }), false)
 * assert.equal(wantsColor({ isTTY: false }, { FORCE_COLOR: '1' }), true)
 */
export function wantsColor(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0'
  return stream.isTTY === true && !env['NO_COLOR']
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (number: number): string => String(number).padStart(2, '0')

function stamp(time: Date): string {
  const day = `${two(time.getDate())}/${MONTHS[time.getMonth()]}/${time.getFullYear()}`
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
}
