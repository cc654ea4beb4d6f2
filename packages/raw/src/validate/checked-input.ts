import type { InputStream } from '../gateway.ts'
import { captureCallSite } from './call-site.ts'
import type { CallSite, Door } from './call-site.ts'
import type { Report } from './reporter.ts'
import { show } from './show.ts'

/** So many empty results in a row, and a program is taken to loop for ever. */
const MAX_EMPTY = 10

/**
 * `wsgi.input` under observation: checks how the application reads, and what the server gives.
 * Nothing is read ahead and nothing is kept; the promises of the input are passed on with a check behind them.
 *
 * @example
 * import { NO_INPUT } from '@triptych/raw/input'
 * const broken = []
 * const input = new CheckedInput(NO_INPUT, undefined, (id) => broken.push(id))
 * await Promise.all([input.read(), input.read()])
 * assert.deepEqual(broken, ['I007'])
 */
export class CheckedInput implements InputStream {
  private readonly inner: InputStream
  private readonly report: Report
  /** What CONTENT_LENGTH allows, or infinity. */
  private readonly limit: number
  private total = 0
  private empties = 0
  private over = false
  private reading: CallSite | undefined

  constructor(inner: InputStream, contentLength: string | undefined, report: Report) {
    this.inner = inner
    this.report = report
    this.limit = contentLength === undefined || contentLength === '' ? Infinity : Number(contentLength)
  }

  readonly read = (...args: [size?: number]): Promise<Uint8Array> => {
    const site = this.begin('read', args, this.read)
    return this.settle('read', this.inner.read(...args), site, (bytes) =>
      this.checkBytes(bytes, 'read', args[0]),
    )
  }

  readonly readline = (...args: [size?: number]): Promise<Uint8Array> => {
    const site = this.begin('readline', args, this.readline)
    return this.settle('readline', this.inner.readline(...args), site, (bytes) =>
      this.checkBytes(bytes, 'readline', args[0]),
    )
  }

  readonly readlines = (...args: [hint?: number]): Promise<Uint8Array[]> => {
    const site = this.begin('readlines', args, this.readlines)
    return this.settle('readlines', this.inner.readlines(...args), site, (lines) => {
      if (!Array.isArray(lines)) return this.report('I003', `readlines gave ${show(lines)}`, lines)
      for (const line of lines) this.checkBytes(line, 'readlines')
      if (lines.length === 0) this.countEmpty(0)
    })
  };

  [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array> {
    const iterator = this.inner[Symbol.asyncIterator]()
    const next = (): Promise<IteratorResult<Uint8Array>> => {
      const site = this.begin('iteration', [], next)
      return this.settle('iteration', iterator.next(), site, (step) => {
        if (!step.done) this.checkBytes(step.value, 'iteration')
      })
    }
    return {
      next,
      // Leaving the loop early is no end of the input: what is left can be read on.
      return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
      [Symbol.asyncIterator]() {
        return this
      },
    }
  }

  /** Not part of the contract: there to say so. */
  readonly close = (): void => {
    this.refuse('close', this.close)
  }

  /** Not part of the contract: what closing is called where the input is thought to be a stream of Node. */
  readonly destroy = (): void => {
    this.refuse('destroy', this.destroy)
  }

  /**
   * To be called when the response is over.
   *
   * @param complete whether its body was finished; when the client left, reads may well be under way
   */
  finish(complete: boolean): void {
    if (!complete || this.over) return
    this.over = true
    if (this.reading) this.report('I009', 'A read is under way', undefined, this.reading)
  }

  private refuse(method: string, door: Door): void {
    this.report('I011', `wsgi.input.${method}() was called`, method, captureCallSite(door))
  }

  private begin(method: string, args: readonly unknown[], door: Door): CallSite {
    const site = captureCallSite(door)
    const [size] = args
    if (args.length > 1) this.report('I006', `${method} got ${args.length} arguments`, args, site)
    if (size !== undefined && !Number.isInteger(size)) {
      this.report('I006', `${method} got ${show(size)}`, size, site)
    }
    if (this.reading)
      this.report('I007', `${method} was called while another read is under way`, method, site)
    if (this.over) this.report('I008', `${method} was called after the end`, method, site)
    if (this.empties >= MAX_EMPTY) {
      this.report('I010', `${method} was called after ${this.empties} empty results`, this.empties, site)
    }
    return site
  }

  private settle<T>(
    method: string,
    result: Promise<T>,
    site: CallSite,
    check: (value: T) => void,
  ): Promise<T> {
    if (typeof (result as Promise<T> | undefined)?.then !== 'function') {
      this.report('I002', `${method} gave ${show(result)}`, result)
    }
    this.reading = site
    return result.then(
      (value) => {
        this.reading = undefined
        check(value)
        return value
      },
      (error: unknown) => {
        this.reading = undefined
        throw error
      },
    )
  }

  private checkBytes(bytes: Uint8Array, method: string, size: number = -1): void {
    if (!(bytes instanceof Uint8Array)) return this.report('I003', `${method} gave ${show(bytes)}`, bytes)
    const { length } = bytes
    if (size >= 0 && length > size) {
      this.report('I004', `${method}(${size}) gave ${length} bytes`, length)
    }
    this.total += length
    if (this.total > this.limit) {
      this.report(
        'I005',
        `The input gave ${this.total} bytes and CONTENT_LENGTH is ${this.limit}`,
        this.total,
      )
    }
    if (size !== 0) this.countEmpty(length)
  }

  private countEmpty(length: number): void {
    this.empties = length === 0 ? this.empties + 1 : 0
  }
}
