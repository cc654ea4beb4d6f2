/** An answer as a strict client reads it. Texts are one character a byte. */
export interface Reply {
  /** Such as `HTTP/1.1`; empty for an answer without a status line (HTTP/0.9). */
  readonly version: string
  /** 0 for an answer without a status line. */
  readonly status: number
  readonly reason: string
  /** Names in lower case, in the order in which they came. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
  /** How the end of the body was to be known. */
  readonly framing: 'none' | 'length' | 'chunked' | 'close'
  /** The fields behind a chunked body. */
  readonly trailers: readonly (readonly [name: string, value: string])[]
  /** The body ended before it should have, or is not framed as it says. */
  readonly cut: boolean
  /** Statuses of the interim answers before it. */
  readonly interim: readonly number[]
}

/** What was received, taken apart. */
export interface Replies {
  /** Final answers, in order. The last one may be cut. */
  readonly replies: readonly Reply[]
  /** Statuses of interim answers that no final one followed. */
  readonly interim: readonly number[]
  /** Index behind the last whole answer. */
  readonly end: number
  /** Bytes behind it that are neither an answer nor the beginning of one. */
  readonly junk: string
}

/**
 * Takes apart what a server sent, RFC 9112 sections 4, 6 and 7.
 *
 * @param methods of the requests, in order; the last one stands for all that follow
 * @param over whether the connection has ended: only then is an answer without length whole, and any other cut
 * @example
 * const { replies } = readReplies('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi', ['GET'], false)
 * assert.deepEqual([replies[0]?.status, replies[0]?.body, replies[0]?.cut], [200, 'hi', false])
 */
export function readReplies(text: string, methods: readonly string[], over: boolean): Replies {
  const replies: Reply[] = []
  let interim: number[] = []
  let at = 0
  while (at < text.length) {
    const head = readHead(text, at)
    if (head === undefined) {
      const rest = text.slice(at)
      if (isBeginning(rest) && !over) return { replies, interim, end: at, junk: '' }
      // Only a whole answer without a head is HTTP/0.9; behind another answer it is junk.
      if (replies.length === 0 && over && !rest.startsWith('HTTP/')) replies.push(headless(rest))
      return { replies, interim, end: at, junk: rest }
    }
    if (head.status >= 100 && head.status < 200 && head.status !== 101) {
      interim.push(head.status)
      at = head.end
      continue
    }
    const method = methods[Math.min(replies.length, methods.length - 1)] ?? 'GET'
    const content = readContent(text, head, method, over)
    if (content === undefined) return { replies, interim, end: at, junk: '' }
    replies.push({ ...head.line, headers: head.headers, ...content.reply, interim })
    interim = []
    at = content.end
    // What follows a switch of protocols is not HTTP.
    if (head.status === 101) return { replies, interim, end: at, junk: '' }
  }
  return { replies, interim, end: at, junk: '' }
}

/**
 * The values of a field of an answer, joined by `, `; `undefined` when there is none.
 *
 * @param name in lower case
 */
export function fieldOf(reply: Pick<Reply, 'headers'>, name: string): string | undefined {
  const values = fieldsOf(reply, name)
  return values.length === 0 ? undefined : values.join(', ')
}

/** The values of a field of an answer, line by line. */
export function fieldsOf(reply: Pick<Reply, 'headers'>, name: string): string[] {
  return reply.headers.filter(([key]) => key === name).map(([, value]) => value)
}

interface Head {
  readonly status: number
  readonly line: Pick<Reply, 'version' | 'status' | 'reason'>
  readonly headers: readonly (readonly [string, string])[]
  readonly end: number
}

