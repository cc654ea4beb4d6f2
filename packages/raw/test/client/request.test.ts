import { expect, test, vi } from 'vitest'
import { request } from '../../src/client/request.ts'
import { openConnections, scripted, text } from './scripted-server.ts'

test('the target comes from the URL, and the connection ends with the response', async () => {
  let got = ''
  const port = await scripted((socket, all) => {
    got = all
    socket.write('HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 2\r\n\r\nhi')
  })
  const response = await request(`http://127.0.0.1:${port}/a/../b%20c?d=e#f`, { headers: [['A', 'b']] })
  expect(response.status).toBe(302)
  expect(text(await response.body.bytes())).toBe('hi')
  expect(got).toBe(`GET /b%20c?d=e HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nA: b\r\nConnection: close\r\n\r\n`)
  await vi.waitFor(() => expect(openConnections()).toBe(0))
})

test('a target of its own is sent as it is', async () => {
  let got = ''
  const port = await scripted((socket, all) => {
    got = all
    socket.write('HTTP/1.1 204 No Content\r\n\r\n')
  })
  await request(`http://127.0.0.1:${port}/`, { method: 'OPTIONS', target: '*' })
  expect(got).toMatch(/^OPTIONS \* HTTP/)
})

test.each(['ftp://example.com/', 'file:///etc/passwd', 'no url'])('%s is no URL for it', async (url) => {
  await expect(request(url)).rejects.toBeInstanceOf(TypeError)
})

test('a request that cannot be sent leaves no connection behind', async () => {
  const port = await scripted(() => undefined)
  await expect(request(`http://127.0.0.1:${port}/`, { headers: [['A\n', 'b']] })).rejects.toMatchObject({
    code: 'ERR_INVALID_FIELD',
  })
  await vi.waitFor(() => expect(openConnections()).toBe(0))
})
