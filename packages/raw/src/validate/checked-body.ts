import type { Body } from '../gateway.ts'
import type { Exchange } from './exchange.ts'
import { show } from './show.ts'

type Step = IteratorResult<Uint8Array, unknown>

/** Iterators that served as bodies themselves, as generators do: they can't serve again. */
const used = new WeakSet<object>()

/**
 * A body under observation: what the server does with it, and what comes out of it. A synchronous body stays
 * synchronous, and nothing is taken before the server asks for it, so that its looking ahead and its pace are what
 * they would be.
 *
 * @example
 * const broken = []
 * const exchange = { report: (id) => broken.push(id), checkWrites() {}, block() {}, end() {} }
 * const body = new CheckedBody([new Uint8Array(1)], exchange, undefined).toBody()
 * assert.equal([...body].length, 1)
 * assert.equal([...body].length, 1)
 * assert.deepEqual(broken, ['L001'])
 */
export class CheckedBody {
  private readonly body: Body
  private readonly exchange: Exchange
  private readonly signal: AbortSignal | undefined
  private opened = false
  private stepping = false
  /** The iterator ended or threw: there is nothing to leave. */
  private finished = false
  /** Leaves the application's iterator when a rule made the server's iterator throw. */
  private leave: (() => unknown) | undefined
  private closing = false
  private closed = false

  /** @param signal aborted when the client is gone, where the server tells */
  constructor(body: unknown, exchange: Exchange, signal: AbortSignal | undefined) {
    checkShape(body, exchange)
    this.body = body as Body
    this.exchange = exchange
    this.signal = signal
  }

  /** The body that the server gets. It refers to this object, not the other way round. */
  toBody(): Body {
    const close = (): void | Promise<void> => this.close()
    const sync = (this.body as Iterable<Uint8Array>)[Symbol.iterator] as unknown
    const async = (this.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator] as unknown
    return {
      ...(typeof sync === 'function' && { [Symbol.iterator]: () => this.iterate() }),
      ...(typeof async === 'function' && { [Symbol.asyncIterator]: () => this.iterateAsync() }),
      close,
    } as Body
  }

  isClosed(): boolean {
    return this.closed
  }

  /** The promise that `close` gave is still open. */
  isClosing(): boolean {
    return this.closing
  }

  private iterate(): IterableIterator<Uint8Array> {
    const inner = this.open(() => (this.body as Iterable<Uint8Array>)[Symbol.iterator]())
    return {
      next: () => {
        this.before()
        let step: Step
        try {
          step = inner.next()
        } catch (error) {
          throw this.failed(error)
        }
        return this.after(step, inner)
      },
      return: (value?: Uint8Array) => {
        this.abandon()
        return inner.return?.(value) ?? { done: true, value }
      },
      [Symbol.iterator]() {
        return this
      },
    }
  }

  private iterateAsync(): AsyncIterableIterator<Uint8Array> {
    const inner = this.open(() => (this.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]())
    return {
      next: async () => {
        this.before()
        let step: Step
        try {
          step = await inner.next()
        } catch (error) {
          throw this.failed(error)
        }
        return this.after(step, inner)
      },
      return: async (value?: Uint8Array) => {
        this.abandon()
        return (await inner.return?.(value)) ?? { done: true, value }
      },
      [Symbol.asyncIterator]() {
        return this
      },
    }
  }

  private open<T extends object>(openInner: () => T): T {
    const { report } = this.exchange
    if (this.closed) report('L003', 'The body was iterated after close()', undefined)
    if (this.opened) report('L001', 'The body was iterated again', undefined)
    this.opened = true
    const inner = openInner()
    if (inner === (this.body as object)) {
      if (used.has(inner)) {
        this.finished = true
        report('B007', `The body is ${show(this.body)} and was the body of an earlier response`, this.body)
      }
      used.add(inner)
    }
    return inner
  }

  private before(): void {
    const { report } = this.exchange
    if (this.closed) report('L003', 'A block was asked for after close()', undefined)
    if (this.stepping) report('L002', 'A block was asked for while another one was being made', undefined)
    if (this.signal?.aborted && !this.finished) {
      report('L008', 'A block was asked for after the client had gone', this.signal.reason)
    }
    this.exchange.checkWrites()
    this.stepping = true
  }

  private after<R extends Step>(step: R, inner: { return?(): unknown }): R {
    this.stepping = false
    if (this.finished) return step
    if (step.done) this.finished = true
    // A body that was left while it made a block has no duties any more.
    if (this.closed) return step
    try {
      if (step.done) this.exchange.end()
      else this.exchange.block(step.value)
    } catch (violation) {
      if (!step.done) this.leave = () => inner.return?.()
      throw this.failed(violation)
    }
    return step
  }

  private failed(error: unknown): unknown {
    this.stepping = false
    this.finished = true
    this.exchange.over = true
    return error
  }

  private abandon(): void {
    this.finished = true
    this.leave = undefined
  }

  private close(): void | Promise<void> {
    const { report } = this.exchange
    if (this.closed) report('L004', 'close() was called again', undefined)
    this.closed = true
    const forgotten = this.opened && !this.finished
    const left = this.leave?.()
    const closed = this.body.close?.()
    if (forgotten) report('L006', 'close() was called on a body that was not left', undefined)
    if (!isPromise(left) && !isPromise(closed)) return undefined
    this.closing = true
    return Promise.all([left, closed]).then(
      () => this.closeEnded(),
      (error: unknown) => {
        this.closeEnded()
        throw error
      },
    )
  }

  private closeEnded(): void {
    this.closing = false
  }
}

function checkShape(body: unknown, { report }: Exchange): void {
  if (typeof body === 'string' || ArrayBuffer.isView(body)) {
    report('B002', `The application gave ${show(body)}`, body)
  }
  const isIterable =
    typeof body === 'object' &&
    body !== null &&
    (typeof (body as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function' ||
      typeof (body as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] === 'function')
  if (!isIterable) report('B001', `The application gave ${show(body)}`, body)
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Promise<unknown> | undefined)?.then === 'function'
}
