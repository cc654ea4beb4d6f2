import type { Environ, HeaderPair } from '@triptych/raw'
import { buildEnviron, call, open } from '@triptych/raw/testing'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { Headers } from '../../src/datastructures/headers.ts'
import { Response } from '../../src/wrappers/response.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const nothing = async (): Promise<void> => {}

function* generated(...blocks: (string | Uint8Array)[]) {
  yield* blocks
}
async function* awaited(...blocks: string[]) {
  yield* blocks
}

/** Blocks that note when they are closed. */
const closable = (log: string[], ...blocks: string[]) =>
  Object.assign(generated(...blocks), { close: () => void log.push('blocks') })

const sent = (response: Response, environ: Environ = buildEnviron('/')) => {
  const [, status, headers] = response.getWsgiResponse(environ)
  return { status, headers }
}

describe('as an application', () => {
  test('text is sent with its length, at once', () => {
    const response = new Response('h\xe9')
    let status = ''
    let headers: HeaderPair[] = []
    const body = response.application(buildEnviron('/'), (line, pairs) => {
      status = line
      headers = pairs
      return nothing
    })
    expect(status).toBe('200 OK')
    expect(headers).toEqual([
      ['Content-Type', 'text/plain; charset=utf-8'],
      ['Content-Length', '3'],
    ])
    expect(body).toEqual([bytes('h\xe9')])
  })

  test.each([
    ['text', 'abc', '3'],
    ['bytes', bytes('abc'), '3'],
    ['an array', ['a', bytes('bc')], '3'],
    ['nothing', null, '0'],
    ['an empty text', '', '0'],
    ['an array of text beyond ASCII', ['\xe9', '\u2603'], '5'],
  ])('%s has its length', async (_, body, length) => {
    const answer = await call(new Response(body), '/')
    expect(answer.headers.get('Content-Length')).toBe(length)
    expect(answer.bytes()).toHaveLength(Number(length))
  })

  test.each([
    ['a generator', () => generated('a', bytes('b'))],
    ['an asynchronous generator', () => awaited('a', 'b')],
    ['a stream', () => new Blob(['ab']).stream()],
    ['a set', () => new Set(['a', 'b'])],
  ])('%s is streamed', async (_, body) => {
    const response = new Response(body())
    expect(sent(response).headers).toEqual([['Content-Type', 'text/plain; charset=utf-8']])
    expect((await call(response, '/')).text()).toBe('ab')
  })

  test.each([
    [100, 'GET', false],
    [204, 'GET', false],
    [304, 'GET', false],
    [200, 'HEAD', true],
    [200, 'GET', true],
  ])('%i to %s', async (status, method, hasLength) => {
    const response = new Response('abc', { status, headers: { 'Content-Location': '/x', Expires: '0' } })
    const headers = response.getWsgiHeaders(buildEnviron({ method }))
    expect(headers.has('Content-Length')).toBe(hasLength)
    expect(headers.has('Content-Type')).toBe(status !== 304)
    expect(headers.has('Expires')).toBe(true)
    const blocks: Uint8Array[] = []
    for await (const block of response.getAppIter(buildEnviron({ method }))) blocks.push(block)
    expect(blocks).toHaveLength(status === 200 && method === 'GET' ? 1 : 0)
    expect(response.headers.has('Content-Length')).toBe(true)
  })

  test('what is sent is a copy', () => {
    const response = new Response(['a'])
    response.getWsgiHeaders(buildEnviron('/')).set('X-A', '1')
    expect(response.headers.toWsgiList()).toEqual([['Content-Type', 'text/plain; charset=utf-8']])
  })

  test('a length that is said stays', () => {
    expect(sent(new Response(['a'], { headers: { 'Content-Length': '9' } })).headers[0]).toEqual([
      'Content-Length',
      '9',
    ])
  })

  test('a class may leave the length out', () => {
    class Unmeasured extends Response {
      static override automaticallySetContentLength = false
    }
    expect(new Unmeasured('abc').contentLength).toBeNull()
    expect(sent(new Unmeasured('abc')).headers).toHaveLength(1)
  })

  test('a block that is none is refused', async () => {
    const response = new Response([1] as unknown as string[])
    expect(() => sent(response)).toThrow(TypeError)
    expect(() => new Response(5 as unknown as string)).toThrow(TypeError)
    expect(() => new Response({} as unknown as string)).toThrow(TypeError)
  })

  test('subclasses have the last word', async () => {
    class Signed extends Response {
      override getWsgiHeaders(environ: Environ): Headers {
        const headers = super.getWsgiHeaders(environ)
        headers.set('X-Signed', environ.REQUEST_METHOD)
        return headers
      }
      override iterEncoded() {
        return [bytes('signed')]
      }
    }
    const answer = await call(new Signed('sealed'), '/')
    expect(answer.headers.get('X-Signed')).toBe('GET')
    expect(answer.text()).toBe('signed')
  })

  test('status lines of its own', async () => {
    expect((await call(new Response('', { status: '404 Not Found' }), '/')).status).toBe('404 Not Found')
  })
})

