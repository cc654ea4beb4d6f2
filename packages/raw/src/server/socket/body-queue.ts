import { ClientDisconnected } from '../../input.ts'

/** So many bytes may wait for the application before the connection is no longer read. */
const HIGH_WATER = 65_536

type Waiter = { resolve(block: Uint8Array | undefined): void; reject(error: unknown): void }

/**
 * What of a request's content has come and was not read yet: the connection puts blocks in at one end, `wsgi.input` takes
 * them out at the other. When more waits than the application reads, it says so, and the connection is paused.
 *
 * @example
 * const queue = new BodyQueue({ onRead() {}, onRoom() {} })
 * queue.put(new Uint8Array(3))
 * queue.finish()
 * assert.equal((await queue.next())?.length, 3)
 * assert.equal(await queue.next(), undefined)
 */
export class BodyQueue {
  private readonly blocks: Uint8Array[] = []
  private first = 0
  private size = 0
  private state: 'open' | 'finished' | 'failed' = 'open'
  private error: unknown
  private waiter: Waiter | undefined
  private readonly owner: BodyQueueOwner

  constructor(owner: BodyQueueOwner) {
    this.owner = owner
  }

  /** More waits than should. */
  get isFull(): boolean {
    return this.size >= HIGH_WATER
  }

  /** Nothing has come. */
  get isEmpty(): boolean {
    return this.size === 0
  }

  put(block: Uint8Array): void {
    const { waiter } = this
    if (waiter !== undefined) {
      this.waiter = undefined
      waiter.resolve(block)
      return
    }
    this.blocks.push(block)
    this.size += block.length
  }

  /** All has come. */
  finish(): void {
    if (this.state !== 'open') return
    this.state = 'finished'
    this.waiter?.resolve(undefined)
    this.waiter = undefined
  }

  /** No more will come: readers get the error, now and later. What has come before is no longer given. */
  fail(error: unknown): void {
    if (this.state !== 'open') return
    this.state = 'failed'
    this.error = error
    this.blocks.length = 0
    this.waiter?.reject(error)
    this.waiter = undefined
  }

  /** The next block, `undefined` after the last one: what an Input reads from. */
  readonly next = (): Uint8Array | undefined | Promise<Uint8Array | undefined> => {
    this.owner.onRead()
    if (this.first < this.blocks.length) {
      const block = this.blocks[this.first++]!
      const wasFull = this.isFull
      this.size -= block.length
      if (this.first === this.blocks.length) this.blocks.length = this.first = 0
      if (wasFull && !this.isFull) this.owner.onRoom()
      return block
    }
    if (this.state === 'finished') return undefined
    if (this.state === 'failed') {
      throw new ClientDisconnected('The client left before its request was complete', { cause: this.error })
    }
    return new Promise((resolve, reject) => {
      this.waiter = {
        resolve,
        reject: (cause) =>
          reject(new ClientDisconnected('The client left before its request was complete', { cause })),
      }
    })
  }
}

/** Whom a {@link BodyQueue} tells. */
export interface BodyQueueOwner {
  /** The application reads: the moment for 100 Continue. */
  onRead(): void
  /** There is room again. */
  onRoom(): void
}
