import type { HeaderPair } from '../gateway.ts'
import { Headers } from '../headers.ts'

/** What came of a request, once its response is over. */
export interface ResponseRecord {
  readonly code: number
  readonly reason: string
  readonly headers: HeaderPair[]
  readonly blocks: readonly Uint8Array[]
  readonly trailers: readonly HeaderPair[]
  /** Header lists of the 103 responses that came first. */
  readonly earlyHints: readonly (readonly HeaderPair[])[]
  /** The connection was cut before the body was complete. */
  readonly cut: boolean
  /** What went to wsgi.errors, when that stream keeps it. */
  readonly errors: string
}

/**
 * A finished response.
 *
 * @example
 * const headers = [['Content-Type', 'application/json']]
 * const record = { code: 200, reason: 'OK', headers, blocks: [], trailers: [], earlyHints: [], cut: false, errors: '' }
 * assert.equal(new TestResponse(record).headers.get('content-type'), 'application/json')
 */
export class TestResponse {
  readonly code: number
  readonly reason: string
  /** The fields as they would go on the wire, a Content-Length that the server adds included. */
  readonly headers: Headers
  /** The body, block by block as it was sent. */
  readonly blocks: readonly Uint8Array[]
  readonly trailers: readonly HeaderPair[]
  readonly earlyHints: readonly (readonly HeaderPair[])[]
  readonly cut: boolean
  readonly errors: string

  constructor(record: ResponseRecord) {
    this.code = record.code
    this.reason = record.reason
    this.headers = new Headers(record.headers)
    this.blocks = record.blocks
    this.trailers = record.trailers
    this.earlyHints = record.earlyHints
    this.cut = record.cut
    this.errors = record.errors
  }

  /** Code and reason, as in `404 Not Found`. */
  get status(): string {
    return `${this.code} ${this.reason}`
  }

  /** The whole body. */
  bytes(): Uint8Array {
    const joined = new Uint8Array(this.blocks.reduce((length, block) => length + block.length, 0))
    let at = 0
    for (const block of this.blocks) {
      joined.set(block, at)
      at += block.length
    }
    return joined
  }

  /** The body as UTF-8 text. */
  text(): string {
    return new TextDecoder().decode(this.bytes())
  }

  /**
   * The body as JSON.
   *
   * @throws SyntaxError when it is none
   */
  json(): unknown {
    return JSON.parse(this.text())
  }
}
