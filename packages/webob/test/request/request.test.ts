import type { Application } from '@triptych/raw'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  BaseRequest,
  Request,
  type BlankOptions,
  type FileField,
  type Made,
} from '../../src/request/index.ts'
import { Response } from '../../src/response/index.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (block: Uint8Array): string => new TextDecoder().decode(block)

describe('blank', () => {
  test.each<[path: string, options: BlankOptions, expected: object]>([
    ['/a?b', {}, { REQUEST_METHOD: 'GET', PATH_INFO: '/a', QUERY_STRING: 'b', HTTP_HOST: 'localhost:80' }],
    ['/a', { baseUrl: 'https://h/app' }, { SCRIPT_NAME: '/app', PATH_INFO: '/a', HTTP_HOST: 'h:443' }],
    [
      '/a',
      { environ: { PATH_INFO: '/b', 'x.y': 1 }, method: 'PUT' },
      { PATH_INFO: '/b', 'x.y': 1, REQUEST_METHOD: 'PUT' },
    ],
    ['/', { headers: { 'X-A': '1', 'Content-Type': 'a/b' } }, { HTTP_X_A: '1', CONTENT_TYPE: 'a/b' }],
    [
      '/',
      {
        headers: [
          ['X-A', '1'],
          ['x-a', '2'],
        ],
      },
      { HTTP_X_A: '2' },
    ],
    ['/', { headers: new Headers({ accept: 'a/b' }), accept: 'c/d' }, { HTTP_ACCEPT: 'a/b' }],
    [
      '/',
      { POST: 'a=1' },
      { REQUEST_METHOD: 'POST', CONTENT_LENGTH: '3', CONTENT_TYPE: 'application/x-www-form-urlencoded' },
    ],
    ['/', { POST: {}, method: 'PATCH' }, { REQUEST_METHOD: 'PATCH', CONTENT_LENGTH: '0' }],
    [
      '/',
      { POST: bytes('{}'), contentType: 'application/json' },
      { CONTENT_TYPE: 'application/json', CONTENT_LENGTH: '2' },
    ],
    [
      '/',
      { cookies: { a: 'b' }, range: [0, 10], ifRange: 'x', userAgent: 'me' },
      { HTTP_COOKIE: 'a=b', HTTP_RANGE: 'bytes=0-9', HTTP_USER_AGENT: 'me' },
    ],
  ])('%s %j', (path, options, expected) => {
    expect(Request.blank(path, options).environ).toMatchObject(expected)
  })

  test('a form with files', async () => {
    const request = Request.blank('/', {
      POST: { title: 'caf\xe9', f: ['a.txt', 'content'], g: new File(['x'], 'b.bin') },
    })
    const form = await request.POST()
    expect(form.get('title')).toBe('caf\xe9')
    const files = [form.get('f'), form.get('g')] as FileField[]
    expect(files.map(({ filename, type }) => [filename, type])).toEqual([
      ['a.txt', 'text/plain'],
      ['b.bin', expect.any(String)],
    ])
    expect(text(await files[0]!.value())).toBe('content')
  })

  test.each([
    [{ nothing: 1 }, /"nothing"/],
    [{ url: 'x' }, /"url"/],
    [JSON.parse('{"__proto__": {}}') as object, /"__proto__"/],
    [{ baseUrl: '/?a' }, /without query/],
  ])('%j is refused', (options, message) => {
    expect(() => Request.blank('/', options as BlankOptions)).toThrow(message)
    expect(() => Request.blank('/', options as BlankOptions)).toThrow(TypeError)
  })

  test('the options are checked by the compiler', () => {
    expectTypeOf<{ headers: { 'Content-Type': string } }>().toExtend<BlankOptions>()
    expectTypeOf<{ headers: { 'Content-Type': number } }>().not.toExtend<BlankOptions>()
    expectTypeOf<{ method: number }>().not.toExtend<BlankOptions>()
    expectTypeOf<{ range: readonly [0, 1] }>().toExtend<BlankOptions>()
    expectTypeOf<{ POST: { a: Date } }>().not.toExtend<BlankOptions>()
  })
})

