import { describe, expect, test } from 'vitest'
import type { Application, HeaderPair } from '@triptych/raw'
import { fromFetchHandler, toFetchHandler } from '@triptych/raw/gateways/fetch'
import { ErrorLog, call, open } from '@triptych/raw/testing'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const TEXT: HeaderPair[] = [['Content-Type', 'text/plain']]

describe('toFetchHandler', () => {
  const dump: Application = async (environ, startResponse) => {
    const texts = Object.entries(environ).filter(([, value]) => typeof value === 'string')
    const body = new TextDecoder().decode(await environ['wsgi.input'].read())
    startResponse('200 OK', [['Content-Type', 'application/json']])
    return [
      bytes(
        JSON.stringify({
          ...Object.fromEntries(texts),
          body,
          normalized: environ['triptych.target_normalized'],
        }),
      ),
    ]
  }
  const environOf = async (request: Request): Promise<Record<string, unknown>> =>
    (await (
      await toFetchHandler(dump)(request, { remoteAddr: '192.0.2.1', remotePort: 5 })
    ).json()) as Record<string, unknown>

  test('the environ of a request, and what can not be known', async () => {
    const request = new Request('https://example.com:8443//a%20b%ff?q=%20#f', {
      method: 'POST',
      body: 'hello',
      headers: { 'X-One': '1', X_Two: '2', Proxy: 'p', 'Content-Type': 'text/plain' },
    })
    expect(await environOf(request)).toMatchObject({
      REQUEST_METHOD: 'POST',
      'wsgi.url_scheme': 'https',
      HTTP_HOST: 'example.com:8443',
      SERVER_NAME: 'example.com',
      SERVER_PORT: '8443',
      PATH_INFO: '/a b\xff',
      QUERY_STRING: 'q=%20',
      REQUEST_URI: '//a%20b%ff?q=%20',
      REMOTE_ADDR: '192.0.2.1',
      REMOTE_PORT: '5',
      HTTP_X_ONE: '1',
      CONTENT_TYPE: 'text/plain',
      body: 'hello',
      normalized: true,
    })
  })

  test('fields that could pose as others stay out', async () => {
    const environ = await environOf(new Request('http://a/', { headers: { X_Two: '2', Proxy: 'p' } }))
    expect(Object.keys(environ)).not.toContain('HTTP_X_TWO')
    expect(Object.keys(environ)).not.toContain('HTTP_PROXY')
  })

  test('status, reason, repeated fields, body', async () => {
    const handler = toFetchHandler((_environ, startResponse) => {
      startResponse('404 Nowhere', [...TEXT, ['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2']])
      return [bytes('x'), bytes('y')]
    })
    const response = await handler(new Request('http://a/'))
    expect(response.status).toBe(404)
    expect(response.statusText).toBe('Nowhere')
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(await response.text()).toBe('xy')
  })

  test.each([
    ['HEAD', '200 OK'],
    ['GET', '204 No Content'],
    ['GET', '304 Not Modified'],
    ['GET', '205 Reset Content'],
  ])('%s %s has no body', async (method, status) => {
    const handler = toFetchHandler((_environ, startResponse) => {
      startResponse(status, [])
      return []
    })
    const response = await handler(new Request('http://a/', { method }))
    expect(response.body).toBeNull()
  })

  test('an error before the head is a plain 500', async () => {
    const errors = new ErrorLog()
    const handler = toFetchHandler(
      () => {
        throw new Error('secret')
      },
      { errors },
    )
    const response = await handler(new Request('http://a/'))
    expect(response.status).toBe(500)
    expect(await response.text()).toBe('500 Internal Server Error')
    expect(errors.text).toContain('secret')
  })

  test('an error after the head breaks the stream', async () => {
    const handler = toFetchHandler(
      async function* (_environ, startResponse) {
        startResponse('200 OK', TEXT)
        yield bytes('a')
        throw new Error('late')
      },
      { errors: new ErrorLog() },
    )
    await expect((await handler(new Request('http://a/'))).text()).rejects.toThrow('cut')
  })

  test('nothing is made before it is wanted; a reader that leaves closes the body', async () => {
    let made = 0
    let closed = 0
    const handler = toFetchHandler((_environ, startResponse) => {
      startResponse('200 OK', TEXT)
      async function* body() {
        for (;;) {
          made++
          yield bytes('x')
        }
      }
      return Object.assign(body(), { close: () => void closed++ })
    })
    const response = await handler(new Request('http://a/'))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(made).toBeLessThan(5)
    await response.body!.cancel()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(closed).toBe(1)
  })

  test('an aborted request: the signal, the callbacks', async () => {
    const controller = new AbortController()
    const seen: string[] = []
    const handler = toFetchHandler((environ, startResponse) => {
      environ['triptych.finally']!(() => void seen.push('finally'))
      environ['triptych.signal']!.addEventListener('abort', () => seen.push('signal'))
      startResponse('200 OK', TEXT)
      async function* body() {
        yield bytes('a')
        await new Promise(() => {})
      }
      return body()
    })
    await handler(new Request('http://a/', { signal: controller.signal }))
    controller.abort()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(seen.toSorted()).toEqual(['finally', 'signal'])
  })
})

