/** What only the wire shows: framing, pace, disconnects, and what node:http leaves to the bridge. */
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import type { Application, HeaderPair } from '@triptych/raw'
import { LeanRequest, fromListener, onClientError, toListener } from '@triptych/raw/gateways/node-http'
import { ErrorLog, call } from '@triptych/raw/testing'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const TEXT: HeaderPair[] = [['Content-Type', 'text/plain']]
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(
  app: Application,
  errors = new ErrorLog(),
): Promise<{ port: number; errors: ErrorLog; server: Server }> {
  const server = createServer(
    { IncomingMessage: LeanRequest, requireHostHeader: false },
    toListener(app, { errors }),
  )
  server.on('clientError', onClientError)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, errors, server }
}

/** Sends bytes and gives everything that comes until the server closes. */
async function talk(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let got = ''
  socket.setEncoding('latin1')
  socket.on('data', (chunk) => (got += String(chunk)))
  socket.write(text, 'latin1')
  await once(socket, 'close')
  return got
}

const get = (path = '/', more = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${more}\r\n`

async function* letters(_environ: unknown, startResponse: Parameters<Application>[1]) {
  startResponse('200 OK', TEXT)
  yield bytes('a')
  yield bytes('b')
}

describe('framing', () => {
  test('unknown length: chunked for HTTP/1.1, until close for HTTP/1.0', async () => {
    const { port } = await serve(letters)
    const modern = await talk(port, get())
    expect(modern).toMatch(/\r\nTransfer-Encoding: chunked\r\n/)
    expect(modern).toMatch(/\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n$/)
    const old = await talk(port, 'GET / HTTP/1.0\r\n\r\n')
    expect(old).not.toMatch(/transfer-encoding/i)
    expect(old).toMatch(/\r\n\r\nab$/)
  })

  test('a known length: one write, no chunks', async () => {
    const { port } = await serve((_environ, startResponse) => {
      startResponse('200 Fine', TEXT)
      return [bytes('\xe9')]
    })
    const answer = await talk(port, get())
    expect(answer).toMatch(/^HTTP\/1\.1 200 Fine\r\n/)
    expect(answer).toMatch(/\r\nContent-Length: 2\r\n/)
    expect(answer).toMatch(/\r\n\r\n\xc3\xa9$/)
  })

  test.each([1, 4096, 4097, 200_000])('a body of %d bytes, all byte values', async (size) => {
    const body = Uint8Array.from({ length: size }, (_, at) => at % 256)
    const { port } = await serve((_environ, startResponse) => {
      startResponse('200 OK', TEXT)
      return [body]
    })
    const answer = await talk(port, get())
    const content = answer.slice(answer.indexOf('\r\n\r\n') + 4)
    expect(content).toHaveLength(size)
    expect(Buffer.from(content, 'latin1').equals(body)).toBe(true)
  })

  test('HEAD sends the length and not a byte more; the next answer is whole', async () => {
    const { port } = await serve((_environ, startResponse) => {
      startResponse('200 OK', TEXT)
      return [bytes('hello')]
    })
    const answer = await talk(port, `HEAD / HTTP/1.1\r\nHost: a\r\n\r\n${get()}`)
    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(2)
    expect(answer.match(/Content-Length: 5/g)).toHaveLength(2)
    expect(answer.match(/hello/g)).toHaveLength(1)
  })

  test('a short body closes the connection without a proper end', async () => {
    const { port, errors } = await serve((_environ, startResponse) => {
      startResponse('200 OK', [['Content-Length', '10']])
      return [bytes('12345')]
    })
    const answer = await talk(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    expect(answer).toMatch(/12345$/)
    expect(errors.text).toContain('5 of 10 bytes')
  })

  test('surplus never reaches the wire', async () => {
    const { port } = await serve((_environ, startResponse) => {
      startResponse('200 OK', [['Content-Length', '5']])
      return [bytes('12345'), bytes('HTTP/1.1 200 OK\r\n\r\n')]
    })
    const answer = await talk(port, `GET / HTTP/1.1\r\nHost: a\r\n\r\n${get()}`)
    expect(answer.match(/12345/g)).toHaveLength(2)
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(2)
  })

  test('an error after the head cuts a chunked body, and the process lives', async () => {
    const { port, errors } = await serve(async function* (_environ, startResponse) {
      startResponse('200 OK', TEXT)
      yield bytes('a')
      throw new Error('late')
    })
    const answer = await talk(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    expect(answer).toMatch(/1\r\na\r\n$/)
    expect(errors.text).toContain('late')
  })

  test('trailers, early hints', async () => {
    const { port } = await serve(async function* (environ, startResponse) {
      environ['wsgi.early_hints']!([
        ['Link', '</a.css>; rel=preload'],
        ['Link', '</b.css>; rel=preload'],
      ])
      startResponse('200 OK', [...TEXT, ['Trailer', 'X-Sum']])
      yield bytes('a')
      environ['triptych.trailers']!([['X-Sum', '1']])
    })
    const answer = await talk(port, get())
    expect(answer).toMatch(
      /^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a\.css>; rel=preload, <\/b\.css>; rel=preload\r\n\r\nHTTP\/1\.1 200/,
    )
    expect(answer).toMatch(/0\r\nX-Sum: 1\r\n\r\n$/)
  })
})

describe('environ', () => {
  const dump: Application = (environ, startResponse) => {
    const texts = Object.entries(environ).filter(([, value]) => typeof value === 'string')
    startResponse('200 OK', [['Content-Type', 'application/json']])
    return [bytes(JSON.stringify(Object.fromEntries(texts)))]
  }
  const environOf = async (text: string): Promise<Record<string, string>> => {
    const { port } = await serve(dump)
    const answer = await talk(port, text)
    const body = Buffer.from(answer.slice(answer.indexOf('\r\n\r\n') + 4), 'latin1')
    return JSON.parse(body.toString()) as Record<string, string>
  }

  test('fields: joined, dropped, renamed; addresses', async () => {
    const environ = await environOf(
      get(
        '//a%20b%2F%C3%A9?q=%20#'.slice(0, -1),
        'Accept: a\r\nCookie: x=1\r\naccept: b\r\ncookie: y=2\r\nX_Y: 1\r\nProxy: p\r\nContent-Type: t/p\r\nX: \xe9\r\n',
      ),
    )
    expect(environ).toMatchObject({
      PATH_INFO: '/a b/\xc3\xa9',
      QUERY_STRING: 'q=%20',
      REQUEST_URI: '//a%20b%2F%C3%A9?q=%20',
      SCRIPT_NAME: '',
      SERVER_NAME: '127.0.0.1',
      REMOTE_ADDR: '127.0.0.1',
      SERVER_PROTOCOL: 'HTTP/1.1',
      HTTP_ACCEPT: 'a, b',
      HTTP_COOKIE: 'x=1; y=2',
      CONTENT_TYPE: 't/p',
      HTTP_X: '\xe9',
    })
    expect(Object.keys(environ)).not.toContain('HTTP_X_Y')
    expect(Object.keys(environ)).not.toContain('HTTP_PROXY')
    expect(Object.keys(environ)).not.toContain('HTTP_CONTENT_TYPE')
    expect(Number(environ['SERVER_PORT'])).toBeGreaterThan(0)
    expect(Number(environ['REMOTE_PORT'])).toBeGreaterThan(0)
  })

  test('the authority of an absolute target takes the place of Host', async () => {
    const environ = await environOf(get('http://example.com:81?x'))
    expect(environ).toMatchObject({ HTTP_HOST: 'example.com:81', PATH_INFO: '/', QUERY_STRING: 'x' })
  })

  test('requests with the same names and other values do not mix', async () => {
    const { port } = await serve(dump)
    const one = JSON.parse((await talk(port, get('/1', 'X: one\r\n'))).split('\r\n\r\n')[1]!) as Record<
      string,
      string
    >
    const two = JSON.parse((await talk(port, get('/2', 'X: two\r\n'))).split('\r\n\r\n')[1]!) as Record<
      string,
      string
    >
    expect([one['PATH_INFO'], one['HTTP_X'], two['PATH_INFO'], two['HTTP_X']]).toEqual([
      '/1',
      'one',
      '/2',
      'two',
    ])
  })

  test('an application may change its environ; the next request has its own', async () => {
    const { port } = await serve((environ, startResponse) => {
      const before = String(environ['HTTP_X'])
      environ['HTTP_X'] = 'changed'
      environ['added'] = 1
      startResponse('200 OK', TEXT)
      return [bytes(before)]
    })
    const answer = await talk(port, `GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n\r\n${get('/', 'X: 1\r\n')}`)
    expect(answer).not.toContain('changed')
  })
})

describe('bodies of requests', () => {
  const echo: Application = async (environ, startResponse) => {
    const body = await environ['wsgi.input'].read()
    startResponse('200 OK', TEXT)
    return [body]
  }

  test('by length, by chunks, and none; the connection goes on', async () => {
    const { port } = await serve(echo)
    const answer = await talk(
      port,
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc' +
        'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n1\r\nf\r\n0\r\n\r\n' +
        get(),
    )
    expect(
      answer
        .split(/HTTP\/1\.1 200 OK/)
        .slice(1)
        .map((one) => one.split('\r\n\r\n')[1]),
    ).toEqual(['abc', 'def', ''])
  })

  test('a body that nobody reads does not disturb the next request', async () => {
    const { port } = await serve((environ, startResponse) => {
      startResponse('200 OK', TEXT)
      return [bytes(environ.REQUEST_METHOD)]
    })
    const answer = await talk(
      port,
      `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n${'x'.repeat(100_000)}${get()}`,
    )
    expect(answer).toMatch(/POST[^]*GET$/)
  })

  test('a client that leaves in the middle: the read fails, the signal is aborted, callbacks run', async () => {
    const seen: string[] = []
    let over!: () => void
    const done = new Promise<void>((resolve) => (over = resolve))
    const { port, errors } = await serve(async (environ) => {
      environ['triptych.signal']!.addEventListener('abort', () => seen.push('abort'))
      environ['triptych.finally']!(() => over())
      try {
        await environ['wsgi.input'].read()
      } catch (error) {
        seen.push((error as { code: string }).code)
        throw error
      }
      return []
    })
    const socket = connect(port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc')
    setTimeout(() => socket.destroy(), 50)
    await done
    expect(seen.toSorted()).toEqual(['ERR_CLIENT_DISCONNECTED', 'abort'])
    expect(errors.text).toBe('')
  })
})

describe('pace and end', () => {
  test('a client that does not read holds the application back', async () => {
    let made = 0
    const { port } = await serve(async function* (_environ, startResponse) {
      startResponse('200 OK', TEXT)
      for (;;) {
        made++
        yield new Uint8Array(65536)
      }
    })
    const socket = connect(port, '127.0.0.1')
    socket.write(get())
    socket.pause()
    let before = -1
    for (let n = 0; n < 40 && made !== before; n++) {
      before = made
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(made).toBe(before)
    socket.destroy()
  })

  test('a client that leaves: return(), close(), callbacks, signal', async () => {
    const order: string[] = []
    let over!: () => void
    const done = new Promise<void>((resolve) => (over = resolve))
    const { port } = await serve((environ, startResponse) => {
      environ['triptych.signal']!.addEventListener('abort', () => order.push('signal'))
      environ['triptych.finally']!(() => {
        order.push('finally')
        over()
      })
      startResponse('200 OK', TEXT)
      async function* body() {
        try {
          yield bytes('a')
          await new Promise((resolve) => setTimeout(resolve, 100))
          for (;;) yield new Uint8Array(1000)
        } finally {
          order.push('return')
        }
      }
      return Object.assign(body(), { close: () => void order.push('close') })
    })
    const socket = connect(port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(socket, 'data')
    socket.destroy()
    await done
    expect(order.slice(0, 3)).toEqual(['signal', 'close', 'finally'])
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect(order).toContain('return')
  })

  test('a signal that somebody heard is not heard again by the next request of the connection', async () => {
    const signals: AbortSignal[] = []
    const { port } = await serve((environ, startResponse) => {
      const signal = environ['triptych.signal']!
      signals.push(signal)
      if (signals.length === 1) signal.addEventListener('abort', () => signals.pop())
      startResponse('200 OK', TEXT)
      return [bytes('a')]
    })
    await talk(port, `GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n${get()}`)
    expect(signals).toHaveLength(3)
    expect(signals[0]).not.toBe(signals[1])
    expect(signals.every((signal) => !signal.aborted)).toBe(true)
  })
})

describe('what node:http can not parse', () => {
  const slow: Application = async (_environ, startResponse) => {
    await new Promise((resolve) => setTimeout(resolve, 50))
    startResponse('200 OK', TEXT)
    return [bytes('slow')]
  }

  test('bad bytes after a good request do not cost it its answer', async () => {
    const { port } = await serve(slow)
    const answer = await talk(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n\0\0 garbage\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK[^]*slow[^]*HTTP\/1\.1 400 Bad Request/)
  })

  test('what follows Connection: close does not count', async () => {
    const { port } = await serve(slow)
    expect(await talk(port, `${get()}garbage\r\n\r\n`)).toMatch(/slow$/)
  })

  test('a broken chunk: the read fails, the answer is 400', async () => {
    let failure: unknown
    const { port } = await serve(async (environ, startResponse) => {
      try {
        await environ['wsgi.input'].read()
      } catch (error) {
        failure = error
      }
      startResponse('200 OK', TEXT)
      return []
    })
    const answer = await talk(port, 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(failure).toMatchObject({ code: 'ERR_CLIENT_DISCONNECTED' })
  })

  test.each([
    ['an unknown method', 'BREW / HTTP/1.1\r\nHost: a\r\n\r\n', 501],
    ['with a target that is none', 'BREW x HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['with two spaces', 'BREW  / HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['with another version', 'BREW / HTTP/3.0\r\nHost: a\r\n\r\n', 400],
    ['that is no token', 'B@EW / HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['a known method with a bad field', 'GET / HTTP/1.1\r\nHost: a\r\nX Y: 1\r\n\r\n', 400],
    ['fields beyond the limit', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    [
      'a coding that is not known',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
      501,
    ],
    ['chunked with HTTP/1.0', 'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
  ])('%s', async (_what, text, status) => {
    const { port } = await serve(letters)
    const answer = await talk(port, text)
    expect(answer).toMatch(
      new RegExp(`^HTTP/1\\.1 ${status} [^]*\\r\\nContent-Type: text/plain; charset=utf-8\\r\\n`),
    )
    expect(answer).toMatch(/\r\nConnection: close\r\n/)
    expect(answer).toMatch(/\r\nDate: /)
  })
})

describe('fromListener', () => {
  test('a connect-style listener: status, headers, repeated fields, body', async () => {
    const app = fromListener((request, response) => {
      response.statusCode = 201
      response.setHeader('Set-Cookie', ['a=1', 'b=2'])
      response.setHeader('X-Url', request.url!)
      let body = ''
      request.setEncoding('utf8')
      request.on('data', (chunk) => (body += String(chunk)))
      request.on('end', () => response.end(`${request.headers['content-type']}: ${body}`))
    })
    const response = await call(app, {
      target: '/x?y',
      headers: { 'Content-Type': 'text/plain' },
      body: 'hällo',
    })
    expect(response.status).toBe('201 Created')
    expect(response.headers.getAll('set-cookie')).toEqual(['a=1', 'b=2'])
    expect(response.headers.get('X-Url')).toBe('/x?y')
    expect(response.text()).toBe('text/plain: hällo')
  })

  test('mounted, the url is the path below', async () => {
    const app = fromListener((request, response) => response.end(request.url))
    const response = await call(app, {
      target: '/a%20b',
      environ: { SCRIPT_NAME: '/mount', PATH_INFO: '/a b', QUERY_STRING: 'q' },
    })
    expect(response.text()).toBe('/a%20b?q')
  })

  test('writeHead in all its forms', async () => {
    const forms: ((response: Parameters<Parameters<typeof fromListener>[0]>[1]) => void)[] = [
      (response) => response.writeHead(200, { A: '1', B: ['2', '3'] }),
      (response) => response.writeHead(200, 'OK', ['A', '1', 'B', '2', 'B', '3']),
      (response) =>
        response.writeHead(200, 'OK', [
          ['A', '1'],
          ['B', '2'],
          ['B', '3'],
        ] as never),
    ]
    for (const form of forms) {
      const app = fromListener((_request, response) => {
        form(response)
        response.end()
      })
      expect([...(await call(app)).headers].slice(0, 3)).toEqual([
        ['A', '1'],
        ['B', '2'],
        ['B', '3'],
      ])
    }
  })

  test('hop-by-hop fields of a listener are ours to decide', async () => {
    const app = fromListener((_request, response) => {
      response.setHeader('Connection', 'close')
      response.setHeader('Transfer-Encoding', 'chunked')
      response.end('x')
    })
    const response = await call(app)
    expect(response.headers.names()).toEqual(['Content-Length'])
  })

  test.each<[string, Parameters<typeof fromListener>[0]]>([
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['rejects', async () => Promise.reject(new Error('no'))],
    ['is destroyed before its head', (_request, response) => void response.destroy()],
  ])('a listener that %s: 500', async (_what, listener) => {
    expect((await call(fromListener(listener))).code).toBe(500)
  })

  test('round trip: application, listener, application', async () => {
    const inner: Application = async function* (environ, startResponse) {
      startResponse('200 OK', TEXT)
      yield bytes(`${environ.REQUEST_METHOD} `)
      yield bytes(environ.PATH_INFO)
    }
    const { port } = await serve(
      fromListener((request, response) => response.end(`${request.method} ${request.url}`)),
    )
    expect(await talk(port, get('/p'))).toMatch(/GET \/p$/)
    expect((await call(inner, '/p')).text()).toBe('GET /p')
  })
})

test('a unix socket has a name, a port and no address', async ({ skip }) => {
  skip(process.platform === 'win32', 'Windows has no unix sockets in the file system')
  const errors = new ErrorLog()
  const server = createServer(
    toListener(
      (environ, startResponse) => {
        startResponse('200 OK', TEXT)
        return [bytes(`${environ.SERVER_NAME} ${environ.SERVER_PORT} [${environ.REMOTE_ADDR}]`)]
      },
      { errors },
    ),
  )
  servers.push(server)
  const path = `/tmp/triptych-${process.pid}.sock`
  server.listen(path)
  await once(server, 'listening')
  const socket: Socket = connect(path)
  socket.end(get())
  socket.setEncoding('latin1')
  let got = ''
  for await (const chunk of socket) got += String(chunk)
  expect(got).toMatch(/localhost 80 \[\]$/)
})
