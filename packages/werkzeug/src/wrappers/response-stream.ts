import type { Headers } from '../datastructures/headers.ts'
import { type Block, toBytes, type ResponseBlocks } from './response-blocks.ts'
import { SequenceError } from './sequence-error.ts'

/** What a {@link ResponseStream} writes to. */
interface Target {
  response: ResponseBlocks
  readonly headers: Headers
}

/**
 * Writes to the end of a response's body, which is kept in memory. Python: `werkzeug.wrappers.response.ResponseStream`.
 *
 * @example
 * import { Response } from '@triptych/werkzeug'
 * const response = new Response('Hello ')
 * response.stream.write('World!')
 * assert.equal(await response.getData({ asText: true }), 'Hello World!')
 * await new Blob(['!!']).stream().pipeTo(response.stream.writable)
 * assert.equal(response.stream.tell(), 14)
 * assert.equal(response.stream.closed, true)
 * assert(response.stream instanceof ResponseStream)
 */
export class ResponseStream {
  /** What texts are written in. */
  readonly encoding = 'utf-8'
  /** The response. */
  readonly response: Target
  /** Whether it was closed: nothing can be written any more. */
  closed = false

  constructor(response: Target) {
    this.response = response
  }

  /**
   * Adds a block; gives its length in bytes. Content-Length goes: it would be wrong.
   *
   * @throws SequenceError when the body is not in memory
   */
  write(value: Block): number {
    this.checkOpen()
    const block = toBytes(value)
    this.blocks().push(block)
    this.response.headers.delete('Content-Length')
    return block.length
  }

  /** Adds several blocks. */
  writelines(blocks: Iterable<Block>): void {
    for (const block of blocks) this.write(block)
  }

  /** Does nothing: what is written is in the body at once. */
  flush(): void {
    this.checkOpen()
  }

  /** How many bytes the body has. */
  tell(): number {
    return this.blocks().reduce((sum, block) => sum + toBytes(block).length, 0)
  }

  /** Ends writing. */
  close(): void {
    this.closed = true
  }

  /** The same as a stream of the platform, for `pipeTo`. */
  get writable(): WritableStream<Block> {
    return new WritableStream({ write: (block) => void this.write(block), close: () => this.close() })
  }

  private blocks(): Block[] {
    const { response } = this.response
    if (Array.isArray(response)) return response as Block[]
    throw new SequenceError('Expected a body in memory to write to: await makeSequence() first')
  }

  private checkOpen(): void {
    if (this.closed) throw new TypeError('Expected an open stream, this one was closed')
  }
}
