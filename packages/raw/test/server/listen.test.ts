import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Endpoint } from '../../src/server/endpoint.ts'
import { listen } from '../../src/server/listen.ts'

const servers: Server[] = []
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'triptych-listen-'))
})

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))))
  rmSync(folder, { recursive: true, force: true })
})

function open(endpoint: Endpoint): Promise<string> {
  const server = createServer()
  servers.push(server)
  return listen(server, endpoint)
}

describe('over TCP', () => {
  test('gives the real address', async () => {
    expect(await open({ host: '127.0.0.1', port: 0 })).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/)
    expect(await open({ host: 'localhost', port: 0 })).toMatch(/^http:\/\/(127\.0\.0\.1|\[::1\]):\d+$/)
  })

  test('no host means every IPv4 interface, as in Python', async () => {
    expect(await open({ host: '', port: 0 })).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/)
  })

  test('a port in use: says where and what to do', async () => {
    const port = Number((await open({ host: '127.0.0.1', port: 0 })).split(':').pop())
    await expect(open({ host: '127.0.0.1', port })).rejects.toMatchObject({
      name: 'ListenError',
      code: 'ERR_ADDRESS_IN_USE',
      message:
        `Expected a free port, got 127.0.0.1:${port}, on which another process listens: ` +
        'stop it, choose another port, or port 0 to get a free one',
      cause: { code: 'EADDRINUSE' },
    })
  })

  test('an address of another machine', async () => {
    // TEST-NET-1, RFC 5737: nobody has it
    await expect(open({ host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
      code: 'ERR_ADDRESS_UNKNOWN',
      message: expect.stringContaining('192.0.2.1:0') as string,
    })
  })
})

describe.skipIf(process.platform === 'win32')('over unix sockets (POSIX only)', () => {
  test('gives the path as it was given, and removes the file at the end', async () => {
    const path = join(folder, 'app.sock')
    expect(await open({ path })).toBe(`unix:${path}`)
    await new Promise((done) => servers.splice(0)[0]!.close(done))
    expect(existsSync(path)).toBe(false)
  })

  test.each([0o600, 0o660, 0o666])('the mode %o is that of the file', async (mode) => {
    const path = join(folder, 'app.sock')
    const before = process.umask()
    await open({ path, mode })
    expect(lstatSync(path).mode & 0o777).toBe(mode)
    expect(process.umask()).toBe(before)
  })

  test('a dead socket is replaced', async () => {
    const path = join(folder, 'dead.sock')
    const die = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
    spawnSync(process.execPath, ['-e', die])
    expect(lstatSync(path).isSocket()).toBe(true)
    expect(await open({ path, mode: 0o600 })).toBe(`unix:${path}`)
    expect(lstatSync(path).mode & 0o777).toBe(0o600)
  })

  test('a socket on which somebody listens is left alone', async () => {
    const path = join(folder, 'app.sock')
    await open({ path })
    await expect(open({ path })).rejects.toMatchObject({
      code: 'ERR_ADDRESS_IN_USE',
      message: expect.stringContaining(path) as string,
    })
    expect(lstatSync(path).isSocket()).toBe(true)
  })

  test('another file is left alone', async () => {
    const path = join(folder, 'precious.txt')
    writeFileSync(path, 'text')
    await expect(open({ path })).rejects.toMatchObject({ code: 'ERR_BAD_SOCKET_PATH' })
    expect(lstatSync(path).size).toBe(4)
  })

  const paths: readonly (readonly [name: string, path: string])[] = [
    ['a folder that is not there', 'none/app.sock'],
    ['a path that is too long', 'x'.repeat(120)],
    ['a NUL', 'a\0b'],
  ]
  test.each(paths)('%s', async (_name, path) => {
    await expect(open({ path: join(folder, path) })).rejects.toMatchObject({
      name: 'ListenError',
      message: expect.stringContaining('Expected') as string,
    })
  })

  test('a descriptor that is not open', async () => {
    await expect(open({ fd: 98765 })).rejects.toMatchObject({
      code: 'ERR_BAD_DESCRIPTOR',
      message: expect.stringContaining('descriptor 98765') as string,
    })
  })
})
