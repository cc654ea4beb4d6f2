import type { Framing } from '../../http/framing.ts'
import { ChunkedDecoder } from '../../http/chunked.ts'
import type { ChunkedOptions } from '../../http/chunked.ts'

/**
 * The content of a request as it comes off the connection: takes blocks, gives the parts of them that are content, and
 * says where in a block the next request begins. RFC 9112 section 6.
 *
 * @example
 * const body = new RequestBody({ kind: 'length', length: 3 })
 * const parts = body.push(new TextEncoder().encode('abcGET'))
 * assert.equal(new TextDecoder().decode(parts[0]), 'abc')
 * assert.deepEqual([body.done, body.end], [true, 3])
 */
export class RequestBody {
  /** Index in the block last pushed after the content. */
  end = 0
  private readonly chunks: ChunkedDecoder | undefined
  /** Bytes that are still to come, as far as Content-Length says. */
  left: number

  constructor(framing: Framing, options: ChunkedOptions = {}) {
    this.left = framing.kind === 'length' ? framing.length : 0
    this.chunks = framing.kind === 'chunked' ? new ChunkedDecoder(options) : undefined
  }

  /** Whether all of it has come. */
  get done(): boolean {
    return this.chunks === undefined ? this.left === 0 : this.chunks.done
  }

  /**
   * Reads on.
   *
   * @returns views of the block
   * @throws MessageSyntaxError, MessageLimitError: the connection has no further use
   */
  push(block: Uint8Array, start: number = 0): Uint8Array[] {
    if (this.chunks !== undefined) {
      const parts = this.chunks.push(block, start)
      this.end = this.chunks.end
      return parts
    }
    this.end = Math.min(block.length, start + this.left)
    this.left -= this.end - start
    return this.end > start ? [block.subarray(start, this.end)] : []
  }
}
