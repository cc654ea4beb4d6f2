import { toApplication } from '../gateway.ts'
import type { ApplicationLike, Environ, ErrorStream } from '../gateway.ts'
import { ClientDisconnected, Input } from '../input.ts'
import { buildEnviron } from './environ-builder.ts'
import type { RequestInit } from './environ-builder.ts'
import { ErrorLog } from './error-log.ts'
import { MemoryHandler } from './memory-handler.ts'
import type { ResponseHead } from './memory-handler.ts'
import { TestResponse } from './test-response.ts'

/** A target, everything about a request, or an environ made by hand. */
export type TestRequest = string | RequestInit | Environ

/**
 * Asks an application and gives its whole response, without a socket: the same server's half of the contract as
 * behind node:http.
 *
 * @throws BadRequest for a request that a server would refuse; an error of the application is a response of 500
 * @example
 * const app = (environ, startResponse) => {
 *   startResponse('200 OK', [['Content-Type', 'text/plain']])
 *   return [new TextEncoder().encode(environ.QUERY_STRING)]
 * }
 * const response = await call(app, '/?q=1')
 * assert.equal(response.status, '200 OK')
 * assert.equal(response.headers.get('Content-Length'), '3')
 * assert.equal(response.text(), 'q=1')
 */
export async function call(application: ApplicationLike, request: TestRequest = '/'): Promise<TestResponse> {
  return new TestExchange(application, request).response()
}

/** Options of {@link open}. */
export interface ExchangeOptions {
  /** The request body comes by `sendInput` and `endInput`. */
  readonly streamInput?: boolean
  /** The client takes a block only when `nextBlock` asks for one: shows whether an application waits. */
  readonly paused?: boolean
}

/**
 * Begins a request and leaves it open: the response can be read block by block, the client can leave in between.
 *
 * @example
 * async function* app(environ, startResponse) {
 *   startResponse('200 OK', [])
 *   for (;;) yield new TextEncoder().encode('tick ')
 * }
 * const exchange = open(app)
 * assert.equal((await exchange.head()).code, 200)
 * assert.equal(new TextDecoder().decode(await exchange.nextBlock()), 'tick ')
 * exchange.disconnect()
 * await exchange.done
 */
export function open(
  application: ApplicationLike,
  request: TestRequest = '/',
  options: ExchangeOptions = {},
): TestExchange {
  return new TestExchange(application, request, { paused: true, ...options })
}

/**
 * A request under way, see {@link open}; the counterpart of asgiref's ApplicationCommunicator.
 *
 * @example
 * const echo = async (environ, startResponse) => {
 *   startResponse('200 OK', [])
 *   return [await environ['wsgi.input'].read()]
 * }
 * const exchange = open(echo, '/', { streamInput: true })
 * exchange.sendInput(new Uint8Array(2))
 * exchange.endInput()
 * assert.equal((await exchange.response()).bytes().length, 2)
 */
export class TestExchange {
  /** The environ that the application got. */
  readonly environ: Environ
  /** Fulfilled when everything was sent or given up, and the body is closed. Never rejected. */
  readonly done: Promise<void>
  private readonly handler: MemoryHandler
  /** The stream as it was at first: middleware may put its own into the environ. */
  private readonly errors: ErrorStream
  private readonly controller = new AbortController()
  private readonly input = new InputQueue()

  constructor(application: ApplicationLike, request: TestRequest, options: ExchangeOptions = {}) {
    this.environ = isEnviron(request) ? request : buildEnviron(request)
    this.errors = this.environ['wsgi.errors']
    if (options.streamInput) {
      this.environ['wsgi.input'] = new Input(() => this.input.next())
      this.environ['wsgi.input_terminated'] = true
    }
    const handler = (this.handler = new MemoryHandler(options.paused ?? false))
    this.environ['triptych.signal'] = this.controller.signal
    this.environ['triptych.finally'] = handler.onFinally
    this.environ['triptych.trailers'] = handler.onTrailers
    this.environ['wsgi.early_hints'] = handler.onEarlyHints
    this.done = handler.over
    void handler.run(toApplication(application), this.environ)
  }

  /** The head, once it is sent; `undefined` when the request ends without one. */
  async head(): Promise<ResponseHead | undefined> {
    await Promise.race([this.handler.headReady, this.done])
    return this.handler.sentHead
  }

  /** The next block of the body, or `undefined` at its end. */
  async nextBlock(): Promise<Uint8Array | undefined> {
    return this.handler.take()
  }

  /** The rest of the response, as a whole: the blocks that `nextBlock` has not given. */
  async response(): Promise<TestResponse> {
    this.handler.resume()
    await this.done
    const { sentHead, blocks, trailers, earlyHints, wasCut } = this.handler
    if (sentHead === undefined) throw new Error('The request ended without a response')
    const text = this.errors instanceof ErrorLog ? this.errors.text : ''
    return new TestResponse({ ...sentHead, blocks, trailers, earlyHints, cut: wasCut, errors: text })
  }

  /** Sends a block of the request body. */
  sendInput(block: Uint8Array): void {
    this.input.push(block)
  }

  /** Ends the request body. */
  endInput(): void {
    this.input.push(undefined)
  }

  /** The client leaves: the signal is aborted, reading the input fails, the server gives the response up. */
  disconnect(): void {
    const reason = new ClientDisconnected('The client closed the connection')
    this.controller.abort(reason)
    this.input.fail(reason)
    this.handler.resume()
    this.handler.abort()
  }
}

function isEnviron(request: TestRequest): request is Environ {
  return typeof request === 'object' && 'wsgi.input' in request
}

/** Blocks that wait to be read, or a reader that waits for them. */
class InputQueue {
  private readonly blocks: (Uint8Array | undefined)[] = []
  private wake: (() => void) | undefined
  private error: Error | undefined

  push(block: Uint8Array | undefined): void {
    this.blocks.push(block)
    this.wake?.()
  }

  fail(error: Error): void {
    this.error = error
    this.wake?.()
  }

  async next(): Promise<Uint8Array | undefined> {
    while (this.blocks.length === 0) {
      if (this.error) throw this.error
      await new Promise<void>((resolve) => (this.wake = resolve))
    }
    // The end stays the end.
    return this.blocks[0] === undefined ? undefined : this.blocks.shift()
  }
}
