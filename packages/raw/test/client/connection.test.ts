import { describe, expect, test, vi } from 'vitest'
import { connect } from '../../src/client/connect.ts'
import type { Connection } from '../../src/client/connection.ts'
import type { ClientLimits } from '../../src/client/client-limits.ts'
import { answering, openConnections, scripted, text } from './scripted-server.ts'

const to = (port: number, limits: ClientLimits = {}): Promise<Connection> =>
  connect({ host: '127.0.0.1', port }, limits)

/** A server that echoes the request it got, once it is complete by `ends`. */
const echoing = (ends: (got: string) => boolean): Promise<number> =>
  scripted((socket, got) => {
    if (ends(got)) socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${got.length}\r\n\r\n${got}`, 'latin1')
  })

describe('what is sent', () => {
  test('a head in the order and case that was given, Host first', async () => {
    const port = await echoing((got) => got.endsWith('\r\n\r\n'))
    const connection = await to(port)
    const { body } = await connection.request({
      target: '/a?b',
      headers: [
        ['x-B', '1'],
        ['A', '2'],
      ],
    })
    expect(text(await body.bytes())).toBe(
      `GET /a?b HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nx-B: 1\r\nA: 2\r\n\r\n`,
    )
    connection.close()
  })

  test('bytes with their length', async () => {
    const connection = await to(await echoing((got) => got.endsWith('abc')))
    const { body } = await connection.request({
      method: 'PUT',
      headers: [['Host', 'h']],
      body: Buffer.from('abc'),
    })
    expect(text(await body.bytes())).toBe('PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc')
    connection.close()
  })

  test('blocks in chunks, empty ones left out', async () => {
    const connection = await to(await echoing((got) => got.endsWith('0\r\n\r\n')))
    const blocks = ['abc', '', 'de'].map((block) => Buffer.from(block))
    const { body } = await connection.request({ headers: [['Host', 'h']], body: blocks })
    expect(text(await body.bytes())).toBe(
      'GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
    )
    connection.close()
  })

  test('blocks of a declared length without chunks', async () => {
    const connection = await to(await echoing((got) => got.endsWith('abcde')))
    const headers = [
      ['Host', 'h'],
      ['Content-Length', '5'],
    ] as const
    const { body } = await connection.request({ headers, body: [Buffer.from('abc'), Buffer.from('de')] })
    expect(text(await body.bytes())).toBe('GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabcde')
    connection.close()
  })

  test.each([
    ['more', ['abc', 'defg']],
    ['less', ['abc']],
  ])('a body of %s than was declared cuts the connection', async (_, blocks) => {
    const connection = await to(await scripted(() => undefined))
    const request = {
      headers: [['Content-Length', '5']] as const,
      body: blocks.map((block) => Buffer.from(block)),
    }
    await expect(connection.request(request)).rejects.toThrow(/Expected a body of 5 bytes/)
    expect(connection.reusable).toBe(false)
  })

  test('what the body throws fails the request', async () => {
    const connection = await to(await scripted(() => undefined))
    const body = (async function* () {
      yield Buffer.from('a')
      throw new Error('disk on fire')
    })()
    await expect(connection.request({ body })).rejects.toThrow('disk on fire')
  })

  test('the body waits for 100 Continue, which does not count as the answer', async () => {
    let atContinue = ''
    const port = await scripted((socket, got) => {
      if (got.endsWith('\r\n\r\n') && atContinue === '') {
        atContinue = got
        socket.write('HTTP/1.1 100 Continue\r\nA: b\r\n\r\n')
      } else if (got.endsWith('abc')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
    })
    const interim: number[] = []
    const response = await (
      await to(port)
    ).request({
      body: Buffer.from('abc'),
      expectContinue: 60_000,
      onInformational: ({ status }) => interim.push(status),
    })
    expect(response.status).toBe(200)
    expect(atContinue).toContain('Expect: 100-continue')
    expect(interim).toEqual([100])
  })

  test('without an answer to Expect the body goes out after the wait', async () => {
    const connection = await to(await echoing((got) => got.endsWith('abc')))
    expect((await connection.request({ body: Buffer.from('abc'), expectContinue: 20 })).status).toBe(200)
    connection.close()
  })

  test('a refusal ends the wait: the body is never sent, and the connection not used again', async () => {
    let got = ''
    const port = await scripted((socket, all) => {
      got = all
      socket.write('HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n')
    })
    const connection = await to(port)
    const response = await connection.request({ body: Buffer.from('secret'), expectContinue: 60_000 })
    expect(response.status).toBe(417)
    expect(got).not.toContain('secret')
    expect(connection.reusable).toBe(false)
  })

  test('an answer before the body is sent ends the sending', async () => {
    const left = vi.fn<() => void>()
    const body = (async function* () {
      try {
        for (;;) yield Buffer.alloc(100_000)
      } finally {
        left()
      }
    })()
    const connection = await to(await answeringEarly())
    const response = await connection.request({ method: 'POST', body })
    expect(response.status).toBe(413)
    expect(text(await response.body.bytes())).toBe('no')
    await vi.waitFor(() => expect(left).toHaveBeenCalledOnce())
    expect(connection.reusable).toBe(false)
  })

  test('nothing is read ahead of what the server takes', async () => {
    let produced = 0
    const body = (async function* () {
      for (;;) {
        produced += 100_000
        yield Buffer.alloc(100_000)
      }
    })()
    const port = await scripted((socket) => socket.pause())
    await expect((await to(port, { headTimeout: 200 })).request({ body })).rejects.toThrow(
      /head of the response/,
    )
    expect(produced).toBeLessThan(50_000_000)
  })
})

const answeringEarly = (): Promise<number> => {
  let isAnswered = false
  return scripted((socket) => {
    if (!isAnswered) socket.write('HTTP/1.1 413 No\r\nContent-Length: 2\r\n\r\nno')
    isAnswered = true
  })
}

describe('what is read', () => {
  test.each([
    ['by length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', 'GET', 'hello', true],
    [
      'in chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x\r\nllo\r\n0\r\nT: 1\r\n\r\n',
      'GET',
      'hello',
      true,
    ],
    ['none to HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', 'HEAD', '', true],
    ['none with 204', 'HTTP/1.1 204 No Content\r\n\r\n', 'GET', '', true],
    ['none with 304', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n', 'GET', '', true],
    ['then close', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi', 'GET', 'hi', false],
    ['by 1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi', 'GET', 'hi', false],
    [
      'by 1.0, kept',
      'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi',
      'GET',
      'hi',
      true,
    ],
    ['and more', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 200 OK\r\n\r\n', 'GET', 'hi', false],
  ])('content %s', async (_, answer, method, content, reusable) => {
    const connection = await to(await answering(answer))
    const response = await connection.request({ method })
    expect(text(await response.body.bytes())).toBe(content)
    expect(connection.reusable).toBe(reusable)
    connection.close()
  })

  test('content up to the end of the connection', async () => {
    const connection = await to(await answering('HTTP/1.0 200 OK\r\n\r\nhello', true))
    expect(text(await (await connection.request({})).body.bytes())).toBe('hello')
    expect(connection.reusable).toBe(false)
  })

  test('trailers and fields in order', async () => {
    const answer =
      'HTTP/1.1 200 Fine\r\nB: 1\r\na: 2\r\nB: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nT: 1\r\nU: 2\r\n\r\n'
    const connection = await to(await answering(answer))
    const response = await connection.request({})
    await response.body.bytes()
    expect(response.reason).toBe('Fine')
    expect(response.headers.slice(0, 3)).toEqual([
      ['B', '1'],
      ['a', '2'],
      ['B', '3'],
    ])
    expect(response.header('b')).toBe('1, 3')
    expect(response.body.trailers).toEqual([
      ['T', '1'],
      ['U', '2'],
    ])
    connection.close()
  })

  test('heads that come byte by byte, after interim responses', async () => {
    const answer = 'HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'
    const port = await scripted((socket) => {
      let at = 0
      const timer = setInterval(() => {
        if (at < answer.length) socket.write(answer[at++]!)
        else clearInterval(timer)
      }, 0)
    })
    const hints: string[][] = []
    const connection = await to(port)
    const response = await connection.request({ onInformational: ({ fields }) => hints.push([...fields]) })
    expect(text(await response.body.bytes())).toBe('hi')
    expect(hints).toEqual([['Link', 'a']])
    connection.close()
  })

  test('one request after the other on one connection', async () => {
    const connection = await to(await echoing((got) => got.endsWith('\r\n\r\n')))
    for (const target of ['/1', '/2', '/3']) {
      const response = await connection.request({ target })
      expect(text(await response.body.bytes())).toContain(`GET ${target} `)
      expect(connection.reusable).toBe(true)
    }
    connection.close()
  })

  test('a connection that the server has closed meanwhile is not reusable', async () => {
    const port = await scripted((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
      setTimeout(() => socket.end(), 5)
    })
    const connection = await to(port)
    await (await connection.request({})).body.bytes()
    await vi.waitFor(() => expect(connection.reusable).toBe(false))
    connection.close()
  })
})

describe('what is refused', () => {
  test.each([
    ['garbage', 'hello\r\n\r\n', { code: 'ERR_STATUS_LINE', status: 502 }],
    [
      'a length that is none',
      'HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n',
      { code: 'ERR_CONTENT_LENGTH' },
    ],
    [
      'two framings',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      { code: 'ERR_TRANSFER_ENCODING' },
    ],
    ['an upgrade nobody asked for', 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n', { code: 'ERR_UPGRADE' }],
    [
      'interim responses without end',
      'HTTP/1.1 102 Processing\r\n\r\n'.repeat(33),
      { code: 'ERR_INFORMATIONAL' },
    ],
    ['too many fields', `HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(101)}\r\n`, { status: 502 }],
    [
      'a length above the limit',
      'HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n',
      { code: 'ERR_BODY_TOO_LARGE' },
    ],
  ])('%s', async (_, answer, fault) => {
    const connection = await to(await answering(answer), { maxBodySize: 1000 })
    await expect(connection.request({})).rejects.toMatchObject(fault)
    expect(connection.reusable).toBe(false)
    await vi.waitFor(() => expect(openConnections()).toBe(0))
  })

  test.each([
    [
      'cut within its length',
      'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello',
      { code: 'ERR_SERVER_DISCONNECTED' },
    ],
    [
      'cut within a chunk',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello',
      { code: 'ERR_SERVER_DISCONNECTED' },
    ],
    [
      'in bad chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX',
      { code: 'ERR_CHUNK_END' },
    ],
    [
      'in chunks above the limit',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n',
      { code: 'ERR_BODY_TOO_LARGE' },
    ],
    [
      'without end above the limit',
      `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(1001)}`,
      { code: 'ERR_BODY_TOO_LARGE' },
    ],
  ])('content %s', async (_, answer, fault) => {
    const connection = await to(await answering(answer, true), { maxBodySize: 1000 })
    const { body } = await connection.request({})
    await expect(body.bytes()).rejects.toMatchObject(fault)
    expect(connection.reusable).toBe(false)
    await expect(body.next()).resolves.toEqual({ done: true, value: undefined })
  })

  test.each([
    ['before a head', '', /before one came/],
    ['within a head', 'HTTP/1.1 200 OK\r\nA:', /in the middle of one/],
  ])('a connection that ends %s', async (_, answer, message) => {
    const connection = await to(await answering(answer, true))
    await expect(connection.request({})).rejects.toThrow(message)
  })

  test('a reset is no end', async () => {
    const port = await scripted((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\nhel')
      setTimeout(() => socket.resetAndDestroy(), 20)
    })
    const { body } = await (await to(port)).request({})
    await expect(body.bytes()).rejects.toMatchObject({ code: 'ERR_SERVER_DISCONNECTED' })
  })

  test.each([
    ['a target with a blank', { target: '/a b' }],
    ['a method that is no token', { method: 'G T' }],
    ['a field with a line end', { headers: [['A', 'b\r\nC: d']] as const }],
    ['Transfer-Encoding', { headers: [['Transfer-Encoding', 'chunked']] as const }],
    [
      'a length that is not that of the bytes',
      { headers: [['Content-Length', '4']] as const, body: Buffer.from('abc') },
    ],
    [
      'two lengths',
      {
        headers: [
          ['Content-Length', '3'],
          ['content-length', '3'],
        ] as const,
        body: Buffer.from('abc'),
      },
    ],
  ])('to send %s', async (_, request) => {
    let got = ''
    const connection = await to(await scripted((_socket, all) => void (got = all)))
    await expect(connection.request(request)).rejects.toMatchObject({ code: 'ERR_INVALID_FIELD' })
    expect(connection.reusable).toBe(true)
    expect(got).toBe('')
    connection.close()
  })

  test('a second request beside the first', async () => {
    const connection = await to(await scripted(() => undefined))
    const first = connection.request({})
    await expect(connection.request({})).rejects.toThrow('Expected an idle connection, this one is busy')
    connection.close()
    await expect(first).rejects.toMatchObject({ code: 'ERR_SERVER_DISCONNECTED' })
  })
})

describe('limits of time', () => {
  test('for the head, however slowly it drips', async () => {
    const port = await scripted((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      const timer = setInterval(
        () => void (socket.destroyed ? clearInterval(timer) : socket.write('A: b\r\n')),
        20,
      )
    })
    await expect((await to(port, { headTimeout: 100 })).request({})).rejects.toMatchObject({
      code: 'ERR_CLIENT_TIMEOUT',
      phase: 'head',
    })
  })

  test('between blocks', async () => {
    const port = await answering('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello')
    const { body } = await (await to(port, { idleTimeout: 50 })).request({})
    await expect(body.bytes()).rejects.toMatchObject({ phase: 'idle' })
    await vi.waitFor(() => expect(openConnections()).toBe(0))
  })

  test('not while the caller takes its time', async () => {
    const port = await answering('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello')
    const { body } = await (await to(port, { idleTimeout: 30 })).request({})
    await new Promise((resolve) => setTimeout(resolve, 80))
    expect(text(await body.bytes())).toBe('hello')
  })

  test('for the whole', async () => {
    const port = await scripted((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      const timer = setInterval(() => void (socket.destroyed ? clearInterval(timer) : socket.write('x')), 10)
    })
    const { body } = await (await to(port, { totalTimeout: 100 })).request({})
    await expect(body.bytes()).rejects.toMatchObject({ phase: 'total' })
  })

  test('a signal, before and within', async () => {
    const port = await scripted(() => undefined)
    const aborted = AbortSignal.abort(new Error('too late'))
    await expect((await to(port)).request({ signal: aborted })).rejects.toThrow('too late')
    const controller = new AbortController()
    const pending = (await to(port)).request({ signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(pending).rejects.toThrow('enough')
  })
})

describe('leaving early', () => {
  test('a loop that is left cuts the connection', async () => {
    const port = await answering('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello')
    const connection = await to(port)
    const { body } = await connection.request({})
    for await (const block of body) {
      expect(text(block)).toBe('hello')
      break
    }
    expect(connection.reusable).toBe(false)
    await vi.waitFor(() => expect(openConnections()).toBe(0))
  })

  test('closing ends a read that waits', async () => {
    const port = await answering('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n')
    const { body } = await (await to(port)).request({})
    const waiting = body.next()
    body.close()
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_SERVER_DISCONNECTED' })
  })
})

describe('connections that change hands', () => {
  test.each([
    [
      '101',
      {
        headers: [
          ['Upgrade', 'echo'],
          ['Connection', 'upgrade'],
        ] as const,
      },
      'HTTP/1.1 101 Switching\r\nUpgrade: echo\r\n\r\n',
    ],
    ['CONNECT', { method: 'CONNECT', target: 'example.com:443' }, 'HTTP/1.1 200 OK\r\n\r\n'],
  ])('%s gives the socket, with what followed the head', async (_, request, answer) => {
    const port = await scripted((socket, got) => {
      socket.write(got.endsWith('ping') ? 'pong' : `${answer}hello`, 'latin1')
    })
    const connection = await to(port)
    const response = await connection.request(request)
    const socket = response.socket!
    expect(String(await new Promise((resolve) => socket.once('data', resolve)))).toBe('hello')
    socket.write('ping')
    expect(String(await new Promise((resolve) => socket.once('data', resolve)))).toBe('pong')
    expect(connection.reusable).toBe(false)
    expect(socket.listenerCount('readable')).toBe(0)
    socket.destroy()
  })

  test('a refused CONNECT is a response as others', async () => {
    const port = await answering('HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno')
    const response = await (await to(port)).request({ method: 'CONNECT', target: 'example.com:443' })
    expect(response.socket).toBeUndefined()
    expect(text(await response.body.bytes())).toBe('no')
  })
})
