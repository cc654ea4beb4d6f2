import type { Application, Body, Environ, HeaderPair, StartResponse, Write } from '../gateway.ts'
import { DIGIT, all } from '../http/chars.ts'
import { isHopByHop } from '../http/connection.ts'
import { FieldError, checkField } from '../http/field.ts'
import { mayBeTrailer } from '../http/trailer.ts'
import { ClientDisconnected } from '../input.ts'
import { isBodiless, parseStatus } from '../status.ts'
import { bytes } from '../util.ts'

/**
 * Runs one application for one request and keeps every promise that the contract makes of a server; the
 * counterpart of `wsgiref.handlers.BaseHandler`. A bridge extends it with the few methods that put a response on
 * its transport; everything that is the same behind node:http, fetch, CGI, a socket or a test stands here once.
 *
 * What it guarantees: the head goes out with the first non-empty block or at the end; never more bytes than
 * Content-Length declares, and a body that is too short cuts the connection; nothing after the heads of HEAD, 1xx,
 * 204 and 304; `close()` and the `triptych.finally` callbacks run once on every path; an error before the head
 * becomes a plain 500, one after it cuts the connection; both go to wsgi.errors. It never throws or rejects.
 *
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * const sent = []
 * class ListHandler extends Handler {
 *   sendWhole(code, reason, headers, body) { sent.push(code, new TextDecoder().decode(body)) }
 *   sendHead(code) { sent.push(code) }
 *   sendBlock(block) { sent.push(new TextDecoder().decode(block)) }
 *   sendEnd() { sent.push('end') }
 *   cut() { sent.push('cut') }
 * }
 * const app = (environ, startResponse) => (startResponse('200 OK', []), [new TextEncoder().encode('hi')])
 * await new ListHandler().run(app, setupTestingDefaults())
 * assert.deepEqual(sent, [200, 'hi'])
 */
export abstract class Handler {
  protected environ!: Environ
  protected code = 0
  protected reason = ''
  protected headers: HeaderPair[] | undefined
  /** The head is on its way: from here on nothing about it can be changed. */
  protected headSent = false
  /** Bytes of the body that went to the transport. */
  protected sent = 0
  /** The client is gone, or the response was cut. */
  protected aborted = false
  private declared = -1
  /** The body turned out to be longer than declared. */
  private overrun = false
  private body: Body | undefined
  private iterator: Iterator<Uint8Array> | AsyncIterator<Uint8Array> | undefined
  private released = false
  private callbacks: (() => void | Promise<void>)[] | undefined
  private trailerPairs: HeaderPair[] | undefined

  /**
   * Sends a response whose whole body is known, in one write if the transport can.
   * `body` is empty where the message has none; a Content-Length stands in `headers` where there must be one.
   */
  protected abstract sendWhole(code: number, reason: string, headers: HeaderPair[], body: Uint8Array): void

  /** Sends the head of a response whose blocks follow; `length` is what Content-Length declares, or -1. */
  protected abstract sendHead(code: number, reason: string, headers: HeaderPair[], length: number): void

  /** Sends a block; a promise is what to wait for before the next one (backpressure). */
  protected abstract sendBlock(block: Uint8Array): Promise<void> | undefined

  /** Ends the body after {@link sendHead}. */
  protected abstract sendEnd(trailers: HeaderPair[] | undefined): void

  /** Cuts the connection, so that the client sees that the response is incomplete. */
  protected abstract cut(): void

  /** Called once when everything has been sent (or cut), closed and released. */
  protected finished(): void {}

  /**
   * Answers the request. Returns nothing when the application answered within the call, else a promise of the
   * end; neither ever fails.
   */
  run(application: Application, environ: Environ): Promise<void> | undefined {
    this.environ = environ
    let result: Body | Promise<Body>
    try {
      result = application(environ, this.startResponse)
    } catch (error) {
      return this.fail(error)
    }
    if (isPromise(result)) {
      return result.then(
        (body) => this.respond(body),
        (error: unknown) => this.fail(error),
      )
    }
    return this.respond(result)
  }

  /** To be called by the bridge when the client is gone: nothing more is sent, everything is released. */
  abort(): void {
    if (this.aborted || this.released) return
    this.aborted = true
    // An application that waits for something else can't be waited for: its body is closed now, not after it.
    if (this.body !== undefined) void this.release()
  }

  /** `triptych.finally`: runs the callback once when the response is over, the last one registered first. */
  readonly onFinally = (callback: () => void | Promise<void>): void => {
    if (typeof callback !== 'function') throw new TypeError(`Expected a callback, got ${typeof callback}`)
    if (this.released) throw new Error('The response is over: triptych.finally takes no more callbacks')
    ;(this.callbacks ??= []).push(callback)
  }

  /** `triptych.trailers`: fields to send after a body of unknown length. */
  readonly onTrailers = (pairs: HeaderPair[]): void => {
    checkHeaders(pairs)
    const misplaced = pairs.find(([name]) => !mayBeTrailer(name))
    if (misplaced) throw new FieldError(`Expected a field that may follow the content, got ${misplaced[0]}`)
    this.trailerPairs = pairs
  }

