import { createServer, request } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { connect, createServer as createTunnel } from 'node:net'
import type { AddressInfo, Server as NetServer, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Address, Target } from '../../src/target.ts'
import { freePort } from '../../src/target/free-port.ts'
import { replyFields, requestFields } from './fields.ts'
import { TargetProblem, readTarget } from './read-target.ts'
import type { Faults, ProxyFault } from './proxy-fault.ts'

/** So long the backend may be silent. */
const PATIENCE = 700
const BAD_GATEWAY = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'

/**
 * Starts a proxy on node:http that is wrong in one way, or, without a fault, as right as node:http lets it be.
 *
 * @param role a forward proxy takes the backend from the target, a reverse proxy always the same
 */
export async function startMutantProxy(role: 'reverse' | 'forward', fault?: ProxyFault): Promise<Target> {
  const faults: Faults = new Set(fault === undefined ? [] : [fault])
  const backend = { host: '127.0.0.1', port: await freePort() }
  const sockets = new Set<Socket>()
  const server: Server | NetServer = faults.has('tunnel')
    ? createTunnel((socket) => join(socket, connect(backend.port, backend.host)))
    : new MutantProxy(role, backend, faults).server
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    name: `mutant ${fault ?? 'without fault'}`,
    at: `127.0.0.1:${port}`,
    address: { host: '127.0.0.1', port },
    backend,
    role,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

class MutantProxy {
  readonly server: Server
  private readonly role: 'reverse' | 'forward'
  private readonly backend: Address
  private readonly faults: Faults

  constructor(role: 'reverse' | 'forward', backend: Address, faults: Faults) {
    this.role = role
    this.backend = backend
    this.faults = faults
    this.server = createServer((incoming, response) => void this.handle(incoming, response))
    this.server.on('upgrade', (incoming, socket, head) => this.upgrade(incoming, socket, head))
    this.server.on('connect', (incoming, socket, head) => this.connect(incoming, socket, head))
  }

  private async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { faults } = this
    if (faults.has('close-after')) response.shouldKeepAlive = false
    const hosts = incoming.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host')
    if (hosts.length > 1 && !faults.has('first-host')) return this.fail(response, 400)
    if (faults.has('refuse-unknown') && /cookie|forwarded|max-forwards/i.test(incoming.rawHeaders.join())) {
      return this.fail(response, 400)
    }
    const limit = maxForwardsOf(incoming)
    if (limit === 0 && !faults.has('keep-max-forwards')) return void response.end()
    // Read as a whole where the whole has to be known.
    const buffered = faults.has('complete-request') || faults.has('merge-trailers')
    const body = buffered ? await readAll(incoming) : undefined
    const extra = body === undefined ? [] : ['Content-Length', String(body.length)]
    if (faults.has('merge-trailers')) extra.push(...incoming.rawTrailers)
    try {
      const outgoing = this.open(incoming, limit, extra)
      if (body !== undefined) outgoing.end(body)
      else if (faults.has('drop-body') || isUnbounded(incoming, faults)) outgoing.end()
      else incoming.pipe(outgoing)
      if (!buffered) incoming.once('error', () => outgoing.destroy())
      this.answer(outgoing, response, () => void this.handle(incoming, response))
    } catch (error) {
      this.fail(response, error instanceof TargetProblem ? 400 : 502)
    }
  }

  private open(
    incoming: IncomingMessage,
    limit: number | undefined,
    extra: readonly string[] = [],
    upgrade = false,
  ): ReturnType<typeof request> {
    const { faults, role, backend } = this
    const { host, port, path, authority } = readTarget(incoming, role, backend, faults)
    const side = {
      version: incoming.httpVersion,
      client: incoming.socket.remoteAddress ?? '',
      host: authority,
      maxForwards: limit === undefined || faults.has('keep-max-forwards') ? undefined : limit - 1,
    }
    const raw = incoming.rawHeaders.filter((_, at, all) => !isLeftOut(all[at - (at % 2)]!, extra, faults))
    const fields = [...requestFields(raw, side, faults), ...extra]
    if (upgrade) fields.push('Connection', 'Upgrade', 'Upgrade', incoming.headers.upgrade ?? '')
    const { method = 'GET' } = incoming
    return request({ host, port, path, method, headers: fields, agent: false, timeout: PATIENCE })
  }

  private answer(outgoing: ReturnType<typeof request>, response: ServerResponse, again: () => void): void {
    const { faults } = this
    let over = false
    const fail = (status: number): void => {
      if (!over) this.fail(response, status)
      over = true
    }
    outgoing.once('timeout', () => {
      fail(504)
      outgoing.destroy()
    })
    outgoing.on('error', () => {
      if (over) return
      if (faults.has('retry') && response.getHeader('X-Retried') === undefined) {
        over = true
        response.setHeader('X-Retried', '1')
        again()
      } else fail(502)
    })
    outgoing.once('upgrade', (_, socket: Socket) => {
      socket.destroy()
      fail(502)
    })
    outgoing.once('response', (incoming) => {
      if (over) return
      over = true
      void this.relay(incoming, response)
    })
  }

  private async relay(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { faults } = this
    let { statusCode: status = 502 } = incoming
    if (faults.has('known-statuses')) status = status >= 400 ? 502 : status === 299 ? 200 : status
    incoming.on('error', () => {
      if (!faults.has('complete-reply')) response.destroy()
    })
    const whole = ['complete-reply', 'merge-trailers', 'drop-reply-body'] as const
    if (!whole.some((fault) => faults.has(fault))) {
      response.writeHead(status, incoming.statusMessage, replyFields(incoming.rawHeaders, faults))
      // Even if the backend fails with its next byte.
      response.flushHeaders()
      incoming.pipe(response)
      return
    }
    const body = faults.has('drop-reply-body') ? Buffer.alloc(0) : await readAll(incoming)
    const fields = replyFields(incoming.rawHeaders, faults).filter(
      (_, at, all) => all[at - (at % 2)]!.toLowerCase() !== 'content-length',
    )
    const trailers = faults.has('merge-trailers') ? incoming.rawTrailers : []
    response.writeHead(status, [...fields, 'Content-Length', String(body.length), ...trailers])
    response.end(body)
  }

  private fail(response: ServerResponse, status: number): void {
    response.statusCode = this.faults.has('no-errors') ? 200 : status
    response.end('The proxy says so\n')
  }

  private upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    const wanted =
      incoming.headers.upgrade?.toLowerCase() === 'websocket' && !this.faults.has('refuse-upgrade')
    const outgoing = this.open(incoming, undefined, [], wanted || this.faults.has('keep-hop'))
    outgoing.once('upgrade', (reply, other: Socket, rest: Buffer) => {
      socket.write(wanted ? headOf(reply, reply.rawHeaders) : BAD_GATEWAY)
      other.unshift(rest)
      socket.unshift(head)
      if (wanted) join(socket, other)
      else other.destroy()
    })
    outgoing.once('response', (reply) => {
      reply.setEncoding('latin1')
      const chunks: string[] = []
      reply.on('data', (chunk: string) => chunks.push(chunk))
      reply.once('end', () => {
        if (this.faults.has('known-statuses') && reply.statusCode! >= 400) reply.statusCode = 502
        const fields = [...replyFields(reply.rawHeaders, this.faults), 'Connection', 'close']
        socket.end(headOf(reply, fields) + chunks.join(''), 'latin1')
      })
    })
    outgoing.on('error', () => socket.end(BAD_GATEWAY))
    outgoing.end()
  }

  private connect(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    const [host = '', port = ''] = (incoming.url ?? '').split(':')
    const { faults } = this
    if (this.role === 'reverse') {
      socket.end('HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n')
      return
    }
    const other = connect(Number(port), host)
    other.once('connect', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      if (!faults.has('no-early-data')) socket.unshift(head)
      if (faults.has('no-early-data') && incoming.httpVersion === '1.0') socket.end(() => other.destroy())
      else join(socket, other)
    })
    other.once('error', () => socket.end(BAD_GATEWAY))
  }
}

