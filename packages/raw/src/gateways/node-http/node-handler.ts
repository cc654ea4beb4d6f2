import type { ServerResponse } from 'node:http'
import type { HeaderPair } from '../../gateway.ts'
import { checkField } from '../../http/field.ts'
import { Handler } from '../handler.ts'
import type { Connection } from './connection.ts'

/** Up to this many bytes a body goes out as text: node joins it with the head and writes once. */
const JOINED = 4096
const latin1Slice = Buffer.prototype.latin1Slice

/**
 * Puts what a {@link Handler} decides on a response of node:http.
 *
 * @example
 * import { toListener } from '@triptych/raw/gateways/node-http'
 * assert.equal(typeof toListener(() => []), 'function')
 * assert.equal(NodeHandler.prototype instanceof Object, true)
 */
export class NodeHandler extends Handler {
  private readonly response: ServerResponse
  private readonly connection: Connection

  constructor(response: ServerResponse, connection: Connection) {
    super()
    this.response = response
    this.connection = connection
  }

  /** To be called when the response is closed. */
  readonly onClose = (): void => {
    if (this.response.writableFinished) return
    this.connection.abort()
    this.abort()
  }

  /** `wsgi.early_hints`: sends 103 with these fields at once (RFC 8297). */
  readonly earlyHints = (headers: HeaderPair[]): void => {
    const { response } = this
    if (response.headersSent || response.req.httpVersion !== '1.1') return
    const hints: Record<string, string | string[]> = {}
    for (const [name, value] of headers) {
      checkField(name, value)
      const known = hints[name.toLowerCase()]
      hints[name.toLowerCase()] = known === undefined ? value : [known, value].flat()
    }
    // node sends nothing without Link, the one field that 103 is for.
    if (hints['link'] !== undefined) response.writeEarlyHints(hints)
  }

  protected override sendWhole(code: number, reason: string, headers: HeaderPair[], body: Uint8Array): void {
    const { response } = this
    writeHead(response, code, reason, headers)
    if (body.length === 0) response.end()
    else if (body.length > JOINED) response.end(body)
    else response.end(latin1Slice.call(body, 0, body.length), 'latin1')
  }

  protected override sendHead(code: number, reason: string, headers: HeaderPair[]): void {
    writeHead(this.response, code, reason, headers)
  }

  protected override sendBlock(block: Uint8Array): Promise<void> | undefined {
    const { response } = this
    // The block may be a view of a buffer that its owner reuses once this is awaited: then node must be done with it.
    if (response.write(block) || response.destroyed) return undefined
    return new Promise((resolve) => {
      const proceed = (): void => {
        response.off('drain', proceed)
        response.off('close', proceed)
        resolve()
      }
      response.on('drain', proceed)
      response.on('close', proceed)
    })
  }

  protected override sendEnd(trailers: HeaderPair[] | undefined): void {
    if (trailers !== undefined && this.response.chunkedEncoding) this.response.addTrailers(trailers)
    this.response.end()
  }

  protected override cut(): void {
    // What was sent before the error reaches the client; only the end of the body never does.
    const { socket } = this.response
    if (socket) socket.destroySoon()
    else this.response.destroy()
  }

  protected override finished(): void {
    this.connection.release()
  }
}

/** node takes a list of pairs as it is; its types know flat lists only. */
function writeHead(response: ServerResponse, code: number, reason: string, headers: HeaderPair[]): void {
  response.writeHead(code, reason, headers as unknown as string[])
}
