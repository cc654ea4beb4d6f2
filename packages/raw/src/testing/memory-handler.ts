import type { HeaderPair } from '../gateway.ts'
import { Handler } from '../gateways/handler.ts'
import { checkField } from '../http/field.ts'

/** The head of a response. */
export interface ResponseHead {
  readonly code: number
  readonly reason: string
  readonly headers: HeaderPair[]
}

/**
 * Keeps what a {@link Handler} sends, and while it is paused makes it wait until each block was taken.
 *
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * const handler = new MemoryHandler(false)
 * handler.run((environ, startResponse) => (startResponse('200 OK', []), [new Uint8Array(2)]), setupTestingDefaults())
 * await handler.over
 * assert.equal(handler.sentHead.code, 200)
 * assert.equal((await handler.take()).length, 2)
 * assert.equal(await handler.take(), undefined)
 */
export class MemoryHandler extends Handler {
  /** The head, once it is sent. */
  sentHead: ResponseHead | undefined
  /** What was sent of the body and not taken yet. */
  readonly blocks: Uint8Array[] = []
  trailers: readonly HeaderPair[] = []
  readonly earlyHints: HeaderPair[][] = []
  wasCut = false
  /** Fulfilled when everything is sent or given up, and released. */
  readonly over: Promise<void>
  readonly headReady: Promise<void>
  private resolveOver!: () => void
  private resolveHead!: () => void
  private paused: boolean
  private isOver = false
  /** Wakes the application, which waits for its blocks to be taken: one for each in `blocks`, while paused. */
  private untaken: (() => void)[] = []
  /** Wakes the client, which waits for a block. */
  private waiting: (() => void)[] = []

  constructor(paused: boolean) {
    super()
    this.paused = paused
    this.over = new Promise((resolve) => (this.resolveOver = resolve))
    this.headReady = new Promise((resolve) => (this.resolveHead = resolve))
  }

  /** `wsgi.early_hints`. */
  readonly onEarlyHints = (headers: HeaderPair[]): void => {
    for (const [name, value] of headers) checkField(name, value)
    this.earlyHints.push(headers)
  }

  /** The next block of the body, or `undefined` at its end. */
  async take(): Promise<Uint8Array | undefined> {
    while (this.blocks.length === 0 && !this.isOver) {
      await new Promise<void>((resolve) => this.waiting.push(resolve))
    }
    this.untaken.shift()?.()
    return this.blocks.shift()
  }

  /** From now on nothing waits. */
  resume(): void {
    this.paused = false
    for (const taken of this.untaken.splice(0)) taken()
  }

  protected override sendWhole(code: number, reason: string, headers: HeaderPair[], body: Uint8Array): void {
    this.sendHead(code, reason, headers)
    if (body.length > 0) this.keep(body)
  }

  protected override sendHead(code: number, reason: string, headers: HeaderPair[]): void {
    this.sentHead = { code, reason, headers: headers.map(([name, value]) => [name, value]) }
    this.resolveHead()
  }

  protected override sendBlock(block: Uint8Array): Promise<void> | undefined {
    this.keep(block)
    if (!this.paused) return undefined
    return new Promise((resolve) => this.untaken.push(resolve))
  }

  protected override sendEnd(trailers: HeaderPair[] | undefined): void {
    this.trailers = trailers ?? []
  }

  protected override cut(): void {
    this.wasCut = true
  }

  protected override finished(): void {
    this.isOver = true
    this.resolveOver()
    this.wake()
  }

  private keep(block: Uint8Array): void {
    // Copied: an application may reuse its buffer once the block was taken.
    this.blocks.push(block.slice())
    this.wake()
  }

  private wake(): void {
    for (const arrived of this.waiting.splice(0)) arrived()
  }
}
