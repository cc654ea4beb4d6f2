import { bytes } from '@triptych/raw'
import type { Application, Environ } from '@triptych/raw'
import { describe, expect, test } from 'vitest'
import {
  Client,
  ClientRedirectError,
  EnvironBuilder,
  TestResponse,
  createEnviron,
} from '../../src/test/index.ts'
import { Request, Response } from '../../src/wrappers/index.ts'

const to = (status: number, location: string): Response =>
  new Response('', { status, headers: { Location: location } })
const echo = Request.application(async (request) => {
  if (request.path.startsWith('/to/')) return to(Number(request.path.slice(4)), '/end')
  return new Response(`${request.method} ${request.path} ${await request.getData({ asText: true })}`)
})

describe('redirects', () => {
  test.each([
    [301, 'POST', 'GET /end '],
    [302, 'PUT', 'GET /end '],
    [303, 'DELETE', 'GET /end '],
    [305, 'PATCH', 'GET /end '],
    [307, 'POST', 'POST /end body'],
    [308, 'PUT', 'PUT /end body'],
  ])('%s of %s', async (status, method, expected) => {
    const response = await new Client(echo).open(`/to/${status}`, {
      method,
      data: 'body',
      followRedirects: true,
    })
    expect(await response.text()).toBe(expected)
    expect(response.history.map((step) => [step.statusCode, step.location])).toEqual([[status, '/end']])
    expect(response.request.url).toBe('http://localhost/end')
  })

  test('are left alone unless they are to be followed', async () => {
    const response = await new Client(echo).get('/to/302')
    expect([response.statusCode, response.history]).toEqual([302, []])
  })

  test('HEAD stays HEAD', async () => {
    const response = await new Client(echo).head('/to/303', { followRedirects: true })
    expect(response.request.method).toBe('HEAD')
  })

  test.each([
    ['in a circle', '/', 'Expected redirects to end, got 302 / twice'],
    [
      'to another server',
      'http://other.example/',
      'Expected a redirect to localhost, got one to other.example',
    ],
    ['to a subdomain', 'http://a.localhost/', 'allowSubdomainRedirects lets the client follow'],
  ])('%s are errors', async (_, location, message) => {
    const open = new Client(to(302, location)).get('/', { followRedirects: true })
    await expect(open).rejects.toThrow(ClientRedirectError)
    await expect(open).rejects.toThrow(message)
  })

  test('to a subdomain are followed when that is allowed', async () => {
    const app = Request.application((request) =>
      request.host === 'localhost' ? to(302, 'http://a.localhost/x') : new Response(request.url),
    )
    const response = await new Client(app, { allowSubdomainRedirects: true }).get('/', {
      followRedirects: true,
    })
    expect(await response.text()).toBe('http://a.localhost/x')
  })

  test('with a body that is a stream cannot be sent again', async () => {
    const data = new Blob(['body']).stream()
    const open = new Client(echo).post('/to/307', { data, followRedirects: true })
    await expect(open).rejects.toThrow('a body that can be sent again for the status 307')
    const gone = await new Client(echo).post('/to/302', {
      data: new Blob(['x']).stream(),
      followRedirects: true,
    })
    expect(await gone.text()).toBe('GET /end ')
  })

  test('release what waits for the end of the answer', async () => {
    let closed = 0
    const app: Application = (environ, startResponse) => {
      startResponse(
        environ.PATH_INFO === '/' ? '302 Found' : '200 OK',
        environ.PATH_INFO === '/' ? [['Location', '/b']] : [],
      )
      return Object.assign([bytes('x')], { close: () => void closed++ })
    }
    const response = await new Client(app).get('/', { followRedirects: true })
    expect(closed).toBe(1)
    await response.close()
    expect(closed).toBe(2)
  })
})