  /** The `startResponse` of this request. */
  readonly startResponse: StartResponse = (status, headers, error) => {
    if (this.headers !== undefined) {
      if (error === undefined) throw new Error('startResponse was called twice without an error')
      if (this.headSent) throw error
    }
    const { code, reason } = parseStatus(status)
    if (code < 200 && !(code === 101 && this.environ['triptych.upgrade'])) {
      throw new FieldError(`Expected a final status, got ${JSON.stringify(status)}`)
    }
    // RFC 9110 section 9.3.6: after a 2xx to CONNECT the client speaks to somebody else through the connection.
    if (code < 300 && code !== 101 && this.environ.REQUEST_METHOD === 'CONNECT') {
      throw new FieldError(
        `Expected a refusal of CONNECT, since no tunnel was opened, got ${JSON.stringify(status)}`,
      )
    }
    this.declared = checkHeaders(headers)
    this.code = code
    this.reason = reason
    this.headers = headers
    return this.write
  }

  /** Throws at once for what is no block; the promise never fails, so that a forgotten `await` is harmless. */
  private readonly write: Write = (block) => {
    checkBlock(block)
    if (block.length === 0 || this.aborted || this.released) return DONE
    this.beginStream()
    return this.deliver(block) ?? DONE
  }

  private respond(body: Body): Promise<void> | undefined {
    this.body = body
    // A client that left while the application was thinking gets nothing, but the body it made is closed.
    if (this.aborted) return this.release()
    try {
      const iterator = openSync(body)
      if (iterator === undefined) return this.stream([], (this.iterator = openAsync(body)))
      this.iterator = iterator
      // One step ahead: a body that ends within its first block has a known length and goes out in one write.
      const first = nextBlock(iterator)
      const second = first && nextBlock(iterator)
      if (second !== undefined) return this.stream([first!, second], iterator)
      this.iterator = undefined
      if (this.headers === undefined)
        throw new Error('startResponse was not called before the end of the body')
      const whole = first ?? EMPTY
      if (this.headSent || (this.declared >= 0 && this.declared !== whole.length)) return this.stream([whole])
      this.deliverWhole(this.headers, whole)
    } catch (error) {
      return this.fail(error)
    }
    return this.release()
  }

  private deliverWhole(headers: HeaderPair[], block: Uint8Array): void {
    const length: HeaderPair = ['Content-Length', String(block.length)]
    this.headSent = true
    const content = this.hasNoContent() ? EMPTY : block
    this.sent = content.length
    const adds = this.declared < 0 && !isBodiless(this.code)
    this.sendWhole(this.code, this.reason, adds ? [...headers, length] : this.finalHeaders(headers), content)
  }

  /** The general way: block by block, at the pace of the client. */
  private async stream(
    ahead: readonly Uint8Array[],
    iterator?: Iterator<Uint8Array> | AsyncIterator<Uint8Array>,
  ): Promise<void> {
    try {
      for (const block of ahead) {
        if (block.length > 0) this.beginStream()
        await this.deliver(block)
      }
      while (iterator !== undefined && !this.aborted && !this.isFull()) {
        const step = await iterator.next()
        if (step.done) {
          this.iterator = iterator = undefined
          break
        }
        checkBlock(step.value)
        if (step.value.length > 0 && !this.aborted) this.beginStream()
        await this.deliver(step.value)
      }
      if (!this.aborted) {
        if (this.headers === undefined)
          throw new Error('startResponse was not called before the end of the body')
        this.beginStream()
        this.end()
      }
    } catch (error) {
      return this.fail(error)
    }
    return this.release()
  }

  private beginStream(): void {
    if (this.headSent) return
    if (this.headers === undefined) throw new Error('startResponse was not called before the first block')
    this.headSent = true
    this.sendHead(this.code, this.reason, this.finalHeaders(this.headers), this.declared)
  }

  /** Sends a block, counted against Content-Length; what it returns is what to wait for. */
  private deliver(block: Uint8Array): Promise<void> | undefined {
    if (block.length === 0 || this.aborted || this.hasNoContent()) return undefined
    const room = this.declared < 0 ? block.length : this.declared - this.sent
    if (block.length > room) {
      if (!this.overrun) {
        this.log(`The body is longer than its Content-Length of ${this.declared}: the surplus was dropped`)
      }
      this.overrun = true
      if (room === 0) return undefined
    }
    const part = block.length > room ? block.subarray(0, room) : block
    this.sent += part.length
    return this.sendBlock(part)
  }

  /** Nothing more of the body can be sent, however long it goes on. */
  private isFull(): boolean {
    return this.overrun || (this.headSent && this.hasNoContent())
  }

  private hasNoContent(): boolean {
    return this.environ.REQUEST_METHOD === 'HEAD' || isBodiless(this.code)
  }