describe('subclasses', () => {
  class Mine extends Request<{ id: string }> {
    get id(): string {
      return this.urlvars.id
    }
  }

  test('statics and copies are of the class', async () => {
    const mine = Mine.blank('/')
    expectTypeOf(mine).toEqualTypeOf<Mine>()
    expectTypeOf(Mine.fromBytes(bytes('GET / HTTP/1.1'))).toEqualTypeOf<Mine>()
    expectTypeOf(Mine.fromText('GET / HTTP/1.1')).toEqualTypeOf<Mine>()
    expectTypeOf(mine.urlvars.id).toEqualTypeOf<string>()
    expectTypeOf(mine.copyGet()).toEqualTypeOf<Mine>()
    expectTypeOf(await mine.copy()).toEqualTypeOf<Mine>()
    expectTypeOf<Made<Mine>>().toEqualTypeOf<Mine>()
    expectTypeOf(Request.blank('/')).toExtend<Request>()
    const all = [
      mine,
      await mine.copy(),
      mine.copyGet(),
      Mine.fromText('GET / HTTP/1.1'),
      Mine.fromBytes(bytes('GET / HTTP/1.1')),
      await Mine.fromFile([bytes('GET / HTTP/1.1')]),
      Mine.fromFetch(new globalThis.Request('http://h/')),
    ]
    for (const one of all) expect(one).toBeInstanceOf(Mine)
  })

  test('their responses are of the class that they say', async () => {
    class Answer extends Response {}
    class Asking extends Request {
      static override ResponseClass = Answer
      override makeDefaultSendApp(): Application {
        return (_environ, startResponse) => (startResponse('204 No Content', []), [])
      }
    }
    const answer = await Asking.blank('/').send()
    expect([answer instanceof Answer, answer.status]).toEqual([true, '204 No Content'])
    expect(await Asking.blank('/').getResponse()).toBeInstanceOf(Answer)
    await expect(async () => Request.blank('/').send()).rejects.toThrow(/sendRequestApp/)
  })
})

describe('on the wire', () => {
  test.each<[options: BlankOptions, wire: string]>([
    [{}, 'GET /a?b HTTP/1.0\r\nHost: localhost:80'],
    [
      { method: 'POST', body: bytes('hi') },
      'POST /a?b HTTP/1.0\r\nContent-Length: 2\r\nHost: localhost:80\r\n\r\nhi',
    ],
    [
      { headers: { Zed: '1', Abc: '2' }, baseUrl: 'http://h/app' },
      'GET /app/a?b HTTP/1.0\r\nAbc: 2\r\nHost: h:80\r\nZed: 1',
    ],
  ])('%j', async (options, wire) => {
    expect(text(await Request.blank('/a?b', options).asBytes())).toBe(wire)
    expect(await Request.blank('/a?b', options).asText()).toBe(wire)
  })

  test.each([
    [false, 'content'],
    [true, ''],
    [3, '<body skipped (len=7)>'],
    [7, 'content'],
  ])('skipBody: %s', async (skipBody, body) => {
    const request = Request.blank('/', { body: bytes('content') })
    expect(text(await request.asBytes({ skipBody })).split('\r\n\r\n')[1] ?? '').toBe(body)
    expect(await request.text()).toBe('content')
  })

  test('there and back', async () => {
    const name = fc
      .stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,10}$/)
      .filter((one) => !/^(host|proxy|content-.*)$/i.test(one))
    const value = fc.string({
      unit: fc
        .integer({ min: 0x21, max: 0xff })
        .filter((code) => code !== 0x7f)
        .map((code) => String.fromCharCode(code)),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PATCH'),
        fc.webPath(),
        fc.webQueryParameters(),
        fc.array(
          fc.tuple(
            name,
            value.map((one) => one.trim()),
          ),
        ),
        fc.uint8Array({ minLength: 1 }),
        async (method, path, query, headers, body) => {
          const request = Request.blank(`/${path}`, { method, headers, body })
          request.queryString = query
          const wire = await request.asBytes()
          const again = Request.fromBytes(wire)
          expect([again.method, again.url, await again.body()]).toEqual([method, request.url, body])
          expect(new Map(again.headers)).toEqual(new Map(request.headers))
          expect(await again.asBytes()).toEqual(wire)
        },
      ),
    )
  })

  test('fields keep their bytes', async () => {
    const wire = bytes('GET / HTTP/1.1\r\nContent-Length: 0\r\nX-A: caf\xe9 \u20ac')
    const request = Request.fromBytes(wire)
    expect(request.environ['HTTP_X_A']).toBe('caf\xc3\xa9 \xe2\x82\xac')
    expect(await request.asBytes()).toEqual(wire)
    expect(await Request.fromText(await request.asText()).asBytes()).toEqual(wire)
  })

  test('text in another charset, and what is none', async () => {
    expect(
      await Request.blank('/', { contentType: 'text/plain; charset=latin-1', text: '\xe9' }).asText(),
    ).toMatch(/\r\n\r\n\xe9$/)
    expect(await Request.blank('/', { body: Uint8Array.of(0xff) }).asText()).toMatch(/\r\n\r\n\ufffd$/)
  })

  test('bytes behind the body', async () => {
    const data = bytes('POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi!')
    expect(() => Request.fromBytes(data)).toThrow(/got 1 bytes/)
    expect(await (await Request.fromFile([data])).text()).toBe('hi')
  })

  test('in a log', () => {
    expect(String(Request.blank('/a?b', { method: 'PUT' }))).toBe('PUT http://localhost/a?b')
  })
})

