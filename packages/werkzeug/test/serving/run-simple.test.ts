import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as secureRequest } from 'node:https'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { DebuggedApplication } from '../../src/debug/index.ts'
import { generateAdhocSslContext, makeServer, runSimple } from '../../src/serving/index.ts'
import { Request, Response } from '../../src/wrappers/index.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'triptych-serving-'))
  writeFileSync(join(folder, 'a.txt'), 'a file')
})
afterAll(() => rmSync(folder, { recursive: true }))

const app = Request.application(async (request) => new Response(`${request.scheme} ${request.path}`))

describe('runSimple', () => {
  test('says where it is and what it is not for, logs requests, and stops', async () => {
    const lines: string[] = []
    const stop = new AbortController()
    const over = runSimple('127.0.0.1', 0, app, { log: (line) => void lines.push(line) }, stop.signal)
    await vi.waitFor(() => expect(lines.length).toBe(2))
    expect(lines[0]).toMatch(/^WARNING: This is a server for development/)
    const url = /^ \* Running on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(lines[1] ?? '')?.[1] ?? ''
    expect(await (await fetch(`${url}/x`)).text()).toBe('http /x')
    await vi.waitFor(() => expect(lines[2]).toMatch(/^127\.0\.0\.1 - - \[.*\] "GET \/x HTTP\/1\.1" 200 -\n$/))
    stop.abort()
    await over
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  test('says all addresses when it listens on all', async () => {
    const lines: string[] = []
    const stop = new AbortController()
    const over = runSimple('0.0.0.0', 0, app, { log: (line) => void lines.push(line) }, stop.signal)
    await vi.waitFor(() => expect(lines.length).toBe(4))
    expect(lines.join('')).toMatch(
      /all addresses \(0\.0\.0\.0\)\n \* Running on http:\/\/127\.0\.0\.1:\d+\n \* Running on http:/,
    )
    stop.abort()
    await over
  })

  test('a signal aborted before it begins stops it', async () => {
    const lines: string[] = []
    await runSimple('127.0.0.1', 0, app, { log: (line) => void lines.push(line) }, AbortSignal.abort())
    expect(lines.length).toBe(2)
    expect(process.listenerCount('SIGTERM')).toBe(0)
  })

  test('lets go of the debugger when it cannot listen', async () => {
    const server = await makeServer('127.0.0.1', 0, app)
    const close = vi.spyOn(DebuggedApplication.prototype, 'close')
    const options = { useDebugger: true, useEvalex: false, log: () => {} }
    await expect(runSimple('127.0.0.1', server.port, app, options)).rejects.toThrow('another process listens')
    expect(close).toHaveBeenCalledOnce()
    close.mockRestore()
    await server.shutdown()
  })

  test('answers errors with the debugger when it is to', async () => {
    const failing = (): never => {
      throw new Error('here it is')
    }
    const lines: string[] = []
    const stop = new AbortController()
    const options = { useDebugger: true, useEvalex: false, log: (line: string) => void lines.push(line) }
    const over = runSimple('127.0.0.1', 0, failing, options, stop.signal)
    await vi.waitFor(() => expect(lines.length).toBeGreaterThan(1))
    const url = /http:\S+/.exec(lines.join(''))?.[0] ?? ''
    const page = await fetch(url, { headers: { Accept: 'text/html' } })
    expect([page.status, (await page.text()).includes('here it is')]).toEqual([500, true])
    stop.abort()
    await over
  })
})

describe('makeServer', () => {
  // CVE-2022-29361: the development server once took an unread body for the next request.
  test.each([
    ['with a length', (body: string) => `Content-Length: ${body.length}\r\n\r\n${body}`],
    [
      'in chunks',
      (body: string) =>
        `Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    ],
  ])('a body %s that nobody read is no request', async (_name, framed) => {
    const seen: string[] = []
    const ignorant = Request.application(async (request) => {
      seen.push(`${request.method} ${request.path}`)
      return new Response('x')
    })
    const server = await makeServer('127.0.0.1', 0, ignorant, { logRequest: null })
    const inner = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n'
    const last = 'GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
    const socket = connect(server.port, '127.0.0.1')
    socket.write(`POST /first HTTP/1.1\r\nHost: a\r\n${framed(inner)}${last}`)
    await once(socket.resume(), 'close')
    expect(seen).toEqual(['POST /first', 'GET /last'])
    await server.shutdown()
  })

  test('serves files in front of the application', async () => {
    const server = await makeServer('127.0.0.1', 0, app, {
      staticFiles: { '/static': folder },
      logRequest: null,
    })
    const url = `http://127.0.0.1:${server.port}`
    expect(await (await fetch(`${url}/static/a.txt`)).text()).toBe('a file')
    expect(await (await fetch(`${url}/static/none`)).text()).toBe('http /static/none')
    await server.shutdown()
  })

  test('checks the contract, unless told otherwise', async () => {
    const wrong = (
      _: unknown,
      startResponse: (status: string, headers: [string, string][]) => unknown,
    ): Uint8Array[] => {
      startResponse('200 OK', [['Connection', 'close']])
      return [new TextEncoder().encode('x')]
    }
    const quiet = { logRequest: null }
    const [strict, lenient] = [
      await makeServer('127.0.0.1', 0, wrong as never, quiet),
      await makeServer('127.0.0.1', 0, app, { ...quiet, validate: false }),
    ]
    expect((await fetch(`http://127.0.0.1:${strict.port}`)).status).toBe(500)
    expect((await fetch(`http://127.0.0.1:${lenient.port}`)).status).toBe(200)
    await Promise.all([strict.serverClose(), lenient.serverClose()])
  })

  test('listens on a unix socket', async () => {
    const server = await makeServer(`unix://${join(folder, 'app.sock')}`, 0, app, { logRequest: null })
    const text = await new Promise<string>((resolve) => {
      request({ socketPath: join(folder, 'app.sock'), path: '/u' }, (answer) =>
        answer.on('data', (data) => resolve(String(data))),
      ).end()
    })
    expect(text).toBe('http /u')
    await server.shutdown()
  })

  test('says what to do when the port is taken, and what a port is', async () => {
    const server = await makeServer('127.0.0.1', 0, app)
    await expect(makeServer('127.0.0.1', server.port, app)).rejects.toThrow(
      'on which another process listens: stop it',
    )
    await server.shutdown()
    await expect(makeServer('127.0.0.1', 70_000, app)).rejects.toThrow(RangeError)
  })

  test('serves https with a certificate of its own', async () => {
    const server = await makeServer('127.0.0.1', 0, app, { sslContext: 'adhoc', logRequest: null })
    const text = await new Promise<string>((resolve, reject) => {
      const ask = secureRequest(
        {
          host: '127.0.0.1',
          port: server.port,
          path: '/s',
          ca: [String(server.sslContext?.cert)],
          agent: false,
        },
        (answer) => answer.on('data', (data) => resolve(String(data))),
      )
      ask.on('error', reject).end()
    })
    expect(text).toBe('https /s')
    await server.shutdown()
  })

  test('says what is missing without openssl', () => {
    vi.stubEnv('PATH', '')
    expect(() => generateAdhocSslContext()).toThrow('Expected the program openssl')
    vi.unstubAllEnvs()
  })
})
