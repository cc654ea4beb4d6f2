import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Application } from '../../src/gateway.ts'
import { NodeServer } from '../../src/server/node-server.ts'
import type { NodeServerOptions } from '../../src/server/node-server.ts'
import { bytes } from '../../src/util.ts'

const servers: NodeServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function start(
  application: Application,
  options: NodeServerOptions = {},
): Promise<[NodeServer, number]> {
  const server = new NodeServer(application, options)
  servers.push(server)
  return [server, Number(new URL(await server.listen({ host: '127.0.0.1', port: 0 })).port)]
}

/** Sends bytes and collects what comes, leaving its own side open. */
function open(port: number, text: string): { socket: Socket; text: () => string; end: Promise<unknown> } {
  let received = ''
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.write(text))
  socket.setEncoding('latin1').on('data', (part: string) => (received += part))
  const end = new Promise((resolve) => socket.once('end', resolve))
  return { socket, text: () => received, end }
}

const echo: Application = (environ, startResponse) => {
  startResponse('501 Not Implemented', [['Content-Type', 'text/plain']])
  return [bytes(`${environ.REQUEST_METHOD} ${environ.REQUEST_URI}`)]
}

describe('CONNECT', () => {
  const request = 'CONNECT a.example:80 HTTP/1.1\r\nHost: a.example:80\r\n\r\n'

  test('reaches the application as any method; its connection closes, even if the client keeps its side open', async () => {
    const [server, port] = await start(echo)
    const client = open(port, `${request}what would go through the tunnel`)
    await client.end
    expect(client.text()).toMatch(/^HTTP\/1\.1 501 (.+\r\n)*Connection: close\r\n\r\nCONNECT a\.example:80$/)
    // A client that never closes must not hold the descriptor.
    await vi.waitFor(async () => expect(await connections(server)).toBe(0), { timeout: 4000, interval: 50 })
    client.socket.destroy()
  })

  test('a client that resets its connection while the application thinks does no harm', async () => {
    const [begun, gone] = [deferred(), deferred()]
    const [, slow] = await start(async (environ, startResponse) => {
      environ['triptych.signal']!.addEventListener('abort', gone.resolve)
      begun.resolve()
      await gone.promise
      startResponse('200 OK', [])
      return []
    })
    const { socket } = open(slow, request)
    await begun.promise
    socket.resetAndDestroy()
    // An error that nobody listens for would fail this run (and end a process): the signal tells that it was seen.
    await gone.promise
    const [, port] = await start(echo)
    const client = open(port, request)
    await client.end
    expect(client.text()).toMatch(/^HTTP\/1\.1 501 /)
    client.socket.destroy()
  })
})

test('an expectation that is unknown is answered 417 (RFC 9110 section 10.1.1)', async () => {
  const [, port] = await start(echo)
  const client = open(port, 'GET / HTTP/1.1\r\nHost: x\r\nExpect: 200-maybe\r\nConnection: close\r\n\r\n')
  await client.end
  expect(client.text()).toMatch(/^HTTP\/1\.1 417 Expectation Failed\r\n/)
  client.socket.destroy()
})

test('a request that times out in the middle of its response is cut, not answered twice', async () => {
  const [, port] = await start(
    async function* (environ, startResponse) {
      startResponse('200 OK', [['Content-Type', 'text/plain']])
      yield bytes('begun')
      yield await environ['wsgi.input'].read()
    },
    { requestTimeout: 100 },
  )
  const client = open(port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc')
  // A cut may come as an end or as a reset.
  await Promise.race([client.end, new Promise((resolve) => client.socket.once('error', resolve))])
  client.socket.destroy()
  expect(client.text().match(/HTTP\/1\.1/g)).toHaveLength(1)
  expect(client.text()).not.toMatch(/0\r\n\r\n$/)
})

test('the access log is told of the access', async () => {
  const lines: string[] = []
  const [, port] = await start(echo, { accessLog: 'combined', writeAccess: (line) => lines.push(line) })
  const client = open(
    port,
    'GET /a HTTP/1.1\r\nHost: x\r\nUser-Agent: "me"\r\nReferer: http://x/\r\nConnection: close\r\n\r\n',
  )
  await client.end
  client.socket.destroy()
  await vi.waitFor(() => expect(lines).toHaveLength(1))
  expect(lines[0]).toMatch(/ "GET \/a HTTP\/1\.1" 501 6 "http:\/\/x\/" "\\"me\\""\n$/)
})

test('stop and close may come before listen', async () => {
  await new NodeServer(echo).stop()
  const server = new NodeServer(echo)
  await server.close()
  expect(server.address).toBeNull()
})

function connections(server: NodeServer): Promise<number> {
  return new Promise((resolve) => server.http.getConnections((_, count) => resolve(count)))
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}
