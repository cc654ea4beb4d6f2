import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Application, HeaderPair } from '@triptych/raw'
import { makeServer } from '@triptych/raw/server'
import { validator } from '@triptych/raw/validate'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { SendRequest, sendRequestApp } from '../../src/client/send-request.ts'
import { Request } from '../../src/request/index.ts'

const closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

/** The URL of an application that is served over a socket. */
async function served(application: Application): Promise<string> {
  const server = await makeServer('127.0.0.1', 0, application, { announce: () => {} })
  void server.serveForever()
  closing.push(() => server.serverClose())
  return `http://127.0.0.1:${server.address.port}`
}

/** The URL of a server that does as the function says with each connection. */
async function listening(onSocket: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = []
  const server: Server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    onSocket(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((done) => server.close(done))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Answers what it was asked, as JSON. */
const echo: Application = async (environ, startResponse) => {
  const seen = Object.entries(environ).filter(
    ([key, value]) => typeof value === 'string' && /^[A-Z_]+$/.test(key),
  )
  const body = new TextDecoder('latin1').decode(await environ['wsgi.input'].read())
  startResponse('200 OK', [
    ['Content-Type', 'application/json'],
    ['X-Seen', 'yes'],
  ])
  return [new TextEncoder().encode(JSON.stringify({ ...Object.fromEntries(seen), body }))]
}

describe('a request over the network', () => {
  test('is the one that was made', async () => {
    const url = await served(echo)
    const request = Request.blank(`${url}/a%20b/%C3%BC?c=d&e`, {
      POST: { name: 'Ada' },
      headers: { 'X-Two': 'words', Connection: 'X-Private, close', 'X-Private': 'no', TE: 'trailers' },
    })
    const response = await request.send(sendRequestApp)
    expect(response.status).toBe('200 OK')
    expect(response.headers.get('X-Seen')).toBe('yes')
    const seen = (await response.json()) as Record<string, string>
    expect(seen).toMatchObject({
      REQUEST_METHOD: 'POST',
      PATH_INFO: '/a b/\u00c3\u00bc',
      QUERY_STRING: 'c=d&e',
      CONTENT_TYPE: 'application/x-www-form-urlencoded',
      CONTENT_LENGTH: '8',
      HTTP_X_TWO: 'words',
      body: 'name=Ada',
    })
    expect(seen['HTTP_HOST']).toBe(url.slice('http://'.length))
    expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['HTTP_X_PRIVATE']))
    expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['HTTP_TE']))
  })

  test.each([
    ['GET', undefined],
    ['POST', '0'],
  ])('%s without a body has the length %s', async (method, length) => {
    const response = await Request.blank(`${await served(echo)}/`, { method }).send(sendRequestApp)
    expect(((await response.json()) as Record<string, string>)['CONTENT_LENGTH']).toBe(length)
  })

  test('a query that is none is quoted', async () => {
    const request = Request.blank(`${await served(echo)}/`)
    request.environ.QUERY_STRING = 'a=b c#\u00fc'
    const response = await request.send(sendRequestApp)
    expect(((await response.json()) as Record<string, string>)['QUERY_STRING']).toBe('a=b%20c%23%FC')
  })

  test('bodies of unknown length go out in chunks', async () => {
    const request = Request.blank(`${await served(echo)}/`, {
      method: 'PUT',
      body: new TextEncoder().encode('hello'),
    })
    request.environ['wsgi.input_terminated'] = true
    delete request.environ.CONTENT_LENGTH
    const response = await request.send(sendRequestApp)
    const seen = (await response.json()) as Record<string, string>
    expect(seen['body']).toBe('hello')
    expect(seen['CONTENT_LENGTH']).toBeUndefined()
  })

  test('blocks arrive before the response is complete', async () => {
    let goOn = (): void => undefined
    const wait = new Promise<void>((resolve) => (goOn = resolve))
    async function* blocks(): AsyncGenerator<Uint8Array, void> {
      yield new Uint8Array([97])
      await wait
      yield new Uint8Array([98])
    }
    const url = await served((_environ, startResponse) => {
      startResponse('200 OK', [])
      return blocks()
    })
    const { appIter } = await Request.blank(`${url}/`).callApplication(sendRequestApp)
    const got: number[] = []
    for await (const block of appIter) {
      got.push(...block)
      goOn()
    }
    expect(got).toEqual([97, 98])
  })

  test('closing the body ends the connection', async () => {
    const closed = vi.fn<() => void>()
    const url = await listening((socket) => {
      socket.on('close', closed).resume()
      socket.write('HTTP/1.1 200 OK\r\n\r\nhello')
    })
    const { appIter } = await Request.blank(`${url}/`).callApplication(sendRequestApp)
    await appIter.close?.()
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce())
  })

  test('the client that has gone ends it too', async () => {
    const controller = new AbortController()
    const request = Request.blank(`${await listening(() => undefined)}/`)
    request.environ['triptych.signal'] = controller.signal
    const response = request.send(sendRequestApp)
    controller.abort(new Error('gone'))
    await expect(response).rejects.toThrow('gone')
  })

  test('the validator has nothing against it', async () => {
    const application = validator(sendRequestApp.application)
    expect((await Request.blank(`${await served(echo)}/`).send(application)).status).toBe('200 OK')
  })
})

