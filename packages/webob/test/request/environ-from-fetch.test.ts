import { describe, expect, test } from 'vitest'
import { Request } from '../../src/request/index.ts'
import { environFromFetch } from '../../src/request/environ-from-fetch.ts'

test.each<[request: globalThis.Request, expected: object]>([
  [
    new globalThis.Request('https://example.com/a%20b?c=%20#d'),
    {
      PATH_INFO: '/a b',
      QUERY_STRING: 'c=%20',
      HTTP_HOST: 'example.com',
      SERVER_NAME: 'example.com',
      SERVER_PORT: '443',
      'wsgi.url_scheme': 'https',
      REQUEST_URI: '/a%20b?c=%20',
    },
  ],
  [
    new globalThis.Request('http://example.com:8080//evil/'),
    { PATH_INFO: '/evil/', HTTP_HOST: 'example.com:8080', REQUEST_URI: '//evil/', SERVER_PORT: '8080' },
  ],
  [
    new globalThis.Request('http://h/', { method: 'DELETE', headers: { 'X-A': 'caf\xe9' } }),
    { REQUEST_METHOD: 'DELETE', HTTP_X_A: 'caf\xe9', SERVER_PROTOCOL: 'HTTP/1.1' },
  ],
  [
    new globalThis.Request('http://h/', { headers: { X_A: '1', Proxy: 'evil' } }),
    { HTTP_X_A: undefined, HTTP_PROXY: undefined },
  ],
])('%o', (request, expected) => {
  const environ = environFromFetch(request)
  for (const [key, value] of Object.entries(expected)) expect([key, environ[key]]).toEqual([key, value])
})

describe('a body', () => {
  test('is read when it is asked for, and streamed', async () => {
    let pulled = 0
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (++pulled > 100) controller.close()
          else controller.enqueue(new Uint8Array(1000))
        },
      },
      { highWaterMark: 0 },
    )
    const request = Request.fromFetch(
      new globalThis.Request('http://h/', { method: 'POST', body, duplex: 'half' } as RequestInit),
    )
    expect(pulled).toBe(0)
    expect((await request.bodyFile.read(1500)).length).toBe(1500)
    expect(pulled).toBeLessThan(5)
  })

  test('a form with a file', async () => {
    const body = new FormData()
    body.set('title', 'caf\xe9')
    body.set('f', new File(['content'], 'a.txt', { type: 'text/plain' }))
    const form = await Request.fromFetch(new globalThis.Request('http://h/', { method: 'POST', body })).POST()
    expect([form.get('title'), form.get('f')]).toEqual([
      'caf\xe9',
      expect.objectContaining({ filename: 'a.txt', size: 7 }),
    ])
  })

  test('none', async () => {
    const request = Request.fromFetch(new globalThis.Request('http://h/'))
    expect([request.isBodyReadable, (await request.body()).length]).toEqual([false, 0])
  })
})

test('the client leaves', () => {
  const controller = new AbortController()
  const environ = environFromFetch(new globalThis.Request('http://h/', { signal: controller.signal }))
  controller.abort()
  expect(environ['triptych.signal']?.aborted).toBe(true)
})
