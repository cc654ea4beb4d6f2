import type { Application, HeaderPair } from '@triptych/raw'
import { EnvironShapes, Handler, requestEnviron } from '@triptych/raw/gateways'
import {
  ChunkedDecoder,
  RequestHeadParser,
  formatLastChunk,
  isMessageFault,
  isPersistent,
  requestFraming,
} from '@triptych/raw/http'
import { Input, blocksOf } from '@triptych/raw/input'
import { toBytes, toText } from './record.ts'

/** What a service answers in memory. */
export interface MemoryAnswer {
  readonly wire: string
  readonly end: 'open' | 'closed'
}

const shapes = new EnvironShapes({ 'triptych.finally': undefined, 'triptych.trailers': undefined })
const connection = {
  scheme: 'http',
  serverName: '127.0.0.1',
  serverPort: '8000',
  remoteAddr: '127.0.0.1',
  remotePort: '50000',
} as const

/**
 * Answers the bytes of a connection without a socket: the same grammar, environ and gateway as on a server, in a browser
 * too. What needs a wire (limits, time limits, how packets are cut) is not there.
 *
 * @param text one character a byte
 */
export async function answerBytes(application: Application, text: string): Promise<MemoryAnswer> {
  const bytes = toBytes(text)
  const parser = new RequestHeadParser()
  let wire = ''
  let at = 0
  while (at < bytes.length) {
    try {
      const head = parser.push(bytes, at)
      if (head === undefined) break
      const framing = requestFraming(head)
      const body = readBody(bytes, parser.end, framing)
      if (body === undefined) break
      const environ = requestEnviron(
        shapes,
        { method: head.method, target: head.target, protocol: head.version, fields: head.fields },
        connection,
        new Input(blocksOf(...body.blocks)),
        { write() {}, writelines() {}, flush() {} },
      )
      at = body.end
      const persistent = isPersistent(head.version, environ['HTTP_CONNECTION'] ?? '')
      const handler = new TextHandler(head.version, persistent)
      environ['triptych.finally'] = handler.onFinally
      environ['triptych.trailers'] = handler.onTrailers
      await handler.run(application, environ)
      wire += handler.wire
      if (!handler.persistent) return { wire, end: 'closed' }
    } catch (error) {
      return { wire: wire + refusal(error), end: 'closed' }
    }
  }
  return { wire, end: 'open' }
}

function readBody(
  bytes: Uint8Array,
  start: number,
  framing: ReturnType<typeof requestFraming>,
): { readonly blocks: readonly Uint8Array[]; readonly end: number } | undefined {
  if (framing.kind === 'length') {
    const end = start + framing.length
    return end > bytes.length ? undefined : { blocks: [bytes.subarray(start, end)], end }
  }
  if (framing.kind !== 'chunked') return { blocks: [], end: start }
  const decoder = new ChunkedDecoder()
  const blocks = decoder.push(bytes, start)
  return decoder.done ? { blocks, end: decoder.end } : undefined
}

function refusal(error: unknown): string {
  const status = isMessageFault(error)
    ? `${error.status} Bad Request`
    : error instanceof SyntaxError && 'status' in error
      ? String(error.status)
      : '500 Internal Server Error'
  const body = `${status}: ${(error as Error).message}\n`
  return `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
}

class TextHandler extends Handler {
  wire = ''
  persistent: boolean
  private readonly version: string
  private chunked = false

  constructor(version: string, persistent: boolean) {
    super()
    this.version = version
    this.persistent = persistent
  }

  protected override sendWhole(code: number, reason: string, headers: HeaderPair[], body: Uint8Array): void {
    this.head(code, reason, headers)
    this.wire += toText(body)
  }

  protected override sendHead(code: number, reason: string, headers: HeaderPair[], length: number): void {
    const hasNone = length >= 0 || this.environ.REQUEST_METHOD === 'HEAD' || code === 204 || code === 304
    this.chunked = !hasNone && this.version === 'HTTP/1.1'
    if (!hasNone && !this.chunked) this.persistent = false
    this.head(code, reason, this.chunked ? [...headers, ['Transfer-Encoding', 'chunked']] : headers)
  }

  protected override sendBlock(block: Uint8Array): undefined {
    const text = toText(block)
    this.wire += this.chunked ? `${block.length.toString(16)}\r\n${text}\r\n` : text
  }

  protected override sendEnd(trailers: HeaderPair[] | undefined): void {
    if (this.chunked) this.wire += formatLastChunk(trailers ?? [])
  }

  protected override cut(): void {
    this.persistent = false
  }

  private head(code: number, reason: string, headers: HeaderPair[]): void {
    const all: HeaderPair[] = [...headers, ['Date', new Date().toUTCString()]]
    if (!this.persistent) all.push(['Connection', 'close'])
    this.wire += `HTTP/1.1 ${code} ${reason}\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
  }
}