describe('locations', () => {
  const environ = {
    ...buildEnviron({ target: '/dir/page?q', headers: { Host: 'here.example:8080' } }),
    SCRIPT_NAME: '/app',
  }

  test.each([
    ['/\xe9', '/%C3%A9'],
    ['http://\u2603.example/', 'http://xn--n3h.example/'],
    ['//other/x', '//other/x'],
    ['', ''],
  ])('%j becomes a URI', (location, uri) => {
    const response = new Response('', {
      status: 302,
      headers: { Location: location, 'Content-Location': location },
    })
    const headers = response.getWsgiHeaders(buildEnviron('/'))
    expect(headers.get('Location')).toBe(uri)
    expect(headers.get('Content-Location')).toBe(uri)
    expect(response.location).toBe(location)
  })

  test.each([
    ['/x', 'http://here.example:8080/x'],
    ['y?z', 'http://here.example:8080/app/dir/y?z'],
    ['', 'http://here.example:8080/app/dir/page'],
    ['../\xe9', 'http://here.example:8080/app/%C3%A9'],
    ['https://other.example', 'https://other.example'],
    ['//evil.example/x', 'http://here.example:8080/%2Fevil.example/x'],
    ['/\\evil.example', 'http://here.example:8080/%5Cevil.example'],
    ['/..//evil.example', 'http://here.example:8080//evil.example'],
  ])('%j is made absolute when the class says so', (location, url) => {
    class Absolute extends Response {
      static override autocorrectLocationHeader = true
    }
    const response = new Absolute('', { status: 302, headers: { Location: location } })
    expect(response.getWsgiHeaders(environ).get('Location')).toBe(url)
  })
})

describe('closing', () => {
  test.each(['GET', 'HEAD'])('first the blocks, then the callbacks in order: %s', async (method) => {
    const log: string[] = []
    const response = new Response(closable(log, 'a'))
    response.callOnClose(() => void log.push('one'))
    response.callOnClose(async () => void log.push('two'))
    await call(response, { method })
    expect(log).toEqual(['blocks', 'one', 'two'])
  })

  test.each([
    ['text', 'a'],
    ['nothing', null],
    ['an array', ['a']],
  ])('callbacks run for %s too', async (_, body) => {
    const log: string[] = []
    const response = new Response(body)
    response.callOnClose(() => void log.push('closed'))
    await call(response, '/')
    expect(log).toEqual(['closed'])
  })

  test('blocks that are passed through are not wrapped, unless callbacks wait', async () => {
    const log: string[] = []
    const blocks = closable(log)
    const response = new Response(blocks, { directPassthrough: true })
    expect(response.getAppIter(buildEnviron('/'))).toBe(blocks)
    response.callOnClose(() => void log.push('callback'))
    await response.getAppIter(buildEnviron('/')).close?.()
    expect(log).toEqual(['blocks', 'callback'])
  })

  test('a client that leaves closes it', async () => {
    const log: string[] = []
    async function* endless() {
      try {
        for (;;) yield 'tick'
      } finally {
        log.push('left')
      }
    }
    const response = new Response(endless())
    response.callOnClose(() => void log.push('callback'))
    const exchange = open(response)
    await exchange.head()
    await exchange.nextBlock()
    exchange.disconnect()
    await exchange.done
    expect(log).toEqual(['left', 'callback'])
  })

  test('each runs even when one before it failed', async () => {
    const log: string[] = []
    const response = new Response(
      Object.assign(generated(), { close: () => Promise.reject(new Error('first')) }),
    )
    response.callOnClose(() => {
      throw new Error('second')
    })
    response.callOnClose(() => void log.push('last'))
    await expect(response.close()).rejects.toThrow('first')
    expect(log).toEqual(['last'])
  })

  test('close of a subclass is called', async () => {
    let closed = 0
    class Counting extends Response {
      override async close(): Promise<void> {
        closed++
        await super.close()
      }
    }
    await call(new Counting('a'), '/')
    expect(closed).toBe(1)
  })

  test('callOnClose gives the callback back', () => {
    const callback = (): void => {}
    expectTypeOf(new Response().callOnClose(callback)).toEqualTypeOf<() => void>()
    expect(new Response().callOnClose(callback)).toBe(callback)
  })
})