describe('failures', () => {
  test('no server is 502', async () => {
    const response = await Request.blank('http://127.0.0.1:1/').send(sendRequestApp)
    expect(response.status).toBe('502 Bad Gateway')
    expect(await response.text()).toContain('Connection refused')
  })

  test('a name that does not exist is 502', async () => {
    const response = await Request.blank('http://does-not-exist.invalid/').send(sendRequestApp)
    expect(response.statusCode).toBe(502)
    expect(await response.text()).toContain('bad domain name: does-not-exist.invalid')
  })

  test.each([
    ['what is no HTTP', 'hello\r\n\r\n'],
    ['nothing', ''],
  ])('%s is 502', async (_, answer) => {
    const url = await listening((socket) => socket.end(answer))
    expect((await Request.blank(`${url}/`).send(sendRequestApp)).statusCode).toBe(502)
  })

  test('silence is 504, by the limit of the environ or of the application', async () => {
    const url = await listening(() => undefined)
    const request = Request.blank(`${url}/`, { environ: { 'webob.client.timeout': 0.05 } })
    expect((await request.send(sendRequestApp)).status).toBe('504 Gateway Timeout')
    const other = await Request.blank(`${url}/`).send(new SendRequest({ headTimeout: 50 }))
    expect(other.statusCode).toBe(504)
  })

  test('a scheme that it cannot speak', async () => {
    const request = Request.blank('http://example.com/')
    request.environ['wsgi.url_scheme'] = 'ftp'
    await expect(request.send(sendRequestApp)).rejects.toThrow('Expected the scheme http or https, got "ftp"')
  })

  test('an environ that names no server', async () => {
    const request = Request.blank('/')
    const environ = request.environ as Record<string, unknown>
    delete environ['SERVER_NAME']
    delete environ['HTTP_HOST']
    await expect(request.send(sendRequestApp)).rejects.toThrow('Expected SERVER_NAME or HTTP_HOST')
  })
})

test('fields of the connection do not go on', () => {
  const headers: HeaderPair[] = [
    ['Transfer-Encoding', 'chunked'],
    ['Connection', 'X-Hop'],
    ['X-Hop', '1'],
    ['Keep-Alive', 'timeout=5'],
    ['Set-Cookie', 'a=b'],
    ['Set-Cookie', 'c=d'],
  ]
  expect(sendRequestApp.parseHeaders(headers)).toEqual([
    ['Set-Cookie', 'a=b'],
    ['Set-Cookie', 'c=d'],
  ])
})
