import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Address } from '../../target.ts'
import { TargetError } from '../../target.ts'
import { textOf } from '../../net/byte-sequence.ts'
import type { BackendScript } from './proxy-case.ts'

/** A request that reached the backend; texts are one character a byte. */
export interface BackendRequest {
  readonly method: string
  readonly target: string
  /** Names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
  /** It came whole. */
  readonly complete: boolean
}

/** Most bytes that are kept of one connection. */
const MAX_BYTES = 4 * 1024 * 1024

/**
 * The server behind a proxy under test: answers each request that has come whole with the bytes of the case's script, and
 * keeps what came. One script is in force at a time.
 */
export class ScriptedBackend {
  private readonly server: Server
  private readonly sockets = new Set<Socket>()
  private script: BackendScript = { mode: 'silent' }
  private slow = 1
  private connections: Conversation[] = []

  constructor() {
    this.server = createServer({ allowHalfOpen: true }, (socket) => this.accept(socket))
  }

  /**
   * Listens, where the proxy expects it.
   *
   * @throws TargetError when the port is taken
   */
  async listen({ host, port }: Address): Promise<Address> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) =>
        reject(
          new TargetError(`Expected port ${port} to be free for the scripted backend, got ${error.code}`),
        ),
      )
      this.server.listen(port, host, resolve)
    })
    return { host, port: (this.server.address() as AddressInfo).port }
  }

  /**
   * From now on answers by this script; what came before is forgotten, and connections that are open are closed.
   *
   * @param slow the factor of the script's pauses
   */
  begin(script: BackendScript, slow: number = 1): void {
    this.script = script
    this.slow = slow
    this.connections = []
    for (const socket of this.sockets) socket.destroy()
  }

  /** Requests that came since {@link begin}, in the order in which they began. */
  get requests(): readonly BackendRequest[] {
    return this.connections.flatMap(({ requests }) => requests)
  }

  /** All bytes that came since {@link begin}. */
  get received(): string {
    return this.connections.map(({ received }) => received).join('')
  }

  /** All bytes that were sent since {@link begin}. */
  get sent(): string {
    return this.connections.map(({ sent }) => sent).join('')
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket)
    socket.once('close', () => this.sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    this.connections.push(new Conversation(socket, this.script, this.slow))
  }
}

class Conversation {
  received = ''
  sent = ''
  private readonly socket: Socket
  private readonly script: BackendScript
  private readonly slow: number
  private answered = 0
  private continued = 0
  private echo = 0
  private busy: Promise<void> = Promise.resolve()

  constructor(socket: Socket, script: BackendScript, slow: number) {
    this.socket = socket
    this.script = script
    this.slow = slow
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.take(text))
    socket.on('end', () => socket.end())
  }

  get requests(): BackendRequest[] {
    return readRequests(this.received)
  }

  private take(text: string): void {
    if (this.echo > 0) {
      const part = text.slice(0, this.echo)
      this.echo -= part.length
      this.write(part)
      return
    }
    if (this.received.length < MAX_BYTES) this.received += text
    if (this.script.mode === 'silent') return
    const { requests } = this
    const whole = requests.filter(({ complete }) => complete).length
    // Some proxies pass the expectation on and send no body before the 100. Whether it is in the same packet is chance.
    const expecting = requests.filter(({ headers }) => headers.some(isExpectation)).length
    for (; this.continued < expecting; this.continued++)
      this.busy = this.busy.then(() => this.write('HTTP/1.1 100 Continue\r\n\r\n'))
    for (; this.answered < whole; this.answered++) this.busy = this.busy.then(() => this.reply())
  }

  private async reply(): Promise<void> {
    for (const part of this.script.reply ?? []) {
      if (this.socket.destroyed) return
      const text = textOf(part)
      if (text !== undefined) this.write(text)
      else if (typeof part === 'string') continue
      else if ('pause' in part) await new Promise((resolve) => setTimeout(resolve, part.pause * this.slow))
      else if ('close' in part || 'fin' in part) this.socket.end()
      else if ('echo' in part) this.echo = part.echo
    }
  }

  private write(text: string): void {
    this.sent += text
    this.socket.write(text, 'latin1')
  }
}

function isExpectation([name, value]: BackendRequest['headers'][number]): boolean {
  return name === 'expect' && value.toLowerCase() === '100-continue'
}

/** The requests in what a proxy sent; the last one may not be whole. */
export function readRequests(text: string): BackendRequest[] {
  const requests: BackendRequest[] = []
  let at = 0
  while (at < text.length) {
    const end = text.indexOf('\r\n\r\n', at)
    const head = text.slice(at, end < 0 ? undefined : end)
    const [line = '', ...lines] = head.split(/\r?\n/)
    const [method = '', target = ''] = line.split(' ')
    const headers = lines.map((one): [string, string] => {
      const colon = one.indexOf(':')
      return [one.slice(0, Math.max(colon, 0)).toLowerCase(), one.slice(colon + 1).trim()]
    })
    if (end < 0) {
      // The last line may be half a line.
      requests.push({ method, target, headers: headers.slice(0, -1), body: '', complete: false })
      return requests
    }
    const content = readBody(text, end + 4, headers)
    requests.push({ method, target, headers, body: content.body, complete: content.complete })
    if (!content.complete) return requests
    at = content.end
  }
  return requests
}

function readBody(
  text: string,
  start: number,
  headers: BackendRequest['headers'],
): { body: string; end: number; complete: boolean } {
  const value = (name: string): string | undefined => headers.find(([key]) => key === name)?.[1]
  if (/chunked\s*$/i.test(value('transfer-encoding') ?? '')) {
    const parts: string[] = []
    let at = start
    for (;;) {
      const line = text.indexOf('\r\n', at)
      const size = line < 0 ? NaN : Number.parseInt(text.slice(at, line), 16)
      if (Number.isNaN(size)) return { body: parts.join(''), end: text.length, complete: false }
      at = line + 2
      if (size === 0) break
      if (at + size + 2 > text.length)
        return { body: parts.join('') + text.slice(at), end: text.length, complete: false }
      parts.push(text.slice(at, at + size))
      at += size + 2
    }
    for (;;) {
      const line = text.indexOf('\r\n', at)
      if (line < 0) return { body: parts.join(''), end: text.length, complete: false }
      if (line === at) return { body: parts.join(''), end: at + 2, complete: true }
      at = line + 2
    }
  }
  const length = Number(value('content-length') ?? 0)
  const end = start + length
  return { body: text.slice(start, end), end: Math.min(end, text.length), complete: end <= text.length }
}
