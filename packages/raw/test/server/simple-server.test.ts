import { Agent, get } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Application } from '../../src/gateway.ts'
import { makeServer } from '../../src/server/simple-server.ts'
import type { SimpleServer, SimpleServerOptions } from '../../src/server/simple-server.ts'
import { bytes } from '../../src/util.ts'

const servers: SimpleServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.serverClose()))
})

async function make(application: Application, options: SimpleServerOptions = {}): Promise<SimpleServer> {
  const server = await makeServer('127.0.0.1', 0, application, { announce: () => {}, ...options })
  servers.push(server)
  return server
}

const says =
  (text: string): Application =>
  (_environ, startResponse) => {
    startResponse('200 OK', [['Content-Type', 'text/plain']])
    return [bytes(text)]
  }

interface Answer {
  status: number | undefined
  connection: string | undefined
  text: string
}

function request(server: SimpleServer, agent: Agent | false = false): Promise<Answer> {
  const { port } = server.address
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, agent }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.once('end', () =>
        resolve({ status: response.statusCode, connection: response.headers.connection, text }),
      )
    }).once('error', reject)
  })
}

describe('makeServer', () => {
  test('says where it serves, once it listens', async () => {
    const lines: string[] = []
    const server = await make(says('x'), { announce: (line) => lines.push(line) })
    expect(lines).toEqual([`Serving on 127.0.0.1 port ${server.address.port}`])
  })

  test('a port in use is an error of makeServer itself', async () => {
    const { port } = (await make(says('x'))).address
    await expect(makeServer('127.0.0.1', port, says('y'))).rejects.toMatchObject({
      code: 'ERR_ADDRESS_IN_USE',
    })
  })

  test.each<[name: string, args: unknown[], error: typeof TypeError | typeof RangeError, message: string]>([
    ['a host that is no text', [80, 80, says('x')], TypeError, 'Expected a host name or address, got number'],
    ['a port out of range', ['', 65536, says('x')], RangeError, 'Expected a port from 0 to 65535, got 65536'],
    ['a port that is no number', ['', '80', says('x')], RangeError, 'got 80'],
    ['no application', ['', 0, 'app'], TypeError, 'Expected an application function'],
    ['a limit out of range', ['', 0, says('x'), { requestTimeout: -1 }], RangeError, 'got -1'],
  ])('%s', async (_name, args, error, message) => {
    const promise = makeServer(...(args as Parameters<typeof makeServer>))
    await expect(promise).rejects.toThrow(error)
    await expect(promise).rejects.toThrow(message)
  })

  test('checks the application unless told not to', async () => {
    // Rule H008, which the handler alone does not keep
    const twice: Application = (_environ, startResponse) => {
      startResponse('200 OK', [
        ['Content-Type', 'text/plain'],
        ['Content-Type', 'text/html'],
      ])
      return []
    }
    const status = async (options: SimpleServerOptions): Promise<number | undefined> => {
      const server = await make(twice, options)
      void server.serveForever()
      return (await request(server)).status
    }
    expect(await status({})).toBe(500)
    expect(await status({ validate: false })).toBe(200)
  })
})

describe('SimpleServer', () => {
  test('handleRequest answers one request and closes its connection', async () => {
    const server = await make(says('one'))
    const handled = server.handleRequest()
    expect(await request(server)).toEqual({ status: 200, connection: 'close', text: 'one' })
    await handled
  })

  test('requests wait until somebody handles them', async () => {
    const server = await make(says('x'))
    const [first, second] = [request(server), request(server)]
    await server.handleRequest()
    const quick = await Promise.race([Promise.all([first, second]), Promise.race([first, second])])
    expect(quick).toMatchObject({ text: 'x' })
    await server.handleRequest()
    expect((await Promise.all([first, second])).map(({ text }) => text)).toEqual(['x', 'x'])
  })

  test('a request whose client went while it waited is passed over', async () => {
    const server = await make(says('x'))
    const arrived = new Promise((resolve) => server.server.http.once('request', resolve))
    const gone = connect(server.address.port, '127.0.0.1', () => {
      gone.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    })
    await arrived
    const closed = new Promise((resolve) =>
      server.server.http.getConnections(() => {
        gone.destroy()
        setTimeout(resolve, 50)
      }),
    )
    await closed
    const handled = server.handleRequest()
    expect((await request(server)).text).toBe('x')
    await handled
  })

  test('serveForever keeps connections, until shutdown ends it', async () => {
    const server = await make(says('x'))
    const forever = server.serveForever()
    const agent = new Agent({ keepAlive: true })
    expect((await request(server, agent)).connection).toBe('keep-alive')
    agent.destroy()
    await server.shutdown()
    await forever
    expect(() => server.address).toThrow('Expected a server that listens')
  })

  test('setApp replaces the application', async () => {
    const server = await make(says('old'))
    void server.serveForever()
    expect((await request(server)).text).toBe('old')
    server.setApp({ application: says('new') })
    expect((await request(server)).text).toBe('new')
    expect(() => server.setApp('no' as never)).toThrow(TypeError)
  })

  test('serverClose cuts what is under way, and ends those who wait', async () => {
    const server = await make(() => new Promise(() => {}))
    const forever = server.serveForever()
    const cut = request(server).then(
      () => 'answered',
      (error: NodeJS.ErrnoException) => error.code,
    )
    await new Promise((resolve) => server.server.http.once('request', resolve))
    await server.serverClose()
    expect(await cut).toBe('ECONNRESET')
    await forever
    await server.handleRequest()
  })

  test('shutdown drops requests that nobody handled', async () => {
    const server = await make(says('x'))
    const waiting = request(server).catch((error: NodeJS.ErrnoException) => error.code)
    await new Promise((resolve) => server.server.http.once('request', resolve))
    await server.shutdown()
    expect(await waiting).toBe('ECONNRESET')
  })

  test('disposes of itself', async () => {
    const server = await make(says('x'))
    await server[Symbol.asyncDispose]()
    expect(server.server.http.listening).toBe(false)
  })
})

