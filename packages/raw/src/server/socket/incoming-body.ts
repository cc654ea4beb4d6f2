import type { ChunkedOptions } from '../../http/chunked.ts'
import type { Framing } from '../../http/framing.ts'
import { Input } from '../../input.ts'
import { BodyQueue } from './body-queue.ts'
import type { BodyQueueOwner } from './body-queue.ts'
import { BodyRate } from './body-rate.ts'
import { RequestBody } from './request-body.ts'

/**
 * The content of a request on its way from the connection to the application: read off the wire, kept until it is asked
 * for, and read away once nobody will ask any more.
 *
 * @example
 * const body = new IncomingBody({ kind: 'length', length: 5 }, {}, { onRead() {}, onRoom() {} })
 * assert.equal(body.take(new TextEncoder().encode('helloGET'), 0), 5)
 * assert.equal(new TextDecoder().decode(await body.input.read()), 'hello')
 */
export class IncomingBody {
  /** The `wsgi.input`. */
  readonly input: Input
  readonly rate: BodyRate = new BodyRate(performance.now())
  /** Bytes that were read away. */
  discarded = 0
  private readonly body: RequestBody
  private readonly queue: BodyQueue
  private wanted = true

  constructor(framing: Framing, options: ChunkedOptions, owner: BodyQueueOwner) {
    this.body = new RequestBody(framing, options)
    this.queue = new BodyQueue(owner)
    this.input = new Input(this.queue.next)
  }

  /** All of it has come. */
  get done(): boolean {
    return this.body.done
  }

  /** Bytes that are still to come, as far as is known. */
  get left(): number {
    return this.body.left
  }

  /** More waits than should. */
  get isFull(): boolean {
    return this.queue.isFull
  }

  /** None of it waits. */
  get isEmpty(): boolean {
    return this.queue.isEmpty
  }

  /**
   * Takes what of a block belongs to it.
   *
   * @returns the index behind it
   * @throws MessageSyntaxError, MessageLimitError
   */
  take(block: Uint8Array, start: number): number {
    for (const part of this.body.push(block, start)) {
      this.rate.add(part.length)
      if (this.wanted) this.queue.put(part)
      else this.discarded += part.length
    }
    if (this.body.done) this.queue.finish()
    return this.body.end
  }

  /** Nobody will read it any more. */
  discard(): void {
    this.wanted = false
  }

  /** It will not come whole. */
  fail(error: unknown): void {
    this.queue.fail(error)
  }
}