describe('cookies', () => {
  const jar = Request.application((request) => {
    const response = new Response(request.headers.get('Cookie') ?? 'none')
    for (const [name, value] of request.args.items({ multi: true }))
      response.setCookie(name, value, { path: request.path })
    return response
  })

  test('are kept for their domain and path', async () => {
    const client = new Client(jar)
    await client.get('/a?x=1')
    expect(await (await client.get('/a/b')).text()).toBe('x=1')
    expect(await (await client.get('/ab')).text()).toBe('none')
    expect(await (await client.get('/a', { baseUrl: 'http://other/' })).text()).toBe('none')
    expect(client.getCookie('x', { path: '/a' })?.value).toBe('1')
    client.deleteCookie('x', { path: '/a' })
    expect(client.getCookie('x', { path: '/a' })).toBeNull()
  })

  test('can be set by hand, also for subdomains, and expire', async () => {
    const client = new Client(jar)
    client.setCookie('n', 'a b', { domain: 'example.com', originOnly: false })
    expect(await (await client.get('/', { baseUrl: 'http://sub.example.com/' })).text()).toBe('n="a b"')
    client.setCookie('n', '', { domain: 'example.com', maxAge: 0 })
    expect(client.getCookie('n', { domain: 'example.com' })).toBeNull()
    expect(() => client.setCookie('a;b', '1')).toThrow(TypeError)
  })

  test('can be switched off', async () => {
    const client = new Client(jar, { useCookies: false })
    await client.get('/?x=1')
    expect(await (await client.get('/', { headers: { Cookie: 'own=1' } })).text()).toBe('own=1')
    expect(() => client.getCookie('x')).toThrow('useCookies: false')
  })
})

describe('what is asked', () => {
  test('can be a path, a builder, an environ or a request', async () => {
    const client = new Client(echo)
    const environ = await createEnviron('/e')
    for (const target of ['/e', new EnvironBuilder('/e'), environ, new Request(await createEnviron('/e'))]) {
      expect(await (await client.open(target)).text()).toBe('GET /e ')
    }
  })

  test('has a method of its own for each', async () => {
    const client = new Client(echo)
    for (const name of ['get', 'post', 'put', 'patch', 'delete', 'options', 'trace'] as const) {
      expect(await (await client[name]('/m', { data: 'x' })).text()).toBe(`${name.toUpperCase()} /m x`)
    }
  })

  test('is answered by any application', async () => {
    const raw: Application = function* (_, startResponse) {
      startResponse('200 OK', [])
      yield bytes('raw')
    }
    expect(await (await new Client(raw).get('/')).text()).toBe('raw')
    expect(await (await new Client(new Response('object')).get('/')).text()).toBe('object')
    const broken: Application = () => {
      throw new TypeError('broken')
    }
    await expect(new Client(broken).get('/')).rejects.toThrow('broken')
    await expect(new Client(() => []).get('/')).rejects.toThrow('startResponse')
  })

  test('gets a signal, and callbacks for the end', async () => {
    const over: string[] = []
    const app: Application = (environ: Environ, startResponse) => {
      environ['triptych.finally']?.(() => void over.push('first'))
      environ['triptych.finally']?.(() => void over.push('second'))
      startResponse('200 OK', [])
      return [bytes(String(environ['triptych.signal']?.aborted))]
    }
    const response = await new Client(app).get('/')
    expect([await response.text(), over]).toEqual(['false', []])
    await response.close()
    expect(over).toEqual(['second', 'first'])
    await new Client(app).get('/', { buffered: true })
    expect(over).toEqual(['second', 'first', 'second', 'first'])
  })
})

test('answers are read block by block as they come', async () => {
  const given: string[] = []
  const app: Application = async function* (_, startResponse) {
    startResponse('200 OK', [])
    for (const block of ['a', 'b', 'c']) {
      given.push(block)
      yield bytes(block)
    }
  }
  const response = await new Client(app).get('/')
  expect(given).toEqual(['a'])
  const blocks: string[] = []
  for await (const block of response.iterEncoded()) blocks.push(new TextDecoder().decode(block))
  expect(blocks).toEqual(['a', 'b', 'c'])
})

test('answers can be of a class of one’s own', async () => {
  class Mine extends TestResponse {
    get upper(): Promise<string> {
      return this.text().then((text) => text.toUpperCase())
    }
  }
  const response = await new Client(new Response('x'), { responseWrapper: Mine }).get('/')
  expect(await response.upper).toBe('X')
})
