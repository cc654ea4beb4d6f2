import type { IncomingMessage, ServerResponse } from 'node:http'
import { LingeringResponse } from './lingering-response.ts'

/** One answered request, as the log tells it. Texts are as they came: one character for each byte, not escaped. */
export interface AccessEntry {
  /** When the request came. */
  readonly time: Date
  /** The client's address, empty on a unix socket. */
  readonly remote: string
  readonly method: string
  /** The request target as sent. */
  readonly target: string
  /** Such as `HTTP/1.1`. */
  readonly protocol: string
  /** The status; 499, as in nginx, when the client left before there was one. */
  readonly status: number
  /** Bytes of the response's content. */
  readonly bytes: number
  readonly referer?: string | undefined
  readonly userAgent?: string | undefined
  /** Milliseconds from the request's head to the end of the response. */
  readonly duration: number
}

/** The forms of a log line: one of a name, or what a function makes of an entry, without line feed. */
export type AccessLogFormat = 'combined' | 'json' | ((entry: AccessEntry) => string)

/**
 * The line of Apache's combined form, without line feed:
 * `%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"` (mod_log_config). The time is local; the user is always
 * `-`, since who the client is only the application knows.
 *
 * @example
 * const time = new Date('2026-11-23T08:49:37Z')
 * const entry = { time, remote: '192.0.2.1', method: 'GET', target: '/"', protocol: 'HTTP/1.1', status: 200, bytes: 24, duration: 1 }
 * assert.match(formatCombined(entry), /^192\.0\.2\.1 - - \[\d\d\/Nov\/2026:[^\]]+\] "GET \/\\" HTTP\/1\.1" 200 24 "-" "-"$/)
 */
export function formatCombined(entry: AccessEntry): string {
  const request = `${escapeLogText(entry.method)} ${escapeLogText(entry.target)} ${entry.protocol}`
  return (
    `${entry.remote || '-'} - - [${logTime(entry.time)}] "${request}" ${entry.status} ${entry.bytes || '-'} ` +
    `"${escapeLogText(entry.referer || '-')}" "${escapeLogText(entry.userAgent || '-')}"`
  )
}

/**
 * The line of the JSON form, without line feed: the members of {@link AccessEntry}, time in ISO 8601 (UTC), always
 * in the same order and in ASCII.
 *
 * @example
 * const time = new Date('2026-11-23T08:49:37Z')
 * const entry = { time, remote: '', method: 'GET', target: '/', protocol: 'HTTP/1.1', status: 200, bytes: 24, duration: 1 }
 * assert.equal(JSON.parse(formatJson(entry)).time, '2026-11-23T08:49:37.000Z')
 */
export function formatJson(entry: AccessEntry): string {
  const { time, remote, method, target, protocol, status, bytes, referer, userAgent, duration } = entry
  const line = JSON.stringify({
    time,
    remote,
    method,
    target,
    protocol,
    status,
    bytes,
    referer,
    userAgent,
    duration,
  })
  // JSON may hold DEL, C1 controls and U+2028 as they are; terminals and line readers obey them.
  return line.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/**
 * Escapes as Apache's ap_escape_logitem does: quotes, backslashes, controls and bytes above 0x7e can't end a line,
 * fake a field or reach a terminal.
 *
 * @example
 * assert.equal(escapeLogText('a"b\n\x1b[2J\xff'), 'a\\"b\\n\\x1b[2J\\xff')
 */
export function escapeLogText(text: string): string {
  return text.replace(/["\\\0-\x1f\x7f-\uffff]/g, (char) => {
    const code = char.charCodeAt(0)
    return SHORT[char] ?? (code > 0xff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\x${two16(code)}`)
  })
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (n: number): string => String(n).padStart(2, '0')
const two16 = (n: number): string => n.toString(16).padStart(2, '0')

/** Apache's %t: `10/Oct/2000:13:55:36 -0700`, local time. */
function logTime(time: Date): string {
  const west = time.getTimezoneOffset()
  const zone = Math.abs(west)
  return (
    `${two(time.getDate())}/${MONTHS[time.getMonth()]}/${time.getFullYear()}:` +
    `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())} ` +
    `${west > 0 ? '-' : '+'}${two(Math.floor(zone / 60))}${two(zone % 60)}`
  )
}

/**
 * A response that counts the bytes of its content: node:http knows only those of the connection.
 *
 * @example
 * import { createServer } from 'node:http'
 * let response
 * const server = createServer({ ServerResponse: CountingResponse }, (_, made) => (response = made).end('hello'))
 * await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
 * await (await fetch(`http://127.0.0.1:${server.address().port}`)).text()
 * server.close()
 * assert.equal(response.contentBytes, 5)
 */
export class CountingResponse<
  Request extends IncomingMessage = IncomingMessage,
> extends LingeringResponse<Request> {
  /** Bytes given to `write` and `end` so far. */
  contentBytes = 0

  override write(chunk: unknown, ...rest: unknown[]): boolean {
    this.contentBytes += size(chunk, rest[0])
    return super.write(chunk, ...(rest as [BufferEncoding]))
  }

  override end(...args: unknown[]): this {
    this.contentBytes += size(args[0], args[1])
    return super.end(...(args as [unknown, BufferEncoding]))
  }
}

function size(chunk: unknown, encoding: unknown): number {
  if (chunk instanceof Uint8Array) return chunk.length
  if (typeof chunk !== 'string') return 0
  return Buffer.byteLength(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
}

/**
 * Calls `write` with a line for the request once its response is over, however that came.
 * The response must be a {@link CountingResponse} for its bytes to be known.
 *
 * @example
 * import { createServer, get } from 'node:http'
 * const lines = []
 * const server = createServer({ ServerResponse: CountingResponse }, (request, response) => {
 *   logAccess('combined', (line) => lines.push(line), request, response)
 *   response.end('hello')
 * })
 * await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
 * await new Promise((resolve) => get({ port: server.address().port, host: '127.0.0.1', path: '/x', agent: false }, (answer) => answer.resume().on('end', resolve)))
 * await new Promise((resolve) => server.close(resolve))
 * assert.match(lines[0], /^127\.0\.0\.1 - - \[.*\] "GET \/x HTTP\/1\.1" 200 5 "-" "-"\n$/)
 */
export function logAccess(
  format: AccessLogFormat,
  write: (line: string) => void,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const time = new Date()
  const start = performance.now()
  const remote = request.socket.remoteAddress ?? ''
  response.once('close', () => {
    const { referer: [referer] = [], 'user-agent': [userAgent] = [] } = request.headersDistinct
    const status = response.headersSent ? response.statusCode : 499
    const empty = request.method === 'HEAD' || status === 204 || status === 304 || status === 499
    const entry = {
      time,
      remote: remote.startsWith('::ffff:') ? remote.slice(7) : remote,
      method: request.method ?? '',
      target: request.url ?? '',
      protocol: `HTTP/${request.httpVersion}`,
      status,
      bytes: !empty && response instanceof CountingResponse ? response.contentBytes : 0,
      referer,
      userAgent,
      duration: Math.round((performance.now() - start) * 1000) / 1000,
    }
    const line = typeof format === 'function' ? format : format === 'json' ? formatJson : formatCombined
    write(`${line(entry)}\n`)
  })
}
