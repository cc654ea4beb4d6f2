import { AsyncResource } from 'node:async_hooks'
import { getEventListeners } from 'node:events'
import type { Socket } from 'node:net'
import type { Environ } from '../../gateway.ts'
import { socketFacts } from '../../gateways/node-http/socket-facts.ts'
import { requestEnviron } from '../../gateways/request-environ.ts'
import type { ConnectionFacts } from '../../gateways/request-environ.ts'
import { isPersistent } from '../../http/connection.ts'
import { requestFraming } from '../../http/framing.ts'
import { RequestHeadParser } from '../../http/request-head.ts'
import type { RequestHead } from '../../http/request-head.ts'
import { ClientDisconnected, NO_INPUT } from '../../input.ts'
import type { BodyQueueOwner } from './body-queue.ts'
import { errorChannel, requestChannel } from './channels.ts'
import { expectsContinue } from './expectation.ts'
import { IncomingBody } from './incoming-body.ts'
import { formatRefusal, refusalOf } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import { reportResponse } from './report-response.ts'
import { formatInterim } from './response-text.ts'
import type { OpenConnection, ServerContext } from './server-context.ts'
import { SocketHandler } from './socket-handler.ts'
import type { ResponseOwner } from './socket-handler.ts'
import { SocketWriter } from './socket-writer.ts'
import { mayUpgrade } from './upgraded-connection.ts'
import type { UpgradedConnection } from './upgraded-connection.ts'

/** How long a client that still sends has to read its last answer (RFC 9112 section 9.6). */
const LINGER = 1_000

const MANUAL = { requireManualDestroy: true }

/**
 * What the connection waits for. `idle`: a request; `head`: the rest of a head; `body`: the rest of a request's content,
 * which goes to the application, or away when its response is over; `answer`: the end of the response, the request has come
 * whole; `closing`: the client's end, nothing that comes counts; `closed`; `upgraded`: somebody else has the socket.
 */
type State = 'idle' | 'head' | 'body' | 'answer' | 'closing' | 'closed' | 'upgraded'

/**
 * One connection: reads a request, has it answered, and only then looks at the next one, so that answers keep the order of
 * their requests and nothing that follows a good request can cost it its answer. RFC 9112 section 9.
 *
 * @example
 * import { SocketServer } from '@triptych/raw/server'
 * assert.equal(typeof SocketServer, 'function')
 * assert.equal(SocketConnection.prototype instanceof Object, true)
 */
export class SocketConnection implements OpenConnection, ResponseOwner, BodyQueueOwner {
  private readonly socket: Socket
  private readonly resource: AsyncResource = new AsyncResource('TRIPTYCHCONNECTION', MANUAL)
  private readonly context: ServerContext
  private readonly facts: ConnectionFacts
  private readonly writer: SocketWriter
  private readonly parser: RequestHeadParser
  private state: State = 'idle'
  /** When the state ends by itself, in milliseconds of performance.now(); Infinity for never. */
  private deadline: number
  private handler: SocketHandler | undefined
  private environ: Environ | undefined
  private body: IncomingBody | undefined
  private controller: AbortController | undefined
  private startedAt = 0
  /** What came while a response was under way. */
  private held: Uint8Array | undefined
  private paused = false
  /** The client waits for 100 before it sends. */
  private expecting = false
  /** The client sends no more. */
  private ended = false
  /** Requests are being taken from a block: a response that ends meanwhile need not go on with the next one. */
  private taking = false

  constructor(socket: Socket, context: ServerContext) {
    this.socket = socket
    this.context = context
    this.facts = socketFacts(socket)
    this.writer = new SocketWriter(socket)
    this.parser = new RequestHeadParser(context.head)
    this.deadline = after(context.limits.headersTimeout)
    context.connections.add(this)
    socket.on('data', this.onData)
    socket.on('end', this.onEnd)
    socket.on('error', () => socket.destroy())
    socket.on('close', this.onClose)
  }

  get isIdle(): boolean {
    return this.state === 'idle'
  }

  check(now: number): void {
    if (now > this.deadline) return this.expire()
    const { writeTimeout, minBodyRate } = this.context.limits
    if (writeTimeout > 0 && this.writer.isStuck(now, writeTimeout)) return void this.socket.destroy()
    if (this.state !== 'body' || this.handler === undefined || minBodyRate === 0) return
    const { rate } = this.body!
    // A body that nobody reads, or that was not asked for yet, is not slow.
    if (this.paused || this.expecting) rate.restart(now)
    else if (rate.isBelow(minBodyRate, now)) this.rejectSlow('The body of the request came too slowly')
  }

  retire(): void {
    if (this.state === 'idle') this.socket.destroy()
    else if (this.handler !== undefined) this.handler.persistent = false
  }

  destroy(): void {
    this.socket.destroy()
  }

  /** Answers without an application, and closes. */
  refuse(refusal: Refusal): void {
    const { remoteAddr: remote } = this.facts
    this.context.logRefusal(remote, `${refusal.status}: ${refusal.message}`)
    if (errorChannel.hasSubscribers) errorChannel.publish({ remote, ...refusal })
    this.writer.writeText(formatRefusal(refusal))
    this.close()
  }

