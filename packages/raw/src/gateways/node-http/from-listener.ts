import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Application, Environ, HeaderPair, StartResponse } from '../../gateway.ts'
import { isHopByHop } from '../../http/connection.ts'
import { PATH, encodePercent } from '../../http/percent.ts'
import { STATUS_PHRASES } from '../../status.ts'
import type { Listener } from './listener.ts'

/** Bytes that a listener may write ahead of the client before `write` tells it to wait for `drain`, node's default. */
const HIGH_WATER_MARK = 16384

/**
 * Makes an application of a request listener of node:http, so that an Express, Koa or connect program is served by any
 * of our servers, mounted under others or wrapped by middleware. Both bodies stream, `drain` comes when the client has
 * taken what was written; when it leaves, request and response are destroyed. Under a mount point, `request.url` is
 * the path below it. Upgrades can't be passed on; there is no socket to write to.
 *
 * @example
 * import { call } from '@triptych/raw/testing'
 * const app = fromListener((request, response) => {
 *   response.setHeader('Content-Type', 'text/plain')
 *   response.end(`${request.method} ${request.url}`)
 * })
 * assert.equal((await call(app, '/hello?q')).text(), 'GET /hello?q')
 */
export function fromListener(listener: Listener): Application {
  if (typeof listener !== 'function')
    throw new TypeError(`Expected a request listener, got ${typeof listener}`)
  return (environ, startResponse) => {
    const mount = new Mount(environ, startResponse)
    environ['triptych.signal']?.addEventListener('abort', () => mount.destroy(), { once: true })
    return mount.run(listener)
  }
}

/**
 * A request whose body comes from `wsgi.input`. What differs from node's stands on the object itself, here and in the
 * response: Express replaces the prototypes of both.
 */
function mountedRequest(environ: Environ): IncomingMessage {
  const request = new IncomingMessage(mountedSocket(environ))
  request.method = environ.REQUEST_METHOD
  request.url = urlOf(environ)
  request.httpVersionMajor = 1
  request.httpVersionMinor = environ.SERVER_PROTOCOL === 'HTTP/1.0' ? 0 : 1
  request.httpVersion = `1.${request.httpVersionMinor}`
  for (const [name, value] of fieldsOf(environ)) {
    request.rawHeaders.push(name, value)
    request.headers[name.toLowerCase()] = value
  }
  const blocks = environ['wsgi.input'][Symbol.asyncIterator]()
  request._read = (size) => {
    // Node's own marks the message as being consumed, without which a Readable asks for one block only.
    IncomingMessage.prototype._read.call(request, size)
    blocks.next().then(
      (step) => {
        if (step.done) request.complete = true
        request.push(step.done ? null : step.value)
      },
      (error: Error) => request.destroy(error),
    )
  }
  return request
}

/** The addresses of the client; nothing is ever written to it. */
function mountedSocket(environ: Environ): Socket {
  const socket = new Socket()
  Object.defineProperties(socket, {
    remoteAddress: { value: environ.REMOTE_ADDR, configurable: true },
    remotePort: { value: Number(environ.REMOTE_PORT) || undefined, configurable: true },
    encrypted: { value: environ['wsgi.url_scheme'] === 'https', configurable: true },
    // Programs take a message for finished when its socket is.
    readable: { value: true, configurable: true },
    writable: { value: true, configurable: true },
  })
  return socket
}

function urlOf(environ: Environ): string {
  const target = environ.REQUEST_URI
  if (environ.SCRIPT_NAME === '' && target?.startsWith('/') && !target.startsWith('//')) return target
  const query = environ.QUERY_STRING === '' ? '' : `?${environ.QUERY_STRING}`
  return (encodePercent(environ.PATH_INFO, PATH) || '/') + query
}

function fieldsOf(environ: Environ): HeaderPair[] {
  const fields: HeaderPair[] = []
  for (const key of Object.keys(environ)) {
    const value = environ[key]
    if (typeof value !== 'string') continue
    const content = key === 'CONTENT_TYPE' || key === 'CONTENT_LENGTH'
    if (content ? value === '' : !key.startsWith('HTTP_')) continue
    fields.push([titled(content ? key : key.slice(5)), value])
  }
  return fields
}

/** `USER_AGENT` as `User-Agent`. */
function titled(key: string): string {
  return key
    .toLowerCase()
    .replace(/(^|_)([a-z])/g, (_, dash: string, letter: string) => (dash && '-') + letter.toUpperCase())
}

/** A response of node:http whose head goes to startResponse and whose body is an iterable of blocks. */
class Mount {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  private readonly startResponse: StartResponse
  private readonly blocks: Uint8Array[] = []
  /** Bytes that were written and not taken yet. */
  private waiting = 0
  private started = false
  private ended = false
  private gone = false
  private readonly headReady: Promise<void>
  private onHead!: () => void
  private onFailure!: (error: unknown) => void
  private wake: (() => void) | undefined

