import { connect } from 'node:net'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Application, Body } from '@triptych/raw'
import { setupTestingDefaults } from '@triptych/raw'
import { makeServer } from '@triptych/raw/server'
import { describe, expect, test } from 'vitest'
import { LocalManager } from '../../src/local/local-manager.ts'
import { LocalStack } from '../../src/local/local-stack.ts'
import { Local } from '../../src/local/local.ts'

const local = new Local<{ path: string; count: number }>()
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const start = (): never => (async () => undefined) as never

async function text(body: Body): Promise<string> {
  let all = ''
  for await (const block of body) all += new TextDecoder().decode(block)
  await body.close?.()
  return all
}

/** Reads its local again after other requests have had time to write theirs, in the body too. */
const interleaving: Application = async (environ, startResponse) => {
  const seen = local.get('path') ?? 'nothing'
  local.set('path', environ.PATH_INFO)
  await environ['wsgi.input'].read()
  await sleep(environ.PATH_INFO === '/slow' ? 30 : 1)
  startResponse('200 OK', [['Content-Type', 'text/plain']])
  return (async function* () {
    await sleep(5)
    yield encode(`${seen} ${environ.PATH_INFO} ${local.get('path')};`)
  })()
}

describe('the middleware', () => {
  test('gives each request what is its own, cleaned up at the end', async () => {
    const stack = new LocalStack<string>()
    const manager = new LocalManager([local, stack])
    let after: unknown = 'not closed'
    const app = manager.middleware(function* (environ, startResponse) {
      local.set('path', environ.PATH_INFO)
      stack.push('x')
      startResponse('200 OK', [])
      try {
        yield encode(local.at('path'))
      } finally {
        after = stack.top
      }
    })
    expect(await text(await app(setupTestingDefaults({ PATH_INFO: '/a' }), start))).toBe('/a')
    expect(after).toBe('x')
    expect(local.get('path')).toBeUndefined()
    expect(manager.locals).toHaveLength(2)
  })

  test('keeps a body what it is, so that its length can be told', async () => {
    const app = new LocalManager(local).makeMiddleware({ application: () => [encode('ab')] })
    const body = await app(setupTestingDefaults(), start)
    expect(Symbol.iterator in body).toBe(true)
    expect(Symbol.asyncIterator in body).toBe(false)
    expect(await text(body)).toBe('ab')
  })

  test.each([
    ['at once', (): Body => raise()],
    ['later', async (): Promise<Body> => raise()],
  ])('cleans up after an application that fails %s', async (_, app) => {
    const released: unknown[] = []
    class Watched extends LocalManager {
      override cleanup(): void {
        super.cleanup()
        released.push(local.get('path'))
      }
    }
    const failing = new Watched(local).middleware(() => {
      local.set('path', '/x')
      return app()
    })
    await expect(async () => failing(setupTestingDefaults(), start)).rejects.toThrow('failed')
    expect(released).toEqual([undefined])
  })

  test('stops a body in its context when the server leaves it early', async () => {
    let left: unknown
    const app = new LocalManager(local).middleware(async function* (_, startResponse) {
      local.set('path', '/left')
      startResponse('200 OK', [])
      try {
        yield encode('a')
        yield encode('b')
      } finally {
        left = local.get('path')
      }
    } as Application)
    const body = await app(setupTestingDefaults(), start)
    const iterator = (body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
    await iterator.next()
    await iterator.return?.()
    await body.close?.()
    expect(left).toBe('/left')
  })

  test('keeps requests apart on one connection, one after the other and at once', async () => {
    const server = await makeServer('127.0.0.1', 0, new LocalManager([local]).middleware(interleaving), {
      announce: () => undefined,
    })
    const forever = server.serveForever()
    const { port } = server.address
    try {
      const pipelined = conversation(port)
      const beside = conversation(port)
      const [one, two] = await Promise.all([
        pipelined([request('/slow', 'a body'), request('/quick'), request('/last', 'x')].join('')),
        beside(request('/other') + request('/more')),
      ])
      expect(one).toEqual([
        'nothing /slow /slow;',
        'nothing /quick /quick;',
        'nothing /last /last;',
        'nothing /bye /bye;',
      ])
      expect(two).toEqual(['nothing /other /other;', 'nothing /more /more;', 'nothing /bye /bye;'])
    } finally {
      await server.shutdown()
      await forever
    }
  })
})

function raise(): never {
  throw new Error('failed')
}

const request = (path: string, body = ''): string =>
  `${body ? 'POST' : 'GET'} ${path} HTTP/1.1\r\nHost: h\r\nContent-Length: ${body.length}\r\n\r\n${body}`

/** Sends requests over one connection and gives what came back in bodies. */
const conversation = (port: number) => async (requests: string) => {
  const socket = connect(port, '127.0.0.1')
  let received = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => (received += chunk))
  socket.write(requests.slice(0, 20))
  await sleep(2)
  socket.write(requests.slice(20) + 'GET /bye HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')
  await once(socket, 'close')
  return received.match(/[a-z]+ \/[a-z]+ \/[a-z]+;/g)
}
