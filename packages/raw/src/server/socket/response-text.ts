import type { HeaderPair } from '../../gateway.ts'
import { formatHttpDate } from '../../http/date.ts'

/** How the client learns where the content ends. */
export type ResponseFraming =
  /** A Content-Length stands among the fields, or there is no content. */
  | 'known'
  | 'chunked'
  /** By the end of the connection: HTTP/1.0 knows no other way. */
  | 'close'

/** What the server itself adds to a head. */
export interface HeadAdditions {
  readonly framing: ResponseFraming
  /** The `Connection` field, where there has to be one. */
  readonly connection: 'close' | 'keep-alive' | undefined
}

let dateSecond = 0
let dateLine = ''

/** The `Date` field of now with its line end, made once a second (RFC 9110 section 6.6.1). */
function currentDateLine(): string {
  const now = Date.now()
  const second = Math.floor(now / 1000)
  if (second !== dateSecond) {
    dateSecond = second
    dateLine = `Date: ${formatHttpDate(second * 1000)}\r\n`
  }
  return dateLine
}

const LINES = new Map<number, string>()

/** The lines of the usual reasons are kept; an application may make up any other. */
function statusLine(code: number, reason: string): string {
  const known = LINES.get(code)
  if (known !== undefined && known.length === reason.length + 15 && known.endsWith(`${reason}\r\n`))
    return known
  const line = `HTTP/1.1 ${code} ${reason}\r\n`
  LINES.set(code, line)
  return line
}

/**
 * Writes the head of a response with the empty line at its end, one character for each byte. RFC 9112 section 4:
 *
 *     status-line = HTTP-version SP status-code SP [ reason-phrase ]
 *
 * The version is always the server's own, HTTP/1.1, whatever the request's was (RFC 9110 section 2.5).
 *
 * @param headers checked already: the application's, to which Date, Connection and Transfer-Encoding are added
 * @example
 * const text = formatResponse(204, 'No Content', [['Date', 'Thu, 01 Jan 1970 00:00:00 GMT']], { framing: 'known', connection: 'close' })
 * assert.equal(text, 'HTTP/1.1 204 No Content\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nConnection: close\r\n\r\n')
 */
export function formatResponse(
  code: number,
  reason: string,
  headers: readonly HeaderPair[],
  { framing, connection }: HeadAdditions,
): string {
  let text = statusLine(code, reason)
  let dated = false
  for (let at = 0; at < headers.length; at++) {
    const [name, value] = headers[at]!
    text += `${name}: ${value}\r\n`
    if (name.length === 4 && name.toLowerCase() === 'date') dated = true
  }
  if (!dated) text += currentDateLine()
  if (framing === 'chunked') text += 'Transfer-Encoding: chunked\r\n'
  if (connection !== undefined)
    text += connection === 'close' ? 'Connection: close\r\n' : 'Connection: keep-alive\r\n'
  return `${text}\r\n`
}

/**
 * Writes an interim response, RFC 9110 section 15.2.
 *
 * @example
 * assert.equal(formatInterim(100, 'Continue'), 'HTTP/1.1 100 Continue\r\n\r\n')
 */
export function formatInterim(code: number, reason: string, headers: readonly HeaderPair[] = []): string {
  return `HTTP/1.1 ${code} ${reason}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
}