  cut(): void {
    this.close()
  }

  responded(handler: SocketHandler): void {
    if (this.handler !== handler) return
    reportResponse(this.context, this.environ!, {
      remote: this.facts.remoteAddr,
      startedAt: this.startedAt,
      status: this.state === 'upgraded' ? 101 : handler.status,
      bytes: handler.contentBytes,
    })
    this.handler = undefined
    this.environ = undefined
    // The signal serves the next request too when nobody listened to it: on Node 20 a new one costs 2 microseconds.
    // Whoever listened must not hear of the end of another request.
    if (this.controller && getEventListeners(this.controller.signal, 'abort').length > 0)
      this.controller = undefined
    if (this.state === 'body') {
      // Without 100 nobody knows whether the body comes or the next request.
      const unlikely = this.expecting || this.body!.left > this.context.limits.maxDrain
      if (!handler.persistent || unlikely || this.context.stopping) return this.close()
      this.body!.discard()
      this.resume()
    } else if (this.state === 'answer') {
      if (!handler.persistent || this.context.stopping) return this.close()
      this.becomeIdle()
      // Not in the asynchronous context of the request that is over.
      if (!this.taking && this.held) this.resource.runInAsyncScope(() => this.takeHeld())
    }
  }

  /** BodyQueueOwner: the application reads, so a client that asked is told to send. */
  onRead(): void {
    if (!this.expecting) return
    this.expecting = false
    if (this.handler?.isSilent) this.writer.writeText(formatInterim(100, 'Continue'))
  }

  /** BodyQueueOwner: there is room again. */
  onRoom(): void {
    if (this.state === 'body') this.resume()
  }

  private becomeIdle(): void {
    this.state = 'idle'
    this.body = undefined
    this.deadline = after(this.context.limits.keepAliveTimeout)
    if (this.ended && this.held === undefined) this.close()
  }

  private readonly onData = (block: Uint8Array): void => {
    if (this.state === 'idle' || this.state === 'head') this.take(block, 0)
    else if (this.state === 'body') this.takeBody(block)
    else if (this.state === 'answer') this.hold(block)
  }

  /** Takes requests out of a block, one after the other, as far as they are answered at once. */
  private take(block: Uint8Array, start: number): void {
    let at = start
    this.taking = true
    while (at < block.length && (this.state === 'idle' || this.state === 'head')) {
      if (this.state === 'idle') this.deadline = after(this.context.limits.headersTimeout)
      try {
        const head = this.parser.push(block, at)
        if (head === undefined) {
          this.state = 'head'
          at = block.length
        } else at = this.begin(head, block, this.parser.end)
      } catch (error) {
        this.reject(error)
      }
    }
    this.taking = false
    if (at < block.length && this.state === 'answer') this.hold(block.subarray(at))
  }

  private takeHeld(): void {
    const { held } = this
    if (held === undefined) return
    this.held = undefined
    this.take(held, 0)
    if (this.held === undefined) this.resume()
    if (this.ended && this.state === 'idle') this.close()
  }

  /** Bytes behind a request that is being answered: kept, and no more of them taken from the network. */
  private hold(block: Uint8Array): void {
    this.held = this.held === undefined ? block : Buffer.concat([this.held, block])
    this.pause()
  }

  /**
   * Has a request answered; gives the index behind what of the block belongs to it.
   *
   * @throws what `refusalOf` knows, for a request that no application gets to see
   */
  private begin(head: RequestHead, block: Uint8Array, start: number): number {
    const { context } = this
    const framing = requestFraming(head, context.framing)
    const line = { method: head.method, target: head.target, protocol: head.version, fields: head.fields }
    const environ = requestEnviron(context.shapes, line, this.facts, NO_INPUT, context.errors)
    const expects = expectsContinue(environ['HTTP_EXPECT'], head.version)
    let at = start
    this.state = 'answer'
    this.startedAt = performance.now()
    this.deadline = Infinity
    if (framing.kind !== 'none') {
      const body = (this.body = new IncomingBody(framing, context.body, this))
      at = body.take(block, at)
      environ['wsgi.input'] = body.input
      if (!body.done) {
        this.state = 'body'
        this.deadline = after(context.limits.requestTimeout)
        this.expecting = expects && body.isEmpty
        if (body.isFull) this.pause()
      }
    }
    // What is too large to be taken is not waited for either.
    const isTooLarge = framing.kind === 'length' && framing.length > context.limits.maxBodySize
    const persistent = !isTooLarge && isPersistent(head.version, environ['HTTP_CONNECTION'] ?? '')
    this.answer(head.version, persistent, environ, block.subarray(at))
    return (this.state as State) === 'upgraded' ? block.length : at
  }

