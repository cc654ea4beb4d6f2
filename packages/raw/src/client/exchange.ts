import type { Socket } from 'node:net'
import { isPersistent } from '../http/connection.ts'
import type { Framing } from '../http/framing.ts'
import { responseFraming } from '../http/framing.ts'
import { MessageSyntaxError } from '../http/message-error.ts'
import { ResponseHeadParser } from '../http/response-head.ts'
import type { ResponseHead } from '../http/response-head.ts'
import { ServerDisconnected } from './client-error.ts'
import type { ClientLimits } from './client-limits.ts'
import type { ClientRequest, PreparedRequest } from './client-request.ts'
import { ClientResponse } from './client-response.ts'
import { Deadline } from './deadline.ts'
import { RequestSender } from './request-sender.ts'
import { ResponseBody } from './response-body.ts'
import type { SocketReader } from './socket-reader.ts'

/** Responses before the last one: a server that sends more of them is not going to answer. */
const MAX_INFORMATIONAL = 32

const { latin1Slice } = Buffer.prototype
const latin1 = (block: Uint8Array, start: number, end: number): string => latin1Slice.call(block, start, end)

/** What an exchange tells its connection. */
export interface ExchangeOwner {
  fail(error: Error): void
  end(isReusable: boolean): void
  release(): void
  failure(): Error | undefined
}

/**
 * One request and its response on a connection: sends the one while it waits for the other, under time limits.
 *
 * @example
 * import { createServer } from 'node:net'
 * import { connect } from '@triptych/raw/client'
 * const server = createServer((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'))
 * await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
 * const { port } = server.address() as { port: number }
 * const connection = await connect({ host: '127.0.0.1', port })
 * assert.equal((await connection.request({})).status, 204) // by an exchange
 * connection.close()
 * server.close()
 */
export class Exchange {
  readonly #socket: Socket
  readonly #reader: SocketReader
  readonly #prepared: PreparedRequest
  readonly #request: ClientRequest
  readonly #limits: Required<ClientLimits>
  readonly #owner: ExchangeOwner
  readonly #sender: RequestSender
  readonly #wait: Deadline
  readonly #total: Deadline
  readonly #onAbort: () => void
  #continue: (go: boolean) => void = () => undefined
  #keepsAlive = false
  #isOver = false

  constructor(
    socket: Socket,
    reader: SocketReader,
    prepared: PreparedRequest,
    request: ClientRequest,
    limits: Required<ClientLimits>,
    owner: ExchangeOwner,
  ) {
    this.#socket = socket
    this.#reader = reader
    this.#prepared = prepared
    this.#request = request
    this.#limits = limits
    this.#owner = owner
    const fail = (error: Error): void => owner.fail(error)
    this.#wait = new Deadline(fail)
    this.#total = new Deadline(fail)
    this.#sender = new RequestSender(socket, prepared, () => this.#wait.refresh())
    this.#onAbort = () => fail(request.signal!.reason as Error)
  }

  /** Fulfilled when the head of the response has come. Once only. */
  async run(): Promise<ClientResponse> {
    const { signal } = this.#request
    signal?.addEventListener('abort', this.#onAbort, { once: true })
    this.#total.start('total', this.#limits.totalTimeout)
    this.#wait.start('head', this.#limits.headTimeout)
    this.#sender.send(this.#permission()).catch((error: unknown) => {
      if (!this.#isOver) this.#owner.fail(error as Error)
    })
    try {
      return await this.#receive()
    } catch (error) {
      this.#finish(false)
      throw this.#owner.failure() ?? error
    }
  }

  /** When the body may go out: at once, or after the 100, the final response or the wait for them. */
  #permission(): Promise<boolean> | undefined {
    const { expectContinue } = this.#request
    if (expectContinue === undefined || !this.#prepared.body) return undefined
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(true), expectContinue)
      this.#continue = (go) => {
        clearTimeout(timer)
        resolve(go)
      }
    })
  }

  async #receive(): Promise<ClientResponse> {
    const parser = new ResponseHeadParser({ latin1, ...this.#limits.head })
    let informational = 0
    for (;;) {
      const head = await this.#head(parser)
      if (head.status === 101) return this.#handOver(head)
      if (head.status >= 200) return this.#respond(head)
      if (++informational > MAX_INFORMATIONAL) {
        throw badMessage(
          'ERR_INFORMATIONAL',
          '15.2',
          `Expected at most ${MAX_INFORMATIONAL} interim responses, got more`,
        )
      }
      if (head.status === 100) this.#continue(true)
      this.#request.onInformational?.(head)
    }
  }

  async #head(parser: ResponseHeadParser): Promise<ResponseHead> {
    for (;;) {
      const block = await this.#reader.read()
      if (block === undefined) {
        const got = parser.started ? 'in the middle of one' : 'before one came'
        throw new ServerDisconnected(`Expected a response, the connection ended ${got}`)
      }
      const head = parser.push(block)
      if (!head) continue
      this.#reader.unread(block.subarray(parser.end))
      return head
    }
  }

  #respond(head: ResponseHead): ClientResponse {
    this.#continue(false)
    const { method } = this.#prepared
    if (method === 'CONNECT' && head.status < 300) return this.#handOver(head)
    const framing = responseFraming(head, method, this.#limits.head)
    this.#keepsAlive =
      this.#prepared.keepsAlive &&
      framing.kind !== 'close' &&
      isPersistent(head.version, connectionField(head))
    this.#wait.stop()
    return new ClientResponse(head, this.#body(framing), undefined)
  }

  #body(framing: Framing): ResponseBody {
    const connection = {
      read: async (): Promise<Uint8Array | undefined> => {
        this.#wait.start('idle', this.#limits.idleTimeout)
        try {
          return await this.#reader.read()
        } catch (error) {
          throw this.#owner.failure() ?? error
        } finally {
          this.#wait.stop()
        }
      },
      ended: (rest: Uint8Array) => {
        this.#finish(this.#keepsAlive && this.#sender.isSent && rest.length === 0)
      },
      close: () => this.#finish(false),
    }
    return new ResponseBody(framing, connection, this.#limits.maxBodySize)
  }

  /** The connection changes hands: what comes next is no HTTP, or none of ours. */
  #handOver(head: ResponseHead): ClientResponse {
    if (head.status === 101 && !this.#prepared.asksUpgrade) {
      throw badMessage('ERR_UPGRADE', '7.8', 'Expected no 101, no upgrade was asked for')
    }
    this.#stop()
    this.#reader.release()
    this.#owner.release()
    const body = new ResponseBody(
      { kind: 'none' },
      { read: async () => undefined, ended: () => {}, close: () => {} },
    )
    return new ClientResponse(head, body, this.#socket)
  }

  #finish(isReusable: boolean): void {
    this.#stop()
    this.#owner.end(isReusable)
  }

  #stop(): void {
    this.#isOver = true
    this.#continue(false)
    this.#wait.stop()
    this.#total.stop()
    this.#sender.stop()
    this.#request.signal?.removeEventListener('abort', this.#onAbort)
  }
}

function connectionField(head: ResponseHead): string {
  const values: string[] = []
  for (let at = 0; at < head.fields.length; at += 2) {
    if (head.fields[at]!.toLowerCase() === 'connection') values.push(head.fields[at + 1]!)
  }
  return values.join(',')
}

function badMessage(code: string, section: string, message: string): MessageSyntaxError {
  return new MessageSyntaxError(502, code, `RFC 9110 section ${section}`, message)
}
