import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdtempSync, rmSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Application, Environ } from '../../../src/gateway.ts'
import { SocketServer } from '../../../src/server/socket/socket-server.ts'
import type { UpgradedConnection } from '../../../src/server/socket/upgraded-connection.ts'
import { serve } from './connect.ts'
import type { TestServer } from './connect.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const LAST = 'GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'

/** Says what it saw; reads the content when there is some. */
const echo: Application = async (environ, startResponse) => {
  const body = await environ['wsgi.input'].read()
  const text = `[${environ.REQUEST_METHOD} ${environ.PATH_INFO} ${Buffer.from(body).toString('latin1')}]`
  startResponse('200 OK', [['Content-Type', 'text/plain']])
  return [bytes(text)]
}

let open: TestServer | undefined
afterEach(() => open?.stop())
const start = async (...args: Parameters<typeof serve>): Promise<TestServer> => (open = await serve(...args))
const statuses = (text: string): string[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status!)

describe('requests', () => {
  test('any method reaches the application', async () => {
    const { ask } = await start(echo)
    expect(await ask('BREW /pot HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toContain('[BREW /pot ]')
  })

  test('pipelined requests are answered in order, also when the first one takes longer', async () => {
    const slow: Application = async (environ, startResponse) => {
      if (environ.PATH_INFO === '/') await new Promise((resolve) => setTimeout(resolve, 30))
      return echo(environ, startResponse)
    }
    const { ask } = await start(slow)
    const answer = await ask(GET + GET + LAST)
    expect([...answer.matchAll(/\[.*?\]/g)].flat()).toEqual(['[GET / ]', '[GET / ]', '[GET /last ]'])
  })

  test('bytes that are no request do not cost the one before its answer', async () => {
    const { ask, errors } = await start(echo)
    const answer = await ask(`${GET}junk\r\n\r\n`)
    expect(statuses(answer)).toEqual(['200', '400'])
    expect(answer).toContain('Connection: close')
    expect(errors.join('')).toMatch(/^127\.0\.0\.1: 400: Expected .* \(RFC 9110 section 9\.1\)\n$/)
  })

  test('one byte at a time makes no difference', async () => {
    const { connect } = await start(echo)
    const client = connect()
    const text = `POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n${LAST}`
    for (const byte of text) {
      client.send(byte)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await client.closed).toMatch(/\[POST \/a abcde\][^]*\[GET \/last \]/)
  })

  test('HTTP/1.0 closes, unless it asks not to, and gets no chunks', async () => {
    const streamed: Application = (_, startResponse) => {
      startResponse('200 OK', [])
      return (async function* () {
        yield bytes('one ')
        yield bytes('two')
      })()
    }
    const { ask } = await start(streamed)
    const answer = await ask('GET / HTTP/1.0\r\n\r\n')
    expect(answer).not.toContain('Transfer-Encoding')
    expect(answer).toMatch(/Connection: close\r\n\r\none two$/)
    await open!.stop()
    const kept = await start(echo)
    const client = kept.connect('GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n')
    expect(await client.until(/\[GET \/ \]/)).toContain('Connection: keep-alive')
    client.destroy()
  })

  test('a higher minor version is spoken to as 1.1', async () => {
    const { ask } = await start(echo)
    expect(statuses(await ask('GET / HTTP/1.7\r\nHost: a\r\nConnection: close\r\n\r\n'))).toEqual(['200'])
  })
})

describe('content', () => {
  test('what nobody read is read away, up to a limit', async () => {
    const ignorant: Application = (environ, startResponse) => {
      startResponse('200 OK', [])
      return [bytes(`[${environ.PATH_INFO}]`)]
    }
    const { ask } = await start(ignorant, { maxDrain: 1000 })
    const post = (length: number): string =>
      `POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`
    expect(await ask(post(900), LAST)).toMatch(/\[\/post\][^]*\[\/last\]/)
    const { connect } = open!
    const client = connect('POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n')
    await client.until(/\[\/post\]/)
    for (let sent = 0; sent < 20; sent++) client.send('x'.repeat(1000))
    expect(await client.closed).not.toContain('[/last]')
  })

  test('100 Continue is sent when the content is read, and not when it is not', async () => {
    const { connect } = await start((environ, startResponse) =>
      environ.PATH_INFO === '/no' ? (startResponse('403 Forbidden', []), []) : echo(environ, startResponse),
    )
    const head = (path: string): string =>
      `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n`
    const client = connect(head('/yes'))
    expect(await client.until(/100 Continue\r\n\r\n/)).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    client.send('ab')
    expect(await client.until(/\]/)).toContain('[POST /yes ab]')
    client.destroy()
    expect(statuses(await connect(head('/no')).closed)).toEqual(['403'])
  })

  test.each([
    ['a length that is none', 'Content-Length: +5\r\n\r\nhello', '400'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello', '400'],
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', '400'],
    ['another coding', 'Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n', '501'],
    ['a chunk size that is none', 'Transfer-Encoding: chunked\r\n\r\nzz\r\n', '400'],
    ['more than is taken', 'Content-Length: 99999\r\n\r\n', '413'],
    ['an expectation that is not known', 'Expect: tea\r\n\r\n', '417'],
  ])('%s is refused', async (_name, rest, status) => {
    const { ask } = await start(echo, { maxBodySize: 1000 })
    const answer = await ask(`POST / HTTP/1.1\r\nHost: a\r\n${rest}`)
    expect(statuses(answer)).toEqual([status])
    expect(answer).toContain('Connection: close\r\n')
  })

  test('a chunk that breaks the grammar later is answered 400 when nothing else was', async () => {
    const { connect } = await start(echo)
    const client = connect('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n')
    await new Promise((resolve) => setTimeout(resolve, 30))
    client.send('zz\r\n')
    expect(statuses(await client.closed)).toEqual(['400'])
  })

  test('a body that nobody reads stops the client', async () => {
    let go = (): void => {}
    const waiting = new Promise<void>((resolve) => (go = resolve))
    const { connect } = await start(async (environ, startResponse) => {
      await waiting
      return echo(environ, startResponse)
    })
    const client = connect(
      'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 8000000\r\n\r\n',
    )
    client.send('x'.repeat(8_000_000))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(process.memoryUsage().arrayBuffers).toBeLessThan(100_000_000)
    go()
    expect((await client.closed).length).toBeGreaterThan(8_000_000)
  })
})

describe('responses', () => {
  test('trailers follow a body of unknown length', async () => {
    const { ask } = await start((environ, startResponse) => {
      startResponse('200 OK', [['Trailer', 'X-Sum']])
      return (async function* () {
        yield bytes('abc')
        environ['triptych.trailers']?.([['X-Sum', '42']])
      })()
    })
    expect(await ask(LAST)).toMatch(/\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 42\r\n\r\n$/)
  })

  test('early hints go out at once, and not to HTTP/1.0', async () => {
    const { ask } = await start((environ, startResponse) => {
      environ['wsgi.early_hints']?.([['Link', '</a.css>; rel=preload']])
      return echo(environ, startResponse)
    })
    expect(await ask(LAST)).toMatch(
      /^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a\.css>; rel=preload\r\n\r\nHTTP\/1\.1 200/,
    )
    expect(await ask('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200/)
  })

  test('a late error cuts the connection, an early one is 500', async () => {
    const { ask } = await start((environ, startResponse) => {
      if (environ.PATH_INFO === '/last') throw new Error('early')
      startResponse('200 OK', [])
      return (async function* () {
        yield bytes('abc')
        throw new Error('late')
      })()
    })
    expect(await ask(GET)).toMatch(/\r\n\r\n3\r\nabc\r\n$/)
    expect(statuses(await ask(LAST))).toEqual(['500'])
  })

  test('CONNECT gets no 2xx without a tunnel', async () => {
    const { ask } = await start(echo)
    expect(statuses(await ask('CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\nConnection: close\r\n\r\n'))).toEqual([
      '500',
    ])
  })

  test('an application takes the connection over', async () => {
    const { connect } = await start((environ) => {
      const upgrade = environ['triptych.upgrade'] as () => UpgradedConnection
      const { socket, head } = upgrade()
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n')
      socket.write(head)
      socket.pipe(socket)
      return []
    })
    const client = connect('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nfirst')
    await client.until(/first$/)
    client.send('second')
    expect(await client.until(/second$/)).toMatch(/^HTTP\/1\.1 101 [^]*\r\n\r\nfirstsecond$/)
    client.end()
    await client.closed
  })
})

describe('the other end', () => {
  test('a client that sends no more is answered, and its signal is aborted', async () => {
    let signal: AbortSignal | undefined
    const { connect } = await start(async (environ, startResponse) => {
      signal = environ['triptych.signal']
      await new Promise((resolve) => setTimeout(resolve, 50))
      return echo(environ, startResponse)
    })
    const client = connect(GET)
    client.end()
    expect(await client.closed).toContain('[GET / ]')
    expect(signal?.aborted).toBe(true)
  })

  test('the body is closed when the client leaves', async () => {
    let closed = 0
    const { connect } = await start((_, startResponse) => {
      startResponse('200 OK', [])
      const endless = {
        async *[Symbol.asyncIterator]() {
          for (;;) {
            yield new Uint8Array(65_536)
            await new Promise((resolve) => setTimeout(resolve, 1))
          }
        },
        close: () => void closed++,
      }
      return endless
    })
    const client = connect(GET)
    await client.until(/200 OK/)
    client.destroy()
    await vi.waitFor(() => expect(closed).toBe(1), { timeout: 5_000 })
  })

  test('half a head is refused when no more will come', async () => {
    const { connect } = await start(echo)
    const client = connect('GET / HT')
    await new Promise((resolve) => setTimeout(resolve, 20))
    client.end()
    expect(statuses(await client.closed)).toEqual(['400'])
  })
})

describe('limits', () => {
  test.each([
    ['a long target', `GET /${'a'.repeat(200)} HTTP/1.1\r\n`, '414'],
    ['a long method', `${'A'.repeat(200)} / HTTP/1.1\r\n`, '501'],
    ['many fields', `GET / HTTP/1.1\r\n${'A: b\r\n'.repeat(20)}`, '431'],
    ['long fields', `GET / HTTP/1.1\r\nA: ${'b'.repeat(600)}\r\n`, '431'],
  ])('%s', async (_name, bytesSent, status) => {
    const { ask } = await start(echo, { maxRequestLine: 100, maxFields: 10, maxHeaderSize: 500 })
    expect(statuses(await ask(`${bytesSent}\r\n`))).toEqual([status])
  })

  test.each([
    ['a head', 'GET / HT', '408', { headersTimeout: 100 }],
    [
      'a body',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab',
      '408',
      { headersTimeout: 100, requestTimeout: 200 },
    ],
    ['an idle connection', GET, '200', { keepAliveTimeout: 100 }],
    ['a connection on which nothing comes', '', undefined, { headersTimeout: 100 }],
  ])('%s has its time', async (_name, sent, status, limits) => {
    const { ask } = await start(echo, limits)
    expect(statuses(await ask(sent))).toEqual(status === undefined ? [] : [status])
  })

  test('a reader that takes nothing is cut off', { timeout: 15_000 }, async () => {
    const { server } = await start(
      (_, startResponse) => {
        startResponse('200 OK', [])
        return [new Uint8Array(50_000_000)]
      },
      { writeTimeout: 500 },
    )
    const { connect } = await import('node:net')
    const { port } = server.address as { port: number }
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.pause()
    socket.write(GET)
    await vi.waitFor(
      async () => {
        const count = await new Promise<number>((resolve) =>
          server.net.getConnections((_, all) => resolve(all)),
        )
        expect(count).toBe(0)
      },
      { timeout: 10_000, interval: 100 },
    )
    socket.destroy()
  })

  test('the oldest idle connection makes room; when none is idle the new one hears 503', async () => {
    const hang: Application = async (environ, startResponse) => {
      if (environ.PATH_INFO === '/hang') await new Promise((resolve) => setTimeout(resolve, 300))
      return echo(environ, startResponse)
    }
    const { connect } = await start(hang, { maxConnections: 2 })
    const idle = connect(GET)
    await idle.until(/\]/)
    const busy = [0, 1].map(() => connect('GET /hang HTTP/1.1\r\nHost: a\r\n\r\n'))
    await idle.closed
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(statuses(await connect(GET).closed)).toEqual(['503'])
    for (const client of busy) expect(statuses(await client.until(/\]/))).toEqual(['200'])
    for (const client of busy) client.destroy()
  })

  test.each([{ maxFields: 0 }, { writeTimeout: -1 }, { maxConnections: 1.5 }])(
    '%o is out of range',
    (limits) => {
      expect(() => new SocketServer(echo, limits)).toThrow(RangeError)
    },
  )
})

describe('around it', () => {
  test('the asynchronous context of a request is its own', async () => {
    const storage = new AsyncLocalStorage<string>()
    const seen: (string | undefined)[] = []
    const app: Application = async (environ, startResponse) => {
      seen.push(storage.getStore())
      storage.enterWith(environ.PATH_INFO)
      await new Promise((resolve) => setImmediate(resolve))
      seen.push(storage.getStore())
      return echo(environ, startResponse)
    }
    const { ask } = await start(app)
    await ask(GET + LAST)
    expect(seen).toEqual([undefined, '/', undefined, '/last'])
  })

  test('channels tell of requests, responses and refusals', async () => {
    const told: unknown[] = []
    const listener = (message: unknown, name: string | symbol): void => {
      const { environ, status } = message as { environ?: Environ; status?: number }
      told.push([name, status ?? environ?.PATH_INFO])
    }
    const names = ['triptych.server.request', 'triptych.server.response', 'triptych.server.error']
    for (const name of names) subscribe(name, listener)
    const { ask } = await start(echo)
    await ask(GET, 'junk\r\n\r\n')
    for (const name of names) unsubscribe(name, listener)
    expect(told).toEqual([
      ['triptych.server.request', '/'],
      ['triptych.server.response', 200],
      ['triptych.server.error', 400],
    ])
  })

  test('the access log has a line for each request', async () => {
    const lines: string[] = []
    const { ask } = await start(echo, { accessLog: 'combined', writeAccess: (line) => lines.push(line) })
    await ask(LAST)
    expect(lines).toEqual([
      expect.stringMatching(/^127\.0\.0\.1 - - \[.*\] "GET \/last HTTP\/1\.1" 200 12 "-" "-"\n$/),
    ])
  })

  test('a stop answers what is under way, and says that it is the last', async () => {
    const { connect, server } = await start(async (environ, startResponse) => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      return echo(environ, startResponse)
    })
    const client = connect(GET)
    await new Promise((resolve) => setTimeout(resolve, 30))
    const stopped = server.stop()
    expect(await client.closed).toMatch(/Connection: close\r\n[^]*\[GET \/ \]/)
    await stopped
    expect(server.address).toBeNull()
  })

  test('a unix socket (POSIX only)', async () => {
    if (process.platform === 'win32') return
    const folder = mkdtempSync(join(tmpdir(), 'triptych-socket-'))
    const server = new SocketServer(echo)
    const socketPath = join(folder, 'app.sock')
    expect(await server.listen({ path: socketPath })).toBe(`unix:${socketPath}`)
    const text = await new Promise((resolve) => {
      httpRequest({ socketPath, path: '/u' }, (answer) =>
        answer.on('data', (data) => resolve(String(data))),
      ).end()
    })
    expect(text).toBe('[GET /u ]')
    await server.close()
    rmSync(folder, { recursive: true })
  })
})