  private answer(version: string, persistent: boolean, environ: Environ, rest: Uint8Array): void {
    const { context } = this
    const handler = new SocketHandler(this.writer, this, version, persistent && !context.stopping)
    this.handler = handler
    this.environ = environ
    environ['triptych.signal'] = (this.controller ??= new AbortController()).signal
    environ['triptych.finally'] = handler.onFinally
    environ['triptych.trailers'] = handler.onTrailers
    environ['wsgi.early_hints'] = handler.earlyHints
    if (mayUpgrade(environ)) {
      environ['triptych.upgrade'] = (): UpgradedConnection => this.handOver(handler, rest)
    }
    if (requestChannel.hasSubscribers) requestChannel.publish({ environ })
    // Each request has an asynchronous context of its own: AsyncLocalStorage must not leak from one into the next.
    const resource = new AsyncResource('TRIPTYCHREQUEST', MANUAL)
    void resource.runInAsyncScope(() => handler.run(context.application, environ))
  }

  private takeBody(block: Uint8Array): void {
    const body = this.body!
    const { handler } = this
    this.expecting = false
    let end: number
    try {
      end = body.take(block, 0)
    } catch (error) {
      return this.rejectBody(error)
    }
    if (!body.done) {
      if (handler !== undefined && body.isFull) this.pause()
      else if (body.discarded > this.context.limits.maxDrain) this.close()
      return
    }
    this.deadline = Infinity
    if (handler !== undefined) {
      this.state = 'answer'
      if (end < block.length) this.hold(block.subarray(end))
      return
    }
    this.becomeIdle()
    if (end < block.length) this.take(block, end)
  }

  private handOver(handler: SocketHandler, head: Uint8Array): UpgradedConnection {
    if (this.state !== 'answer' || !handler.isSilent) {
      throw new Error('Expected a connection whose request has not been answered, got one that has')
    }
    const { socket } = this
    this.state = 'upgraded'
    this.deadline = Infinity
    socket.off('data', this.onData)
    socket.off('end', this.onEnd)
    this.resume()
    handler.abort()
    return { socket, head }
  }

  private reject(error: unknown): void {
    const refusal = refusalOf(error)
    if (refusal === undefined) this.context.errors.write(`${String((error as Error)?.stack ?? error)}\n`)
    this.refuse(refusal ?? { status: 500, code: 'ERR_SERVER', message: 'The server failed' })
  }

  /** The body breaks the grammar: answered so when nothing else was yet. */
  private rejectBody(error: unknown): void {
    this.body?.fail(error)
    const { handler } = this
    const silent = handler?.isSilent === true
    handler?.abort()
    if (silent) this.reject(error)
    else this.close()
  }

  private rejectSlow(message: string): void {
    const handler = this.handler!
    const silent = handler.isSilent
    this.body?.fail(new ClientDisconnected(message))
    handler.abort()
    if (silent) this.refuse({ status: 408, code: 'ERR_BODY_TIMEOUT', message })
    else this.close()
  }

  /** A time limit has passed. */
  private expire(): void {
    this.deadline = Infinity
    if (this.state === 'head') {
      const message = 'The head of the request took too long'
      this.refuse({ status: 408, code: 'ERR_HEAD_TIMEOUT', message })
    } else if (this.state === 'body' && this.handler !== undefined) {
      this.rejectSlow('The body of the request took too long')
    } else this.socket.destroy()
  }

  /** Ends what is sent, reads away what still comes, and closes a second later or when the client does. */
  private close(): void {
    if (this.state === 'closing' || this.state === 'closed') return
    this.state = 'closing'
    this.held = undefined
    this.body = undefined
    // A client that sends no more can still be reading.
    this.deadline = this.ended ? after(this.context.limits.writeTimeout) : performance.now() + LINGER
    this.socket.end()
    this.resume()
  }

  private pause(): void {
    if (this.paused) return
    this.paused = true
    this.socket.pause()
  }

  private resume(): void {
    if (!this.paused) return
    this.paused = false
    this.socket.resume()
  }

  /** The client sends no more. What it asked for is answered; whoever wants to know is told that it may be gone. */
  private readonly onEnd = (): void => {
    this.ended = true
    if (this.state === 'idle') return this.close()
    if (this.state === 'head') {
      const message = 'Expected the rest of the head, got the end of the connection (RFC 9112 section 8)'
      return this.refuse({ status: 400, code: 'ERR_INCOMPLETE_HEAD', message })
    }
    if (this.state === 'body') {
      if (this.handler === undefined) return this.close()
      this.handler.persistent = false
    }
    this.disconnect()
  }

  private readonly onClose = (): void => {
    const wasUpgraded = this.state === 'upgraded'
    this.state = 'closed'
    this.context.connections.delete(this)
    if (wasUpgraded) return
    this.disconnect()
    this.handler?.abort()
  }

  private disconnect(): void {
    const error = new ClientDisconnected('The client closed the connection')
    this.body?.fail(error)
    this.controller?.abort(error)
    this.controller = undefined
  }
}

/** Milliseconds from now; 0 is no limit. */
function after(limit: number): number {
  return limit === 0 ? Infinity : performance.now() + limit
}
