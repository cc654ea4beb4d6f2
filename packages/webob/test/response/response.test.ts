import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { call } from '@triptych/raw/testing'
import { describe, expect, expectTypeOf, test, vi } from 'vitest'
import { Response } from '../../src/response/response.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A body of two blocks that counts how often it is closed. */
function closable(close: () => void, blocks: readonly string[] = ['hel', 'lo']) {
  return Object.assign(blocks.map(bytes)[Symbol.iterator](), { close })
}

describe('the constructor', () => {
  test('a response of nothing is an empty HTML page', () => {
    const response = new Response()
    expect(response.status).toBe('200 OK')
    expect(response.headerlist).toEqual([
      ['Content-Type', 'text/html; charset=UTF-8'],
      ['Content-Length', '0'],
    ])
  })

  test.each([
    ['text', new Response('h\u00e9'), 3],
    ['bytes', new Response(bytes('abc')), 3],
    ['options', new Response({ text: 'abcd' }), 4],
    ['JSON', new Response({ json: { a: 1 } }), 7],
  ])('a body of %s has its length', (_, response, length) => {
    expect(response.contentLength).toBe(length)
  })

  test('JSON is application/json, without a charset', () => {
    expect(new Response({ json: [] }).headers.get('Content-Type')).toBe('application/json')
  })

  test.each(['204 No Content', '205 Reset Content', '304 Not Modified'])(
    '%s has no type and no length',
    (status) => {
      expect(new Response({ status }).headerlist).toEqual([])
    },
  )

  test('blocks have no length unless it is said', () => {
    expect(new Response({ appIter: [bytes('a')][Symbol.iterator]() }).contentLength).toBeNull()
    expect(new Response({ appIter: [bytes('a')], contentLength: 1 }).contentLength).toBe(1)
  })

  test('fields that are given replace the default ones', () => {
    expect(new Response(bytes('a'), { headerlist: [['X-A', 'b']] }).headerlist).toEqual([
      ['X-A', 'b'],
      ['Content-Length', '1'],
    ])
  })

  test.each([
    ['an option that is none', () => new Response({ colour: 'red' } as object)],
    ['a body and blocks', () => new Response('a', { appIter: [] })],
    ['text without a charset', () => new Response('a', { contentType: 'image/png' })],
    ['an array', () => new Response(['a'] as never)],
  ])('%s is a TypeError', (_, make) => {
    expect(make).toThrow(TypeError)
  })

  test.each([
    ['status', { status: '200 OK\r\nA: b' }],
    ['a name', { headerlist: [['A\n', 'b']] as const }],
    ['a value', { headerlist: [['A', 'b\r\nSet-Cookie: c=d']] as const }],
    ['a type', { contentType: 'text/plain\r\nA: b' }],
    ['an option', { server: 'a\nb' }],
  ])('line ends in %s are refused', (_, options) => {
    expect(() => new Response('', options)).toThrow(Error)
  })

  test('subclasses set what is usual', () => {
    class Plain extends Response {
      static override defaultContentType = 'text/plain'
      static override defaultCharset = 'latin-1'
    }
    expect(new Plain('\u00e9').headerlist).toEqual([
      ['Content-Type', 'text/plain; charset=latin-1'],
      ['Content-Length', '1'],
    ])
  })
})

describe('as an application', () => {
  test('GET gets all of it, HEAD the fields', async () => {
    const response = new Response('hello', { contentType: 'text/plain' })
    const get = await call(response, '/')
    expect([get.status, get.text()]).toEqual(['200 OK', 'hello'])
    const head = await call(response, { method: 'HEAD' })
    expect(head.headers.get('Content-Length')).toBe('5')
    expect(head.text()).toBe('')
  })

  test.each(['GET', 'HEAD'])('the body is closed once after a %s', async (method) => {
    const close = vi.fn<() => void>()
    await call(new Response({ appIter: closable(close) }), { method })
    expect(close).toHaveBeenCalledOnce()
  })

  test.each([
    ['/b', 'http://example.com/b'],
    ['c', 'http://example.com/a/c'],
    ['?q', 'http://example.com/a/x?q'],
    ['http://other.example/', 'http://other.example/'],
    ['//evil.example/', 'http://example.com/'],
    ['/\\evil.example', 'http://example.com/%5Cevil.example'],
  ])('Location %s is sent as %s', async (location, sent) => {
    const response = new Response({ status: 302, location })
    const answer = await call(response, { target: '/a/x', headers: { Host: 'example.com' } })
    const url = new URL(answer.headers.get('Location')!)
    expect(url.host).toBe(new URL(sent).host)
    expect(answer.headers.get('Location')!.startsWith('http')).toBe(true)
  })

  test('answering twice gives the same answer: a list is read again', async () => {
    const response = new Response('hello')
    expect((await call(response, '/')).text()).toBe('hello')
    expect((await call(response, '/')).text()).toBe('hello')
  })
})