describe('other applications', () => {
  const app = (_: Environ, startResponse: (status: string, headers: HeaderPair[]) => unknown) => {
    startResponse('201 Created', [['X-A', '1']])
    return [bytes('ab')]
  }

  test.each([true, false])('fromApp, buffered: %j', async (buffered) => {
    const response = await Response.fromApp(app, buildEnviron('/'), { buffered })
    expect(response.status).toBe('201 Created')
    expect(response.headers.toWsgiList()).toEqual([
      ['X-A', '1'],
      ['Content-Type', 'text/plain; charset=utf-8'],
    ])
    expect(response.isSequence).toBe(true)
    expect(await response.getData({ asText: true })).toBe('ab')
  })

  test('a generator runs as far as its head', async () => {
    const log: string[] = []
    function* lazy(_: Environ, startResponse: (status: string, headers: HeaderPair[]) => unknown) {
      try {
        startResponse('200 OK', [])
        yield bytes('a')
        log.push('second')
        yield bytes('b')
      } finally {
        log.push('end')
      }
    }
    const response = await Response.fromApp(lazy, buildEnviron('/'))
    expect(log).toEqual([])
    expect(response.isStreamed).toBe(true)
    expect((await call(response, '/')).text()).toBe('ab')
    expect(log).toEqual(['second', 'end'])
  })

  test('what is written goes first', async () => {
    const response = await Response.fromApp((_, startResponse) => {
      void startResponse('200 OK', [])(bytes('written '))
      return [bytes('returned')]
    }, buildEnviron('/'))
    expect(await response.getData({ asText: true })).toBe('written returned')
  })

  test('the body is closed with the response, or at once', async () => {
    const log: string[] = []
    const closing = (_: Environ, startResponse: (status: string, headers: HeaderPair[]) => unknown) => {
      startResponse('200 OK', [])
      return Object.assign([bytes('a')][Symbol.iterator](), { close: () => void log.push('closed') })
    }
    const response = await Response.fromApp(closing, buildEnviron('/'))
    expect(log).toEqual([])
    await call(response, '/')
    expect(log).toEqual(['closed'])
    await Response.fromApp(closing, buildEnviron('/'), { buffered: true })
    expect(log).toEqual(['closed', 'closed'])
  })

  test('an application that answers nothing', async () => {
    await expect(Response.fromApp(() => [], buildEnviron('/'))).rejects.toThrow(TypeError)
    const failing = (): never => {
      throw new RangeError('No')
    }
    await expect(Response.fromApp(failing, buildEnviron('/'))).rejects.toThrow(RangeError)
  })

  class MyResponse extends Response {
    readonly mine = true
  }

  test('forceType takes a response over', async () => {
    const log: string[] = []
    const response = new Response('abc', { status: 404, headers: { 'X-A': '1' } })
    response.callOnClose(() => void log.push('closed'))
    const mine = MyResponse.forceType(response)
    expectTypeOf(mine).toEqualTypeOf<MyResponse>()
    expect(mine.mine).toBe(true)
    expect(mine.headers).toBe(response.headers)
    const answer = await call(mine, '/')
    expect([answer.status, answer.text(), log]).toEqual(['404 NOT FOUND', 'abc', ['closed']])
    expect(MyResponse.forceType(mine)).toBe(mine)
    expect(Response.forceType(mine)).toBe(mine)
  })

  test('forceType runs other applications', async () => {
    const mine = await MyResponse.forceType(app, buildEnviron('/'))
    expectTypeOf(mine).toEqualTypeOf<MyResponse>()
    expect(mine).toBeInstanceOf(MyResponse)
    expect(mine.status).toBe('201 Created')
    expect(() => MyResponse.forceType(app as unknown as Response)).toThrow(TypeError)
  })
})

describe('fetch', () => {
  test('there and back', async () => {
    const response = new Response('h\xe9', { status: '299 Fine', headers: { Location: '/\xe9' } })
    response.setCookie('a', '1')
    response.setCookie('b', '2')
    const fetched = response.toFetch()
    expect([fetched.status, fetched.statusText]).toEqual([299, 'Fine'])
    expect(fetched.headers.get('Location')).toBe('/%C3%A9')
    expect(fetched.headers.getSetCookie()).toHaveLength(2)
    const back = Response.fromFetch(fetched)
    expect(back.status).toBe('299 Fine')
    expect(back.headers.getlist('Set-Cookie')).toEqual(['a=1; Path=/', 'b=2; Path=/'])
    expect(await back.getData({ asText: true })).toBe('h\xe9')
  })

  test.each([204, 304])('%i has no body and is closed', async (status) => {
    const log: string[] = []
    const fetched = new Response(closable(log, 'a'), { status }).toFetch()
    expect(fetched.body).toBeNull()
    await Promise.resolve()
    expect(log).toEqual(['blocks'])
  })

  test('a body is closed when it was read, and when it is left', async () => {
    const log: string[] = []
    const response = new Response(closable(log, 'a', 'b'))
    response.callOnClose(() => void log.push('callback'))
    expect(await response.toFetch().text()).toBe('ab')
    expect(log).toEqual(['blocks', 'callback'])
    await new Response(closable(log, 'a', 'b')).toFetch().body?.cancel()
    expect(log).toEqual(['blocks', 'callback', 'blocks'])
  })

  test('what has no type gets none', () => {
    expect(Response.fromFetch(new globalThis.Response(null)).contentType).toBeNull()
    const bare = new Response()
    bare.contentType = null
    class Html extends Response {
      static override defaultMimetype: string | null = 'text/html'
    }
    expect(Html.forceType(bare).contentType).toBeNull()
  })

  test('a coding that fetch has taken away is not announced', () => {
    const fetched = new globalThis.Response('abc', {
      headers: { 'Content-Encoding': 'gzip', 'Content-Length': '99' },
    })
    Object.defineProperty(fetched, 'url', { value: 'http://here.example/' })
    const response = Response.fromFetch(fetched)
    expect(response.contentEncoding).toBeNull()
    expect(response.contentLength).toBeNull()
  })
})