function isLeftOut(name: string, extra: readonly string[], faults: Faults): boolean {
  const isLength = /^(?:content-length|transfer-encoding)$/i.test(name)
  return isLength && (extra.length > 0 || faults.has('drop-body'))
}

/** Its length was taken away, as Connection said. */
function isUnbounded({ headers }: IncomingMessage, faults: Faults): boolean {
  return faults.has('drop-nominated') && headers.connection?.toLowerCase() === 'content-length'
}

function maxForwardsOf({ method, headers }: IncomingMessage): number | undefined {
  const value = headers['max-forwards']
  const counts = (method === 'TRACE' || method === 'OPTIONS') && typeof value === 'string'
  return counts && /^\d+$/.test(value) ? Number(value) : undefined
}

function headOf({ statusCode, statusMessage }: IncomingMessage, fields: readonly string[]): string {
  const lines = fields.map((text, at) => (at % 2 === 0 ? `${text}: ` : `${text}\r\n`))
  return `HTTP/1.1 ${statusCode} ${statusMessage}\r\n${lines.join('')}\r\n`
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
  } catch {
    // It was cut: what came is what there is.
  }
  return Buffer.concat(chunks)
}

function join(one: Duplex, other: Duplex): void {
  one.pipe(other).on('error', () => one.destroy())
  other.pipe(one).on('error', () => other.destroy())
}