  /** RFC 9110 section 8.6: no Content-Length with 1xx and 204. */
  private finalHeaders(headers: HeaderPair[]): HeaderPair[] {
    if (this.declared < 0 || (this.code >= 200 && this.code !== 204)) return headers
    return headers.filter(([name]) => name.toLowerCase() !== 'content-length')
  }

  /** Ends a streamed body, or cuts it when it is shorter than it was declared. */
  private end(): void {
    if (this.declared <= this.sent || this.hasNoContent()) return this.sendEnd(this.trailerPairs)
    this.log(`The body ended after ${this.sent} of ${this.declared} bytes: the connection was cut`)
    this.abandon()
  }

  private fail(error: unknown): Promise<void> | undefined {
    // That the client left is no fault of the application, which merely let the error of its input pass.
    if (!(this.aborted && error instanceof ClientDisconnected)) this.log(describeError(error))
    if (this.headSent) this.abandon()
    else if (!this.aborted) {
      this.code = 500
      this.reason = 'Internal Server Error'
      this.declared = -1
      this.deliverWhole([['Content-Type', 'text/plain; charset=utf-8']], bytes('500 Internal Server Error'))
    }
    return this.release()
  }

  private abandon(): void {
    if (this.aborted) return
    this.aborted = true
    this.cut()
  }

  /** Leaves the iterator, closes the body, runs the callbacks: once, whatever happened before. */
  private release(): Promise<void> | undefined {
    if (this.released) return undefined
    this.released = true
    if (
      this.iterator === undefined &&
      this.callbacks === undefined &&
      typeof this.body?.close !== 'function'
    ) {
      this.finished()
      return undefined
    }
    return this.releaseAll()
  }

  private async releaseAll(): Promise<void> {
    const { iterator, body } = this
    if (typeof iterator?.return === 'function') {
      const left = this.guard(() => iterator.return!())
      // A generator that is waiting for something returns only after that: never wait for it when the client left.
      if (!this.aborted) await left
    }
    if (typeof body?.close === 'function') await this.guard(() => body.close!())
    for (const callback of this.callbacks?.toReversed() ?? []) await this.guard(callback)
    this.finished()
  }

  private async guard(action: () => unknown): Promise<void> {
    try {
      await action()
    } catch (error) {
      this.log(describeError(error))
    }
  }

  private log(text: string): void {
    const { REQUEST_METHOD: method, PATH_INFO: path } = this.environ
    this.environ['wsgi.errors'].write(`${method} ${JSON.stringify(path)}: ${text}\n`)
  }
}

const EMPTY = new Uint8Array(0)
const DONE = Promise.resolve()

/**
 * Checks the headers of a response.
 *
 * @returns the length that Content-Length declares, or -1
 * @throws FieldError for a field that may not be sent, hop-by-hop fields (the server's business) included
 */
function checkHeaders(headers: HeaderPair[]): number {
  if (!Array.isArray(headers))
    throw new FieldError(`Expected a list of header pairs, got ${describe(headers)}`)
  let declared = -1
  for (const pair of headers) {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new FieldError(`Expected a pair of name and value, got ${JSON.stringify(pair)}`)
    }
    const [name, value] = pair
    checkField(name, value)
    if (isHopByHop(name))
      throw new FieldError(`Expected no hop-by-hop field, got ${name}: it belongs to the server`)
    if (name.length === 14 && name.toLowerCase() === 'content-length') {
      const length = all(value, DIGIT) ? Number(value) : NaN
      if (!Number.isSafeInteger(length) || (declared >= 0 && declared !== length)) {
        throw new FieldError(`Expected one Content-Length in bytes, got ${JSON.stringify(value)}`)
      }
      declared = length
    }
  }
  return declared
}

function openSync(body: Body): Iterator<Uint8Array> | undefined {
  if (typeof body !== 'object' || body === null || body instanceof Uint8Array) {
    throw new TypeError(`Expected an iterable of blocks as the application's result, got ${describe(body)}`)
  }
  return (body as Iterable<Uint8Array>)[Symbol.iterator]?.()
}

function openAsync(body: Body): AsyncIterator<Uint8Array> {
  const open = (body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]
  if (typeof open === 'function') return open.call(body)
  throw new TypeError(`Expected an iterable of blocks as the application's result, got ${describe(body)}`)
}

/** The next block that is not empty, or `undefined` at the end. */
function nextBlock(iterator: Iterator<Uint8Array>): Uint8Array | undefined {
  for (;;) {
    const step = iterator.next()
    if (step.done) return undefined
    checkBlock(step.value)
    if (step.value.length > 0) return step.value
  }
}

function checkBlock(block: Uint8Array): void {
  if (!(block instanceof Uint8Array))
    throw new TypeError(`Expected a block of bytes (Uint8Array), got ${describe(block)}`)
}

function isPromise(value: Body | Promise<Body>): value is Promise<Body> {
  return typeof (value as Promise<Body> | undefined)?.then === 'function'
}

function describe(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? (value.constructor?.name ?? 'an object')
    : `${typeof value} ${String(value)}`
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? String(error)) : `Thrown: ${describe(error)}`
}
