import type { HeaderPair } from '../../gateway.ts'
import { Handler } from '../../gateways/handler.ts'
import { LAST_CHUNK, formatChunkSize, formatLastChunk } from '../../http/chunked.ts'
import { checkField } from '../../http/field.ts'
import { isHopByHop } from '../../http/connection.ts'
import { isBodiless } from '../../status.ts'
import { formatInterim, formatResponse } from './response-text.ts'
import type { ResponseFraming } from './response-text.ts'
import type { SocketWriter } from './socket-writer.ts'

/** Up to this many bytes a body is joined with its head to one text: one write, and no list of buffers. */
const JOINED = 4096
const latin1Slice = Buffer.prototype.latin1Slice

/** The sending half of a connection: see SocketWriter. */
export type ResponseWriter = Pick<
  SocketWriter,
  'writeText' | 'writeBytes' | 'isReady' | 'drained' | 'cork' | 'uncork'
>

/** The connection, as far as a response concerns it. */
export interface ResponseOwner {
  /** Ends the connection after what was written, so that the client sees that the response is incomplete. */
  cut(): void
  /** The response is over, everything is closed and released. */
  responded(handler: SocketHandler): void
}

/**
 * Puts what a {@link Handler} decides on a connection: framing (RFC 9112 section 6), Connection and Date, early hints.
 *
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * let wire = ''
 * const writer = { writeText: (text) => (wire += text), writeBytes: () => true, isReady: true, drained: async () => {}, cork() {}, uncork() {} }
 * const app = (environ, startResponse) => (startResponse('200 OK', [['Date', 'x']]), [new TextEncoder().encode('hi')])
 * await new SocketHandler(writer, { cut() {}, responded() {} }, 'HTTP/1.1', true).run(app, setupTestingDefaults())
 * assert.equal(wire, 'HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 2\r\n\r\nhi')
 */
export class SocketHandler extends Handler {
  /** Whether the connection may be used for another request afterwards; the connection may change its mind. */
  persistent: boolean
  private readonly writer: ResponseWriter
  private readonly owner: ResponseOwner
  private readonly version: string
  private chunked = false

  constructor(writer: ResponseWriter, owner: ResponseOwner, version: string, persistent: boolean) {
    super()
    this.writer = writer
    this.owner = owner
    this.version = version
    this.persistent = persistent
  }

  /** The status that went out, 0 when none did. */
  get status(): number {
    return this.headSent ? this.code : 0
  }

  /** Bytes of content that went out. */
  get contentBytes(): number {
    return this.sent
  }

  /** Nothing of the response has gone out yet, so that another one may. */
  get isSilent(): boolean {
    return !this.headSent
  }

  /** `wsgi.early_hints`: sends 103 with these fields at once (RFC 8297). */
  readonly earlyHints = (headers: HeaderPair[]): void => {
    for (const [name, value] of headers) checkField(name, value)
    if (this.headSent || this.aborted || this.version !== 'HTTP/1.1') return
    const fields = headers.filter(([name]) => !isHopByHop(name))
    this.writer.writeText(formatInterim(103, 'Early Hints', fields))
  }

  protected override sendWhole(code: number, reason: string, headers: HeaderPair[], body: Uint8Array): void {
    const head = this.format(code, reason, headers, 'known')
    const { writer } = this
    if (body.length === 0) writer.writeText(head)
    else if (body.length <= JOINED) writer.writeText(head + latin1Slice.call(body, 0, body.length))
    else {
      writer.cork()
      writer.writeText(head)
      writer.writeBytes(body)
      writer.uncork()
    }
  }

  protected override sendHead(code: number, reason: string, headers: HeaderPair[], length: number): void {
    const known = length >= 0 || isBodiless(code) || this.environ.REQUEST_METHOD === 'HEAD'
    const framing: ResponseFraming = known ? 'known' : this.version === 'HTTP/1.1' ? 'chunked' : 'close'
    if (framing === 'close') this.persistent = false
    this.chunked = framing === 'chunked'
    this.writer.writeText(this.format(code, reason, headers, framing))
  }

  protected override sendBlock(block: Uint8Array): Promise<void> | undefined {
    const { writer } = this
    if (!this.chunked) return writer.writeBytes(block) ? undefined : writer.drained()
    writer.cork()
    writer.writeText(formatChunkSize(block.length))
    writer.writeBytes(block)
    writer.writeText('\r\n')
    writer.uncork()
    // What a corked write says counts for nothing.
    return writer.isReady ? undefined : writer.drained()
  }

  protected override sendEnd(trailers: HeaderPair[] | undefined): void {
    if (!this.chunked) return
    this.writer.writeText(trailers === undefined ? LAST_CHUNK : formatLastChunk(trailers))
  }

  protected override cut(): void {
    this.persistent = false
    this.owner.cut()
  }

  protected override finished(): void {
    this.owner.responded(this)
  }

  private format(code: number, reason: string, headers: HeaderPair[], framing: ResponseFraming): string {
    const connection = !this.persistent ? 'close' : this.version === 'HTTP/1.1' ? undefined : 'keep-alive'
    return formatResponse(code, reason, headers, { framing, connection })
  }
}