describe('limits', () => {
  const reads: Application = async (environ, startResponse) => {
    const body = await environ['wsgi.input'].read()
    startResponse('200 OK', [['Content-Type', 'text/plain']])
    return [bytes(String(body.length))]
  }

  async function exchange(options: SimpleServerOptions, text: string): Promise<string> {
    const server = await make(reads, options)
    void server.serveForever()
    return new Promise((resolve) => {
      let answer = ''
      const socket = connect(server.address.port, '127.0.0.1', () => socket.write(text))
      socket.setEncoding('latin1').on('data', (part: string) => (answer += part))
      socket.on('error', () => {}).once('close', () => resolve(answer))
    })
  }
  const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n'

  test.each<[name: string, options: SimpleServerOptions, text: string, answer: RegExp]>([
    [
      'a body within the limit',
      { maxBodySize: 5 },
      `${head}Connection: close\r\nContent-Length: 5\r\n\r\nhello`,
      /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n5$/,
    ],
    [
      'a declared body beyond it: refused without waiting for the body, and the connection closed',
      { maxBodySize: 5 },
      `${head}Content-Length: 1000000\r\n\r\nhello`,
      /^HTTP\/1\.1 413 Content Too Large\r\n(.+\r\n)*Connection: close\r\n\r\n413 Content Too Large$/,
    ],
    [
      'a chunked body beyond it: refused where it gets too large, and the connection closed',
      { maxBodySize: 5 },
      `${head}Transfer-Encoding: chunked\r\n\r\n6\r\nhello!\r\n`,
      /^HTTP\/1\.1 413 Content Too Large\r\n[^]*\r\n\r\n413 Content Too Large$/,
    ],
    [
      'no 100 Continue for a body that is refused',
      { maxBodySize: 5 },
      `${head}Expect: 100-continue\r\nContent-Length: 6\r\n\r\n`,
      /^HTTP\/1\.1 413 Content Too Large\r\n/,
    ],
    [
      'a head beyond the limit',
      { maxHeaderSize: 200 },
      `${head}X: ${'x'.repeat(300)}\r\n\r\n`,
      /^HTTP\/1\.1 431 /,
    ],
    ['a slow head', { headersTimeout: 100 }, head, /^HTTP\/1\.1 408 /],
    ['a slow body', { requestTimeout: 100 }, `${head}Content-Length: 5\r\n\r\nhel`, /^HTTP\/1\.1 408 |^$/],
    [
      'an idle connection',
      { keepAliveTimeout: 50 },
      `${head}Content-Length: 0\r\n\r\n`,
      /^HTTP\/1\.1 200 OK\r\n/,
    ],
  ])('%s', async (_name, options, text, answer) => {
    expect(await exchange(options, text)).toMatch(answer)
  })

  test('more fields than node counts by default reach the application', async () => {
    const fields = Array.from({ length: 2500 }, (_, at) => `a${at}:\r\n`).join('')
    const server = await make(
      (environ, startResponse) => {
        startResponse('200 OK', [['Content-Type', 'text/plain']])
        return [bytes(String(Object.keys(environ).filter((key) => key.startsWith('HTTP_A')).length))]
      },
      { maxHeaderSize: 65536 },
    )
    void server.serveForever()
    const answer = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(server.address.port, '127.0.0.1', () => {
        socket.write(`GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${fields}\r\n`)
      })
      socket
        .setEncoding('latin1')
        .on('data', (part: string) => (text += part))
        .once('close', () => resolve(text))
    })
    expect(answer).toMatch(/\r\n\r\n2500$/)
  })
})
