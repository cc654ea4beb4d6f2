import { createServer, connect } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import type { Application, Body } from '@triptych/raw'
import { NodeServer } from '@triptych/raw/server'
import { app as echo } from '../echo/raw.ts'

/**
 * A server that is wrong in one way: the echo application behind a good server, with a relay before it that rewrites what
 * comes and goes, or with an application that breaks its part.
 */
export interface HttpMutant {
  readonly name: string
  /** The group whose cases must notice it, with the suite. */
  readonly group: string
  /** At least these cases. */
  readonly caughtBy: readonly string[]
  /** What the careless server takes the bytes of a connection for. */
  readonly reads?: (text: string) => string
  /** What it sends in place of a block of its answer; it gets to see what was asked. */
  readonly writes?: (text: string, asked: string) => string
  /** It closes nothing, whatever it said. */
  readonly keepsOpen?: boolean
  readonly application?: Application
}

const line = (name: string): RegExp => new RegExp(`\\r\\n${name}:[^\\r\\n]*`, 'gi')

/** One or more for each group of the suites `wire` and `gateway`. */
export const HTTP_MUTANTS: readonly HttpMutant[] = [
  {
    name: 'takes any protocol name',
    group: 'wire.line',
    caughtBy: ['wire.line.version-bad-lower'],
    reads: (text) => text.replace(/^(\S+ \S+) [^\r\n]+/, '$1 HTTP/1.1'),
  },
  {
    name: 'makes a path of a target without a slash',
    group: 'wire.target',
    caughtBy: ['wire.target.relative'],
    reads: (text) => text.replace(/^([A-Z]+) (?![/*]|https?:)/, '$1 /'),
  },
  {
    name: 'does not look at Host',
    group: 'wire.host',
    caughtBy: ['wire.host.missing', 'wire.host.bad-space', 'wire.host.two-different'],
    reads: (text) => text.replace(line('host'), '').replace(/\r\n/, '\r\nHost: localhost\r\n'),
  },
  {
    name: 'forgives whitespace before the colon',
    group: 'wire.field',
    caughtBy: ['wire.field.tab-before-colon'],
    reads: (text) => text.replace(/\r\n([\w-]+)[ \t]+:/g, '\r\n$1:'),
  },
  {
    name: 'reads a number out of any Content-Length',
    group: 'wire.length',
    caughtBy: ['wire.length.bad-plus'],
    reads: (text) => text.replace(/(Content-Length:)[^\d\r\n]*(\d*)[^\r\n]*/gi, '$1 $2'),
  },
  {
    name: 'takes whatever has chunked in it for chunked',
    group: 'wire.te',
    caughtBy: ['wire.te.bad-chunkedx', 'wire.te.bad-not-final'],
    reads: (text) => text.replace(/(Transfer-Encoding:)[^\r\n]*chunked[^\r\n]*/gi, '$1 chunked'),
  },
  {
    name: 'reads hexadecimal digits as a C library does',
    group: 'wire.chunk',
    caughtBy: ['wire.chunk.size-bad-hex-prefix'],
    reads: (text) => text.replace(/\r\n(?:0x|\+)([\da-f]+)\r\n/gi, '\r\n$1\r\n'),
  },
  {
    name: 'adds trailers to the fields',
    group: 'wire.trailer',
    caughtBy: ['wire.trailer.no-auth'],
    reads: (text) =>
      text.replace(
        /^([^\r]*\r\n)([^]*\r\n0\r\n)((?:[^\r\n]+\r\n)+)\r\n/,
        (_, first: string, rest: string, trailers: string) => {
          return `${first}${trailers}${rest}\r\n`
        },
      ),
  },
  {
    name: 'never closes',
    group: 'wire.conn',
    caughtBy: ['wire.conn.close-list'],
    keepsOpen: true,
  },
  {
    name: 'knows three methods',
    group: 'wire.method',
    caughtBy: ['wire.method.patch', 'wire.method.options'],
    reads: (text) => text.replace(/^(?!GET|HEAD|POST)[A-Z]+/, 'POST'),
  },
  {
    name: 'never says 100 Continue',
    group: 'wire.expect',
    caughtBy: ['wire.expect.continue-case'],
    writes: (text) => text.replace(/^HTTP\/1\.1 100[^\r]*\r\n\r\n/, ''),
  },
  {
    name: 'changes to every protocol',
    group: 'wire.upgrade',
    caughtBy: ['wire.upgrade.unknown'],
    writes: (text, asked) =>
      /\r\nUpgrade:/i.test(asked)
        ? 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'
        : text,
  },
  {
    name: 'takes a length beyond all numbers for none',
    group: 'wire.limit',
    caughtBy: ['wire.limit.length-digits'],
    reads: (text) => text.replace(/(Content-Length: )\d{20,}/i, '$10'),
  },
  {
    name: 'prefers Transfer-Encoding and forgets Content-Length',
    group: 'wire.smuggle',
    caughtBy: ['wire.smuggle.cl-te'],
    reads: (text) =>
      /transfer-encoding:[^\r\n]*chunked/i.test(text) ? text.replace(line('content-length'), '') : text,
  },
  {
    name: 'has no clock',
    group: 'gateway.response',
    caughtBy: ['gateway.response.date'],
    writes: (text) => text.replace(line('date'), ''),
  },
  {
    name: 'splits what the application injects',
    group: 'gateway.response',
    caughtBy: ['gateway.response.inject'],
    writes: (text, asked) =>
      asked.startsWith('GET /inject')
        ? 'HTTP/1.1 200 OK\r\nX-Test: a\r\nX-Evil: 1\r\nContent-Length: 2\r\n\r\nok'
        : text,
  },
  {
    name: 'takes an unread body for a request',
    group: 'gateway.conn',
    caughtBy: ['gateway.conn.unread-body-smuggle'],
    reads: (text) => (text.startsWith('POST /noread') ? text.replace(line('content-length'), '') : text),
  },
  {
    name: 'gives 204 a length',
    group: 'gateway.length',
    caughtBy: ['gateway.length.204-path'],
    writes: (text) => text.replace(/^(HTTP\/1\.1 204[^\r]*\r\n)/, '$1Content-Length: 0\r\n'),
  },
  {
    name: 'sends all that the application gives',
    group: 'gateway.length',
    caughtBy: ['gateway.length.long'],
    writes: (text, asked) =>
      asked.startsWith('GET /long')
        ? text.replace(/12345$/, '12345HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
        : text,
  },
  {
    name: 'sends the content after the head of HEAD',
    group: 'gateway.head',
    caughtBy: ['gateway.head.get-length'],
    writes: (text, asked) =>
      asked.startsWith('HEAD') ? text.replace(/\r\n\r\n/, '\r\n\r\n0123456789') : text,
  },
  {
    name: 'never closes a body',
    group: 'gateway.close',
    caughtBy: ['gateway.close.finished', 'gateway.close.failed'],
    application: async (environ, startResponse) => {
      const body = await echo(environ, startResponse)
      // The same blocks, without the way to close them.
      return Array.isArray(body) ? body : ({ [Symbol.asyncIterator]: () => blocksOf(body) } as Body)
    },
  },
  {
    name: 'asks for all blocks at once',
    group: 'gateway.backpressure',
    caughtBy: ['gateway.backpressure.slow-reader'],
    application: async (environ, startResponse) => {
      const body = await echo(environ, startResponse)
      const blocks: Uint8Array[] = []
      for await (const block of body) blocks.push(block)
      await body.close?.()
      return blocks
    },
  },
  {
    name: 'shows the stack of an error',
    group: 'gateway.error',
    caughtBy: ['gateway.error.no-trace'],
    writes: (text, asked) =>
      asked.startsWith('GET /raise ')
        ? text
            .replace(/500 Internal Server Error$/, 'Error\n    at f (/a.js:1)')
            .replace(/Content-Length: \d+/, 'Content-Length: 26')
        : text,
  },
  {
    name: 'decodes paths twice',
    group: 'gateway.plack',
    caughtBy: ['gateway.plack.percent-twice'],
    reads: (text) =>
      text.replace(
        /^(\S+ )(\S+)/,
        (_, method: string, target: string) => method + target.replaceAll('%25', '%'),
      ),
  },
]

async function* blocksOf(body: Body): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const block of body) yield block
}

/** A mutant that listens. */
export interface RunningMutant {
  readonly url: string
  stop(): Promise<void>
}

/** Starts a mutant on a free port. */
export async function startMutant(
  mutant: Omit<HttpMutant, 'name' | 'group' | 'caughtBy'>,
): Promise<RunningMutant> {
  const { reads = (text) => text, writes = (text) => text, keepsOpen = false, application = echo } = mutant
  const server = new NodeServer(application, { graceTimeout: 100 })
  const port = Number(new URL(await server.listen({ host: '127.0.0.1', port: 0 })).port)
  const relay: Server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const behind = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true })
    let asked = ''
    client.setEncoding('latin1')
    behind.setEncoding('latin1')
    client.on('data', (text: string) => {
      asked ||= text
      behind.write(reads(text), 'latin1')
    })
    behind.on('data', (text: string) => {
      if (!client.write(writes(text, asked), 'latin1')) {
        behind.pause()
        client.once('drain', () => behind.resume())
      }
    })
    client.on('end', () => behind.end())
    behind.on('end', () => keepsOpen || client.end())
    client.on('close', () => behind.destroy())
    behind.on('close', () => keepsOpen || client.end())
    for (const socket of [client, behind]) socket.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    stop: async () => {
      await server.close()
      await new Promise<void>((resolve) => {
        relay.close(() => resolve())
        setTimeout(resolve, 500)
      })
    },
  }
}
