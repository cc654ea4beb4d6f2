import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { connect } from '../../src/client/connect.ts'
import { CERTIFICATE, KEY } from './certificate.ts'
import { scripted, text } from './scripted-server.ts'

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'

/** Runs a test with a server that answers everything with {@link OK}. */
async function withTls(use: (port: number) => Promise<void>): Promise<void> {
  const server = createTlsServer({ cert: CERTIFICATE, key: KEY }, (socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.write(OK))
  })
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await use((server.address() as { port: number }).port)
  } finally {
    await new Promise((done) => server.close(done))
  }
}

describe('failures', () => {
  test('a port where nobody listens', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    await new Promise((done) => server.close(done))
    await expect(connect({ host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'ERR_CONNECT',
      failure: 'refused',
    })
  })

  test('a name that does not exist', async () => {
    await expect(connect({ host: 'does-not-exist.invalid' })).rejects.toMatchObject({ failure: 'name' })
  })

  test('a host that is none', async () => {
    await expect(connect({ host: 'a b' })).rejects.toBeInstanceOf(TypeError)
  })

  test('a signal', async () => {
    const signal = AbortSignal.abort(new Error('never mind'))
    await expect(connect({ host: '127.0.0.1', port: 1 }, { signal })).rejects.toThrow('never mind')
  })

  test('TLS that is not spoken there, within the time', async () => {
    const port = await scripted(() => undefined)
    const silent = connect({ host: '127.0.0.1', port, tls: true }, { connectTimeout: 100 })
    await expect(silent).rejects.toMatchObject({ code: 'ERR_CLIENT_TIMEOUT', phase: 'connect' })
    const other = await scripted((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await expect(connect({ host: '127.0.0.1', port: other, tls: true })).rejects.toMatchObject({
      code: 'ERR_CONNECT',
    })
  })
})

describe('TLS', () => {
  test('a certificate that is trusted', async () => {
    await withTls(async (port) => {
      const connection = await connect({ host: 'localhost', port, tls: { ca: CERTIFICATE } })
      expect(text(await (await connection.request({})).body.bytes())).toBe('hi')
      connection.close()
    })
  })

  test('one that is not', async () => {
    await withTls(async (port) => {
      await expect(connect({ host: 'localhost', port, tls: true })).rejects.toMatchObject({ failure: 'tls' })
    })
  })

  test('one for another name', async () => {
    await withTls(async (port) => {
      const wrong = { host: '127.0.0.1', port, tls: { ca: CERTIFICATE, servername: 'example.com' } }
      await expect(connect(wrong)).rejects.toMatchObject({ failure: 'tls' })
    })
  })
})

test('a unix socket', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'triptych-client-'))
  const socketPath = join(folder, 'socket')
  const server = createServer((socket) => socket.once('data', () => socket.write(OK)))
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  const connection = await connect({ socketPath })
  expect(text(await (await connection.request({})).body.bytes())).toBe('hi')
  connection.close()
  await new Promise((done) => server.close(done))
  rmSync(folder, { recursive: true })
})
