import { getEventListeners } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { toApplication } from '../gateway.ts'
import type { ApplicationLike, ErrorStream, HeaderPair } from '../gateway.ts'
import { TCHAR, skip } from '../http/chars.ts'
import { parseRequestTarget } from '../http/request-target.ts'
import { ClientDisconnected, Input, NO_INPUT } from '../input.ts'
import type { BlockSource } from '../input.ts'
import { EnvironShapes } from './environ-shapes.ts'
import { Handler } from './handler.ts'
export { LeanRequest } from './lean-request.ts'
import { BadRequest, requestEnviron } from './request-environ.ts'
import type { ConnectionFacts } from './request-environ.ts'

export type Listener = (request: IncomingMessage, response: ServerResponse) => void

export interface ListenerOptions {
  readonly errors?: ErrorStream
}

const STDERR: ErrorStream = {
  write: (text) => void process.stderr.write(text),
  writelines: (lines) => {
    for (const line of lines) process.stderr.write(line)
  },
  flush() {},
}

const shapes = new EnvironShapes({
  'triptych.signal': undefined,
  'triptych.finally': undefined,
  'triptych.trailers': undefined,
  'wsgi.early_hints': undefined,
})

export function toListener(application: ApplicationLike, options: ListenerOptions = {}): Listener {
  const app = toApplication(application)
  const errors = options.errors ?? STDERR
  return (request, response) => {
    const { socket } = request
    const connection = connectionOf(socket)
    const head = {
      method: request.method!,
      target: request.url!,
      protocol: request.httpVersion === '1.1' ? 'HTTP/1.1' : 'HTTP/1.0',
      fields: request.rawHeaders,
    }
    let environ
    try {
      environ = requestEnviron(shapes, head, connection, NO_INPUT, errors)
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error
      refuse(response, error.message)
      return
    }
    if (environ.CONTENT_LENGTH !== undefined || environ['HTTP_TRANSFER_ENCODING'] !== undefined) {
      environ['wsgi.input'] = new Input(blocksOf(request))
    }
    const handler = new NodeHandler(response, connection)
    environ['triptych.signal'] = connection.controller().signal
    environ['triptych.finally'] = handler.onFinally
    environ['triptych.trailers'] = handler.onTrailers
    environ['wsgi.early_hints'] = handler.earlyHints
    const answered = handler.run(app, environ)
    if (answered !== undefined) response.once('close', handler.closed)
  }
}

class NodeHandler extends Handler {
  private readonly response: ServerResponse
  private readonly connection: Connection

  constructor(response: ServerResponse, connection: Connection) {
    super()
    this.response = response
    this.connection = connection
  }

  readonly closed = (): void => {
    if (this.response.writableFinished) return
    this.connection.abort()
    this.abort()
  }

  readonly earlyHints = (headers: HeaderPair[]): void => {
    const hints: Record<string, string[]> = {}
    for (const [name, value] of headers) (hints[name.toLowerCase()] ??= []).push(value)
    this.response.writeEarlyHints(hints)
  }

  protected override sendWhole(code: number, reason: string, headers: HeaderPair[], body: Uint8Array): void {
    const { response } = this
    response.writeHead(code, reason, headers as never)
    if (body.length === 0) response.end()
    // As text, node joins it with the head and writes once.
    else if (body.length <= 4096) response.end(latin1.call(body, 0, body.length), 'latin1')
    else response.end(body)
  }

  protected override sendHead(code: number, reason: string, headers: HeaderPair[]): void {
    this.response.writeHead(code, reason, headers as never)
  }

  protected override sendBlock(block: Uint8Array): Promise<void> | undefined {
    const { response } = this
    if (response.write(block) || response.destroyed) return undefined
    return new Promise((resolve) => {
      const done = (): void => {
        response.off('drain', done)
        response.off('close', done)
        resolve()
      }
      response.on('drain', done)
      response.on('close', done)
    })
  }

  protected override sendEnd(trailers: HeaderPair[] | undefined): void {
    if (trailers !== undefined && this.response.chunkedEncoding) this.response.addTrailers(trailers)
    this.response.end()
  }

  protected override cut(): void {
    this.response.destroy()
  }

  protected override finished(): void {
    this.connection.release()
  }
}

const latin1 = Buffer.prototype.latin1Slice

const connections = new WeakMap<Socket, Connection>()

function connectionOf(socket: Socket): Connection {
  let connection = connections.get(socket)
  if (connection === undefined) connections.set(socket, (connection = new Connection(socket)))
  return connection
}

class Connection implements ConnectionFacts {
  readonly scheme: 'http' | 'https'
  readonly serverName: string
  readonly serverPort: string
  readonly remoteAddr: string
  readonly remotePort: string
  private current: AbortController | undefined

  constructor(socket: Socket) {
    this.scheme = 'encrypted' in socket ? 'https' : 'http'
    this.serverName = plainAddress(socket.localAddress) || 'localhost'
    this.serverPort = String(socket.localPort ?? 80)
    this.remoteAddr = plainAddress(socket.remoteAddress)
    this.remotePort = String(socket.remotePort ?? '')
  }

  controller(): AbortController {
    return (this.current ??= new AbortController())
  }

  abort(): void {
    this.current?.abort(new ClientDisconnected('The client closed the connection'))
    this.current = undefined
  }

  /** A new signal costs 2 microseconds on Node 20: one that nobody listened to serves the next request as well. */
  release(): void {
    if (this.current && getEventListeners(this.current.signal, 'abort').length > 0) this.current = undefined
  }
}

function plainAddress(address: string | undefined): string {
  return address?.startsWith('::ffff:') ? address.slice(7) : (address ?? '')
}

function blocksOf(request: IncomingMessage): BlockSource {
  let iterator: AsyncIterator<Uint8Array> | undefined
  return async () => {
    iterator ??= request.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>
    try {
      const step = await iterator.next()
      return step.done ? undefined : step.value
    } catch (error) {
      throw new ClientDisconnected('The client left before its body was complete', { cause: error })
    }
  }
}

function refuse(response: ServerResponse, reason: string): void {
  const text = `400 Bad Request: ${reason}\n`
  response.writeHead(400, 'Bad Request', {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': text.length,
    Connection: 'close',
  })
  response.end(text)
}

export function onClientError(error: Error & { code?: string; rawPacket?: Buffer }, socket: Duplex): void {
  if (!socket.writable) return void socket.destroy()
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : hasUnknownMethod(error.rawPacket)
          ? '501 Not Implemented'
          : '400 Bad Request'
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${status.length}\r\n` +
      `Connection: close\r\n\r\n${status}`,
    'latin1',
  )
}

function hasUnknownMethod(packet: Buffer | undefined): boolean {
  const line = packet?.toString('latin1', 0, Math.max(0, packet.indexOf('\r\n'))) ?? ''
  const space = skip(line, 0, TCHAR)
  const end = line.lastIndexOf(' ')
  if (space === 0 || line[space] !== ' ' || end <= space || !/^HTTP\/1\.[01]$/.test(line.slice(end + 1)))
    return false
  return parseRequestTarget(line.slice(0, space), line.slice(space + 1, end)).problems.length === 0
}