  constructor(environ: Environ, startResponse: StartResponse) {
    this.startResponse = startResponse
    this.headReady = new Promise((resolve, reject) => {
      this.onHead = resolve
      this.onFailure = reject
    })
    this.request = mountedRequest(environ)
    const response = (this.response = new ServerResponse(this.request))
    response.writeHead = (code: number, ...rest: unknown[]) => this.writeHead(code, rest)
    response.flushHeaders = () => this.flushHeaders()
    response.write = (chunk: unknown, encoding?: unknown, callback?: unknown) =>
      this.write(chunk, [encoding, callback])
    response.end = (chunk?: unknown, encoding?: unknown, callback?: unknown) =>
      this.end([chunk, encoding, callback])
    response.destroy = (error?: Error) => this.destroy(error)
    Object.defineProperty(response, 'headersSent', { configurable: true, get: () => this.started })
  }

  async run(listener: Listener): Promise<AsyncIterableIterator<Uint8Array>> {
    // A listener that fails before its head is an application that does.
    const result: unknown = listener(this.request, this.response)
    void Promise.resolve(result).catch((error: unknown) => this.onFailure(error))
    await this.headReady
    return this.body()
  }

  destroy(error?: Error): ServerResponse {
    const { response } = this
    if (this.gone) return response
    this.gone = true
    response.destroyed = true
    this.request.destroy()
    if (!this.started)
      this.onFailure(error ?? new Error('The response was destroyed before its head was sent'))
    this.wake?.()
    queueMicrotask(() => response.emit('close'))
    return response
  }

  private writeHead(code: number, rest: readonly unknown[]): ServerResponse {
    const { response } = this
    if (this.started) throw new Error('The head of this response has been sent')
    const [first, second] = rest
    const reason = typeof first === 'string' ? first : response.statusMessage
    for (const [name, value] of givenPairs(typeof first === 'string' ? second : first))
      response.setHeader(name, value)
    const pairs: HeaderPair[] = []
    for (const name of (response as unknown as { getRawHeaderNames(): string[] }).getRawHeaderNames()) {
      // The connection is our server's business; listeners set such fields for servers of node's kind.
      if (isHopByHop(name)) continue
      for (const value of [response.getHeader(name)!].flat()) pairs.push([name, String(value)])
    }
    this.startResponse(`${code} ${reason || (STATUS_PHRASES.get(code) ?? 'Unknown')}`, pairs)
    this.started = true
    response.statusCode = code
    this.onHead()
    return response
  }

  private flushHeaders(): void {
    // Through the object: programs such as morgan put their own writeHead before ours.
    if (!this.started) this.response.writeHead(this.response.statusCode)
  }

  private write(chunk: unknown, [encoding, callback]: readonly unknown[]): boolean {
    if (this.ended) throw new Error('This response has ended')
    this.flushHeaders()
    const block =
      typeof chunk === 'string'
        ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
        : chunk
    if (!(block instanceof Uint8Array)) throw new TypeError(`Expected text or bytes, got ${typeof chunk}`)
    if (block.length > 0) this.blocks.push(block)
    this.waiting += block.length
    this.wake?.()
    const done = typeof encoding === 'function' ? encoding : callback
    if (typeof done === 'function') queueMicrotask(() => void done())
    return this.waiting < HIGH_WATER_MARK
  }

  private end(given: readonly unknown[]): ServerResponse {
    const { response } = this
    if (this.ended) return response
    const [chunk, encoding] = given
    const done = given.find((one) => typeof one === 'function') as (() => void) | undefined
    if (chunk !== undefined && chunk !== null && chunk !== done) {
      if (!this.started && !response.hasHeader('Content-Length') && typeof chunk === 'string') {
        response.setHeader('Content-Length', Buffer.byteLength(chunk, encoding as BufferEncoding))
      }
      this.write(chunk, [encoding])
    } else this.flushHeaders()
    this.ended = true
    response.finished = true
    if (done) response.once('finish', done)
    this.wake?.()
    return response
  }

  private async *body(): AsyncGenerator<Uint8Array, void, undefined> {
    const { response } = this
    try {
      for (;;) {
        const block = this.blocks.shift()
        if (block !== undefined) {
          yield block
          const full = this.waiting >= HIGH_WATER_MARK
          this.waiting -= block.length
          if (full && this.waiting < HIGH_WATER_MARK) response.emit('drain')
        } else if (this.ended) break
        else if (this.gone) throw new Error('The response was destroyed before its end')
        else await new Promise<void>((resolve) => (this.wake = resolve))
      }
      response.emit('finish')
    } finally {
      this.destroy()
    }
  }
}

/** The headers that `writeHead` takes: an object, a flat list, or a list of pairs. */
function givenPairs(headers: unknown): [string, string | string[]][] {
  if (headers === undefined || headers === null) return []
  if (!Array.isArray(headers)) {
    return Object.entries(headers as Record<string, number | string | string[]>).map(([name, value]) => [
      name,
      Array.isArray(value) ? value : String(value),
    ])
  }
  const flat = headers.flat() as (string | number)[]
  const merged = new Map<string, [string, string[]]>()
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const name = String(flat[at])
    const known = merged.get(name.toLowerCase())
    if (known) known[1].push(String(flat[at + 1]))
    else merged.set(name.toLowerCase(), [name, [String(flat[at + 1])]])
  }
  return [...merged.values()]
}
