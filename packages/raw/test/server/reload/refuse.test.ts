import { connect, createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refuse } from '../../../src/server/reload/refuse.ts'

let server: Server
beforeAll(async () => {
  server = createServer((socket) => socket.once('data', (head) => refuse(socket, head, 'Not now\n')))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => void server.close())

/** All that is answered, until the connection is closed. */
function ask(...parts: (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
    let text = ''
    client.on('data', (data: Buffer) => (text += data.toString()))
    client.on('end', () => client.end())
    client.on('close', () => resolve(text)).on('error', reject)
    for (const part of parts) client.write(part)
  })
}

const HEAD =
  'HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 8\r\nConnection: close\r\n\r\n'

test.each([
  ['a GET gets the text', ['GET / HTTP/1.1\r\n\r\n'], `${HEAD}Not now\n`],
  ['a HEAD gets none', ['HEAD / HTTP/1.1\r\n\r\n'], HEAD],
  ['a long body is read, not reset', ['POST / HTTP/1.1\r\n', new Uint8Array(5_000_000)], `${HEAD}Not now\n`],
  ['who begins with TLS gets nothing', [new Uint8Array([0x16, 3, 1])], ''],
])('%s', async (_, parts, expected) => {
  expect(await ask(...parts)).toBe(expected)
})
