import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { bytes } from '@triptych/raw'
import type { Application } from '@triptych/raw'
import { call } from '@triptych/raw/testing'
import { ProxyMiddleware } from '@triptych/werkzeug/middleware/http-proxy'
import type { ProxyTarget } from '@triptych/werkzeug/middleware/http-proxy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const front: Application = (_, startResponse) => {
  startResponse('200 OK', [['Content-Type', 'text/plain']])
  return [bytes('front')]
}

interface Seen {
  method: string
  url: string
  headers: Record<string, string>
  body: string
}

const backend = createServer((request, response) => {
  const blocks: Buffer[] = []
  request.on('data', (block: Buffer) => blocks.push(block))
  request.on('end', () => {
    response.writeHead(201, 'Made', { 'X-Back': 'yes', Connection: 'close', 'Set-Cookie': ['a=1', 'b=2'] })
    const { method, url, headers } = request
    response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(blocks).toString() }))
  })
})
const garbage = createTcpServer((socket) => socket.end('nothing that is HTTP\r\n\r\n'))
const silent = createTcpServer(() => undefined)
const portOf = (server: { address(): AddressInfo | string | null }): number =>
  (server.address() as AddressInfo).port

beforeAll(async () => {
  for (const server of [backend, garbage, silent]) {
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  }
})
afterAll(() => {
  for (const server of [backend, garbage, silent]) server.close()
})

const app = (options: Partial<ProxyTarget> = {}): ProxyMiddleware =>
  new ProxyMiddleware(front, { '/api': { target: `http://127.0.0.1:${portOf(backend)}/base/`, ...options } })

describe('ProxyMiddleware', () => {
  test('other paths are the application’s', async () => {
    expect((await call(app(), '/')).text()).toBe('front')
    expect((await call(app(), '/api')).text()).toBe('front')
  })

  test('a request is passed on with its query and body, the answer comes back', async () => {
    const headers: [string, string][] = [
      ['X-One', '1'],
      ['Connection', 'X-Two'],
      ['X-Two', '2'],
    ]
    const response = await call(app(), { method: 'POST', target: '/api/a%20b?q=%20', headers, body: 'hello' })
    expect([response.code, response.reason]).toEqual([201, 'Made'])
    expect(response.headers.get('X-Back')).toBe('yes')
    expect(response.headers.has('Connection')).toBe(false)
    expect(response.headers.getAll('Set-Cookie')).toEqual(['a=1', 'b=2'])
    const seen = JSON.parse(response.text()) as Seen
    expect(seen).toMatchObject({ method: 'POST', url: '/api/a%20b?q=%20', body: 'hello' })
    expect(seen.headers).toMatchObject({ 'x-one': '1', 'content-length': '5', connection: 'close' })
    expect(seen.headers['x-two']).toBeUndefined()
  })

  test.each<[string, Partial<ProxyTarget>, string]>([
    ['kept', {}, '/api/users/1'],
    ['removed', { removePrefix: true }, '/base/users/1'],
  ])('the prefix is %s', async (_, options, url) => {
    expect(JSON.parse((await call(app(options), '/api/users/1')).text())).toMatchObject({ url })
  })

  test.each<[string, string | null | undefined, RegExp]>([
    ['the target’s', undefined, /^127\.0\.0\.1:\d+$/],
    ['the client’s', null, /^client\.example$/],
    ['another', 'other.example', /^other\.example$/],
  ])('the host is %s', async (_, host, expected) => {
    const proxy = app(host === undefined ? {} : { host })
    const response = await call(proxy, { target: '/api/', host: 'client.example' })
    expect((JSON.parse(response.text()) as Seen).headers['host']).toMatch(expected)
  })

  test('fields of the target replace those of the client', async () => {
    const response = await call(app({ headers: { 'X-Key': 'secret' } }), {
      target: '/api/',
      headers: [['X-Key', 'forged']],
    })
    expect((JSON.parse(response.text()) as Seen).headers['x-key']).toBe('secret')
  })

  test.each<[string, () => string, number]>([
    ['nobody listens', () => 'http://127.0.0.1:1/', 502],
    ['it speaks no HTTP', () => `http://127.0.0.1:${portOf(garbage)}/`, 502],
    ['it says nothing', () => `http://127.0.0.1:${portOf(silent)}/`, 504],
  ])('%s', async (_, target, code) => {
    const proxy = new ProxyMiddleware(front, { '/': { target: target() } }, { timeout: 0.2 })
    expect((await call(proxy, '/')).code).toBe(code)
  })

  test.each([['ftp://a/'], ['/path'], ['']])('%j is no target', (target) => {
    expect(() => new ProxyMiddleware(front, { '/': { target } })).toThrow(TypeError)
  })

  test.each([[0], [-1], [Number.NaN]])('%d seconds are no timeout', (timeout) => {
    expect(() => new ProxyMiddleware(front, {}, { timeout })).toThrow(RangeError)
  })
})