describe('fromFetchHandler', () => {
  test('request and response', async () => {
    const app = fromFetchHandler(async (request) => {
      const headers = new Headers({ 'X-Url': request.url, 'X-Trace': request.headers.get('x-trace') ?? '' })
      headers.append('Set-Cookie', 'a=1')
      headers.append('Set-Cookie', 'b=2')
      return new Response(`${request.method} ${await request.text()}`, { status: 201, headers })
    })
    const response = await call(app, { target: '/x?y', body: 'hello', headers: { 'X-Trace': 't' } })
    expect(response.status).toBe('201 Created')
    expect(response.headers.get('x-url')).toBe('http://127.0.0.1/x?y')
    expect(response.headers.get('x-trace')).toBe('t')
    expect(response.headers.getAll('set-cookie')).toEqual(['a=1', 'b=2'])
    expect(response.text()).toBe('POST hello')
  })

  test.each(['TRACE', 'CONNECT', 'TRACK'])('%s, which no Request can have: 501', async (method) => {
    const app = fromFetchHandler(() => new Response('never'))
    const response = await call(app, { environ: { REQUEST_METHOD: method } })
    expect(response.code).toBe(501)
  })

  test.each(['a b', 'x:y:z', '[::1'])(
    'a Host that makes no URL (%s): 400, and the process lives',
    async (host) => {
      const app = fromFetchHandler(() => new Response('never'))
      expect((await call(app, { environ: { HTTP_HOST: host } })).code).toBe(400)
    },
  )

  test('bodies stream both ways, at the pace of the reader', async () => {
    let pulled = 0
    const app = fromFetchHandler(
      () =>
        new Response(
          new ReadableStream(
            {
              pull(controller) {
                pulled++
                controller.enqueue(bytes('x'))
              },
            },
            { highWaterMark: 0 },
          ),
        ),
    )
    const exchange = open(app)
    await exchange.nextBlock()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(pulled).toBeLessThan(4)
    exchange.disconnect()
    await exchange.done
  })

  test('a client that leaves cancels the stream of the response', async () => {
    let cancelled = 0
    const app = fromFetchHandler(
      () =>
        new Response(
          new ReadableStream({
            start: (controller) => controller.enqueue(bytes('x')),
            cancel: () => void cancelled++,
          }),
        ),
    )
    const exchange = open(app)
    await exchange.nextBlock()
    exchange.disconnect()
    await exchange.done
    expect(cancelled).toBe(1)
  })

  test('a handler that fails: 500', async () => {
    const app = fromFetchHandler(() => Promise.reject(new Error('no')))
    expect((await call(app)).code).toBe(500)
  })

  test('round trip', async () => {
    const app: Application = async (environ, startResponse) => {
      const body = await environ['wsgi.input'].read()
      startResponse('200 OK', TEXT)
      return [body]
    }
    const twice = fromFetchHandler(toFetchHandler(app))
    expect((await call(twice, { body: 'round' })).text()).toBe('round')
  })
})