describe('copies', () => {
  test('have a body, a query, cookies and fields of their own', async () => {
    const request = Request.blank('/?a=1', { POST: 'b=2', headers: { 'Cache-Control': 'max-age=1' } })
    expect(request.GET.get('a')).toBe('1')
    expect(request.cacheControl.maxAge).toBe(1)
    const copy = await request.copy()
    copy.GET.set('a', '2')
    copy.cacheControl.maxAge = 2
    copy.setBody(bytes('c=3'))
    copy.headers.set('X-A', '1')
    expect([request.queryString, request.environ['HTTP_CACHE_CONTROL'], await request.text()]).toEqual([
      'a=1',
      'max-age=1',
      'b=2',
    ])
    expect([copy.queryString, copy.environ['HTTP_CACHE_CONTROL'], await copy.text()]).toEqual([
      'a=2',
      'max-age=2',
      'c=3',
    ])
    expect(request.headers.has('X-A')).toBe(false)
  })

  test('of a stream leave it to be read', async () => {
    const request = Request.blank('/', { method: 'POST' })
    request.bodyFile = new Blob(['content']).stream()
    const copy = await request.copy()
    expect([await copy.text(), await request.text()]).toEqual(['content', 'content'])
  })

  test('copyGet has no body, and reads none', async () => {
    const request = Request.blank('/?a=1', { POST: 'b=2' })
    const copy = request.copyGet()
    expect([
      copy.method,
      copy.contentType,
      copy.contentLength,
      (await copy.body()).length,
      copy.queryString,
    ]).toEqual(['GET', '', 0, 0, 'a=1'])
    expect([request.method, await request.text()]).toEqual(['POST', 'b=2'])
  })
})

describe('decode', () => {
  const TYPE = 'application/x-www-form-urlencoded; charset=latin-1'

  test('query and form', async () => {
    const request = Request.blank('/?q=%E9', { method: 'POST', contentType: TYPE, body: bytes('a=%E8') })
    const made = await request.decode()
    expect([made.GET.get('q'), (await made.POST()).get('a'), made.charset]).toEqual(['\xe9', '\xe8', 'UTF-8'])
    expect([request.queryString, await request.text()]).toEqual(['q=%E9', 'a=%E8'])
    expect(await made.decode()).toBe(made)
  })

  test('a charset that the request does not say', async () => {
    const made = await Request.blank('/?q=%E9', {
      method: 'POST',
      body: bytes('%E8'),
      contentType: 'text/plain',
    }).decode('latin-1')
    expect([made.GET.get('q'), await made.text()]).toEqual(['\xe9', '%E8'])
  })

  test('what is not in it', async () => {
    const request = Request.blank('/?q=%FF')
    await expect(request.decode('ascii')).rejects.toThrow(expect.objectContaining({ status: 400 }))
    expect((await request.decode('ascii', { errors: 'replace' })).GET.get('q')).toBe('\ufffd')
  })
})

describe('applications', () => {
  const app: Application = async (environ, startResponse) => {
    startResponse('200 OK', [['X-Path', environ.PATH_INFO]])
    return [await environ['wsgi.input'].read()]
  }

  test('see the body from its beginning, each time', async () => {
    const request = Request.blank('/a', { body: bytes('content') })
    await request.body()
    for (let time = 0; time < 2; time++) {
      const response = await request.send(app)
      expect([response.status, response.headers.get('X-Path'), await response.text()]).toEqual([
        '200 OK',
        '/a',
        'content',
      ])
    }
  })

  test('are asked for what they answer', async () => {
    const { status, headers, appIter } = await Request.blank('/a').callApplication(app)
    expect([status, headers, [...(appIter as Iterable<unknown>)]]).toEqual([
      '200 OK',
      [['X-Path', '/a']],
      [new Uint8Array(0)],
    ])
  })

  test('a response of wsgify', () => {
    const request = Request.blank('/')
    expect(() => request.response).toThrow(/wsgify/)
    const response = new Response()
    request.response = response
    expect(request.response).toBe(response)
  })
})

test('two requests on one environ are one', () => {
  const request = Request.blank('/')
  const other = new BaseRequest(request.environ)
  request.attrs.set('user', 'ada')
  request.method = 'PUT'
  request.GET.set('a', '1')
  expect([other.method, other.GET.get('a'), new Request(other.environ).attrs.get('user')]).toEqual([
    'PUT',
    '1',
    'ada',
  ])
})

test('an environ must be one', () => {
  expect(() => new Request('a' as never)).toThrow(TypeError)
})
