import { Agent, createServer, get } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { Drain } from '../../src/server/drain.ts'

async function start(listener: RequestListener): Promise<{ drain: Drain; server: Server; port: number }> {
  const drain = new Drain()
  const server = createServer({ ServerResponse: drain.ServerResponse, keepAliveTimeout: 60_000 }, listener)
  drain.watch(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { drain, server, port: (server.address() as AddressInfo).port }
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  return socket
}

function received(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    socket.setEncoding('latin1')
    socket.on('data', (part: string) => (text += part))
    socket.once('close', () => resolve(text))
  })
}

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'

describe('Drain', () => {
  test('answers what is under way and says that the connection closes', async () => {
    const begun = deferred()
    const go = deferred()
    const { drain, port } = await start((_, response) => {
      begun.resolve()
      void go.promise.then(() => response.end('done'))
    })
    const socket = await open(port)
    const answer = received(socket)
    socket.write(GET)
    await begun.promise
    const stopped = drain.stop(5000)
    go.resolve()
    expect(await answer).toMatch(/^HTTP\/1\.1 200 OK\r\n(.+\r\n)*Connection: close\r\n(.+\r\n)*\r\ndone$/)
    await stopped
  })

  test('refuses new connections at once', async () => {
    const { drain, port } = await start((_, response) => response.end())
    const idle = await open(port)
    const stopped = drain.stop(5000)
    const code = await new Promise((resolve) => {
      connect(port, '127.0.0.1').once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    })
    expect(code).toBe('ECONNREFUSED')
    idle.destroy()
    await stopped
  })

  test('answers a request that comes on an idle connection, with Connection: close', async () => {
    const { drain, port } = await start((_, response) => response.end('ok'))
    const socket = await open(port)
    const answers = received(socket)
    socket.write(GET)
    await new Promise((resolve) => socket.once('data', resolve))
    const stopped = drain.stop(5000)
    await wait(50)
    socket.write(GET)
    const text = await answers
    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(2)
    expect(text.match(/Connection: keep-alive/g)).toHaveLength(1)
    expect(text.match(/Connection: close/g)).toHaveLength(1)
    await stopped
  })

  test('closes connections that are idle, or were never used, within about a second', async () => {
    const { drain, port } = await start((_, response) => response.end('ok'))
    const [idle, unused] = [await open(port), await open(port)]
    idle.write(GET)
    await new Promise((resolve) => idle.once('data', resolve))
    const closed = Promise.all([received(idle), received(unused)])
    const begun = performance.now()
    await drain.stop(60_000)
    expect(await closed).toEqual(['', ''])
    expect(performance.now() - begun).toBeLessThan(20_000)
  })

  test('cuts at the deadline what does not end', async () => {
    const { drain, port, server } = await start((_, response) => response.write('never ends'))
    const socket = await open(port)
    const answer = received(socket)
    socket.write(GET)
    await new Promise((resolve) => socket.once('data', resolve))
    await drain.stop(100)
    expect(await answer).toContain('never ends')
    expect(server.listening).toBe(false)
  })

  test('a second call waits for the same end', async () => {
    const { drain, port } = await start((_, response) => response.end())
    const idle = await open(port)
    const first = drain.stop(60_000)
    let over = false
    void first.then(() => (over = true))
    await drain.stop(0)
    expect(over).toBe(true)
    idle.destroy()
  })

  test('a client that keeps connections alive sees no failed request', async () => {
    const { drain, port } = await start((_, response) => void setTimeout(() => response.end('ok'), 2))
    const agent = new Agent({ keepAlive: true, maxSockets: 20 })
    const failures: string[] = []
    let answered = 0
    let stopping = false
    const request = (): Promise<boolean> =>
      new Promise((resolve) => {
        get({ port, host: '127.0.0.1', agent }, (response) => {
          response.resume().once('end', () => {
            answered++
            resolve(true)
          })
        }).once('error', (error: NodeJS.ErrnoException) => {
          // Refused means: nobody is there any more; nothing was sent that could have been lost.
          if (!(stopping && error.code === 'ECONNREFUSED')) failures.push(error.code ?? error.message)
          resolve(false)
        })
      })
    const client = async (): Promise<void> => {
      while (await request()) await wait(Math.random() * 5)
    }
    const clients = Array.from({ length: 20 }, client)
    await wait(200)
    stopping = true
    await drain.stop(5000)
    await Promise.all(clients)
    agent.destroy()
    expect(failures).toEqual([])
    expect(answered).toBeGreaterThan(100)
  })
})

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}