function readHead(text: string, start: number): Head | undefined {
  const end = text.indexOf('\r\n\r\n', start)
  const lineEnd = text.indexOf('\r\n', start)
  if (end < 0) return undefined
  const match = /^(HTTP\/\d\.\d) (\d{3})(?: ([^\r\n]*))?$/.exec(text.slice(start, lineEnd))
  if (match === null) return undefined
  const [, version = '', code = '', reason = ''] = match
  const status = Number(code)
  const lines = end > lineEnd ? text.slice(lineEnd + 2, end).split('\r\n') : []
  return { status, line: { version, status, reason }, headers: lines.map(readField), end: end + 4 }
}

function readField(line: string): readonly [string, string] {
  const colon = line.indexOf(':')
  if (colon < 0) return [line.toLowerCase(), '']
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}

/** Whether a text may still become a head. */
function isBeginning(text: string): boolean {
  return text.length < 5 ? 'HTTP/'.startsWith(text) : text.startsWith('HTTP/')
}

function headless(text: string): Reply {
  const line = { version: '', status: 0, reason: '' }
  return { ...line, headers: [], body: text, framing: 'close', trailers: [], cut: false, interim: [] }
}

interface Content {
  readonly reply: Pick<Reply, 'body' | 'framing' | 'trailers' | 'cut'>
  readonly end: number
}

/** `undefined` while it has not come whole. */
function readContent(text: string, head: Head, method: string, over: boolean): Content | undefined {
  const { status, end: start } = head
  const none = { body: '', framing: 'none', trailers: [], cut: false } as const
  if (method === 'HEAD' || status === 101 || status === 204 || status === 304)
    return { reply: none, end: start }
  if (method === 'CONNECT' && status >= 200 && status < 300) return { reply: none, end: start }
  const coding = fieldOf(head, 'transfer-encoding')
  if (coding !== undefined && /(?:^|,)\s*chunked\s*$/i.test(coding)) return readChunked(text, start, over)
  const lengths = new Set(fieldsOf(head, 'content-length'))
  if (coding === undefined && lengths.size > 0) {
    const [length = ''] = lengths
    // Two lengths, or one that is none: nobody knows where the answer ends.
    if (lengths.size > 1 || !/^\d+$/.test(length)) return cutAt(text, start, 'length')
    const end = start + Number(length)
    if (end > text.length) return over ? cutAt(text, start, 'length') : undefined
    return { reply: { ...none, body: text.slice(start, end), framing: 'length' }, end }
  }
  if (!over) return undefined
  return { reply: { ...none, body: text.slice(start), framing: 'close' }, end: text.length }
}

function cutAt(
  text: string,
  start: number,
  framing: 'length' | 'chunked',
  body = text.slice(start),
): Content {
  return { reply: { body, framing, trailers: [], cut: true }, end: text.length }
}

function readChunked(text: string, start: number, over: boolean): Content | undefined {
  const parts: string[] = []
  let at = start
  for (;;) {
    const line = text.indexOf('\r\n', at)
    if (line < 0) return over ? cutAt(text, start, 'chunked', parts.join('')) : undefined
    const size = /^([\dA-Fa-f]{1,13})(?:[ \t]*;[^\r\n]*)?$/.exec(text.slice(at, line))?.[1]
    if (size === undefined) return cutAt(text, start, 'chunked', parts.join(''))
    const length = Number.parseInt(size, 16)
    at = line + 2
    if (length === 0) break
    if (at + length + 2 > text.length) {
      if (!over) return undefined
      parts.push(text.slice(at))
      return cutAt(text, start, 'chunked', parts.join(''))
    }
    parts.push(text.slice(at, at + length))
    at += length
    if (text.slice(at, at + 2) !== '\r\n') return cutAt(text, start, 'chunked', parts.join(''))
    at += 2
  }
  const trailers: (readonly [string, string])[] = []
  for (;;) {
    const line = text.indexOf('\r\n', at)
    if (line < 0) return over ? cutAt(text, start, 'chunked', parts.join('')) : undefined
    if (line === at) break
    trailers.push(readField(text.slice(at, line)))
    at = line + 2
  }
  return { reply: { body: parts.join(''), framing: 'chunked', trailers, cut: false }, end: at + 2 }
}
