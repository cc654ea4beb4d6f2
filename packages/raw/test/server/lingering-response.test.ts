import { createServer } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { LingeringResponse } from '../../src/server/lingering-response.ts'

const MEGABYTE = 2 ** 20

/** Sends a large body to a server that answers `code` at once, and gives the answer and how the connection ended. */
async function upload(code: number): Promise<{ text: string; error: string | undefined }> {
  const server = createServer({ ServerResponse: LingeringResponse }, (_, response) =>
    response.writeHead(code).end('x'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const result = await new Promise<{ text: string; error: string | undefined }>((resolve) => {
    let text = ''
    let error: string | undefined
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${8 * MEGABYTE}\r\n\r\n`)
      socket.write(new Uint8Array(4 * MEGABYTE))
    })
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part
      if (code !== 413) socket.end()
    })
    socket.once('error', (reason: NodeJS.ErrnoException) => (error = reason.code))
    socket.once('close', () => resolve({ text, error }))
  })
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  return result
}

test('a client in the middle of its body reads the 413, sees the end and no reset', async () => {
  const { text, error } = await upload(413)
  expect(text).toMatch(/^HTTP\/1\.1 413 .*\r\n[^]*Connection: close\r\n[^]*\r\n\r\n(1\r\nx\r\n0\r\n\r\n|x)$/)
  expect(error).toBeUndefined()
})

test('other answers keep the connection', async () => {
  expect((await upload(404)).text).toMatch(/Connection: keep-alive\r\n/)
})