describe('the platform\u2019s responses', () => {
  test('and back, with every cookie', async () => {
    const response = new Response('hello', { status: 201 })
    response.setCookie('a', 'b')
    response.setCookie('c', 'd')
    const fetched = response.toFetch()
    expect([fetched.status, fetched.statusText]).toEqual([201, 'Created'])
    expect(fetched.headers.getSetCookie()).toEqual(['a=b; Path=/', 'c=d; Path=/'])
    const back = Response.fromFetch(fetched)
    expect(back.status).toBe('201 Created')
    expect(back.headers.getall('Set-Cookie')).toEqual(['a=b; Path=/', 'c=d; Path=/'])
    expect(await back.text()).toBe('hello')
  })

  test.each([204, 205, 304])('%d has no body there', (status) => {
    expect(new Response({ status }).toFetch().body).toBeNull()
  })

  test('the body is streamed, and closed at its end', async () => {
    const close = vi.fn<() => void>()
    const fetched = new Response({ appIter: closable(close) }).toFetch()
    expect(await fetched.text()).toBe('hello')
    expect(close).toHaveBeenCalledOnce()
  })

  test('what fetch has decoded has no coding any more', async () => {
    const server = createServer((_, answer) => {
      const body = gzipSync('hello')
      answer
        .writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': body.length, 'X-A': 'b' })
        .end(body)
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    try {
      const response = Response.fromFetch(
        await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`),
      )
      expect([response.contentEncoding, response.contentLength]).toEqual([null, null])
      expect(response.headers.get('X-A')).toBe('b')
      expect(await response.text()).toBe('hello')
    } finally {
      server.close()
    }
  })

  test('one that was made here keeps its coding', () => {
    const made = new globalThis.Response('x', { headers: { 'Content-Encoding': 'gzip' } })
    expect(Response.fromFetch(made).contentEncoding).toBe('gzip')
  })

  test.each([
    ['200 OK', 'OK'],
    ['200\tFine  by me', 'Fine  by me'],
    ['200 ', 'OK'],
  ])('the reason of %j is %j', (status, reason) => {
    expect(new Response({ status }).toFetch().statusText).toBe(reason)
  })

  test('a stream that nobody reads is cancelled: by HEAD, by a status without a body', async () => {
    const cancel = vi.fn<() => void>()
    await call(new Response({ appIter: new ReadableStream({ cancel }) }), { method: 'HEAD' })
    expect(cancel).toHaveBeenCalledOnce()
    new Response({ status: 304, appIter: new ReadableStream({ cancel }) }).toFetch()
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledTimes(2))
  })

  test('a stream that is left closes it', async () => {
    const close = vi.fn<() => void>()
    await new Response({ appIter: closable(close) }).toFetch().body!.cancel()
    expect(close).toHaveBeenCalledOnce()
  })

  test('a body that fails closes it too, and the stream fails', async () => {
    const close = vi.fn<() => void>()
    const failing = {
      close,
      *[Symbol.iterator](): Generator<Uint8Array> {
        yield bytes('a')
        throw new Error('disk on fire')
      },
    }
    await expect(new Response({ appIter: failing }).toFetch().text()).rejects.toThrow('disk on fire')
    expect(close).toHaveBeenCalledOnce()
  })
})

describe('copies', () => {
  test('have status, fields and body of their own', async () => {
    const response = new Response('hello', { status: 404, conditionalResponse: true })
    const copy = await response.copy()
    copy.headers.set('X-A', 'b')
    copy.setText('bye')
    expect(copy.conditionalResponse).toBe(true)
    expect(copy.status).toBe('404 Not Found')
    expect(response.headers.has('X-A')).toBe(false)
    expect(await response.text()).toBe('hello')
  })

  test('blocks are read first, for both', async () => {
    const close = vi.fn<() => void>()
    const response = new Response({ appIter: closable(close) })
    const copy = await response.copy()
    expect([await copy.text(), await response.text()]).toEqual(['hello', 'hello'])
    expect(close).toHaveBeenCalledOnce()
  })

  test('are of the same class', async () => {
    class Mine extends Response {}
    expectTypeOf(new Mine().copy()).toEqualTypeOf<Promise<Mine>>()
    expect(await new Mine().copy()).toBeInstanceOf(Mine)
  })
})

test('as text: status, fields, body', () => {
  expect(String(new Response('hello', { contentType: 'text/plain' }))).toBe(
    '200 OK\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Length: 5\r\n\r\nhello',
  )
})

test('from a file, with as much body as its length says', async () => {
  const text = 'HTTP/1.1 200 Fine\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello world'
  const response = await Response.fromFile([bytes(text.slice(0, 20)), bytes(text.slice(20))])
  expect(response.status).toBe('200 Fine')
  expect(await response.text()).toBe('hello')
  await expect(Response.fromFile('200 OK\r\nno field\r\n\r\n')).rejects.toBeInstanceOf(SyntaxError)
})
