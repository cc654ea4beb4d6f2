import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import type { Application, ApplicationLike } from '@triptych/raw'
import { buildEnviron, call } from '@triptych/raw/testing'
import { BaseRequest, Request, Response } from '@triptych/webob'
import { middleware, wsgify, type Handler, type Wsgified } from '@triptych/webob/dec'
import { HTTPForbidden, HTTPFound, HTTPNotFound } from '@triptych/webob/exc'
import { RequestError } from '@triptych/webob/request'
import type * as Decorated from './decorated.ts'

class Mine extends Request<{ id: string }> {
  get who(): string {
    return this.urlvars.id
  }
}
const withVars = (urlvars: unknown) => {
  const environ = buildEnviron('/p')
  environ['wsgiorg.routing_args'] = [[], urlvars]
  return environ
}

describe('what a function gives', () => {
  test.each<readonly [string, Handler, number, string]>([
    ['text', () => 'héllo', 200, 'héllo'],
    ['no text', () => '', 200, ''],
    ['bytes', () => new TextEncoder().encode('héllo'), 200, 'héllo'],
    ['nothing', () => {}, 200, ''],
    ['null', () => null, 200, ''],
    ['a response', () => new Response('x', { status: 201 }), 201, 'x'],
    ['a promise', async () => new Response('x', { status: 201 }), 201, 'x'],
    ['an exception', () => new HTTPForbidden(), 403, '403 Forbidden'],
    ['a function', () => (_, start) => (start('202 Accepted', []), [new Uint8Array([120])]), 202, 'x'],
    ['an object', () => ({ application: (_, start) => (start('202 Accepted', []), []) }), 202, ''],
    ['itself wrapped', () => wsgify((request) => request.path), 200, '/a'],
  ])('%s', async (_, func, code, text) => {
    const answer = await call(wsgify(func), '/a')
    expect([answer.code, answer.text().slice(0, text.length || undefined)]).toEqual([code, text])
  })

  test('nothing is request.response', async () => {
    const app = wsgify(async (request) => {
      request.response.status = 203
      await request.response.write('written')
    })
    const answer = await call(app, '/')
    expect([answer.code, answer.text()]).toEqual([203, 'written'])
  })

  test.each([[4], [true], [{}], [[]]])('%o is refused', async (value) => {
    const app = wsgify((() => value) as unknown as Handler)
    const startResponse = () => async (): Promise<void> => {}
    await expect(app(buildEnviron('/'), startResponse)).rejects.toThrow(/application/)
  })

  test.each([
    ['thrown', new HTTPNotFound(), 404],
    ['of the request', new RequestError(413, 'ERR_X', 'Too large'), 413],
  ])('%s', async (_, error, code) => {
    const sync = wsgify(() => {
      throw error
    })
    expect((await call(sync, '/')).code).toBe(code)
    expect(
      (
        await call(
          wsgify(() => Promise.reject(error)),
          '/',
        )
      ).code,
    ).toBe(code)
  })

  test('is closed, when it has to be', async () => {
    let closed = 0
    const appIter = { *[Symbol.iterator]() {}, close: () => void closed++ }
    await call(
      wsgify(() => new Response({ appIter })),
      '/',
    )
    await call(
      wsgify(() => new Response({ appIter })),
      { target: '/', method: 'HEAD' },
    )
    expect(closed).toBe(2)
  })

  test('other errors are thrown on, and what the request cannot read has its status', async () => {
    const error = new TypeError('mine')
    const startResponse = () => async (): Promise<void> => {}
    await expect(wsgify(() => Promise.reject(error))(buildEnviron('/'), startResponse)).rejects.toBe(error)
    const reading = wsgify(async (request) => JSON.stringify(await request.json()))
    const answer = await call(reading, { target: '/', method: 'POST', body: '{' })
    expect(answer.code).toBe(400)
  })
})

describe('cookies of request.response', () => {
  const given = (result: ReturnType<Handler>) =>
    wsgify((request) => {
      request.response.setCookie('a', request.GET.get('a') ?? '')
      return result
    })
  const shared = [
    new Response({ headerlist: [['Set-Cookie', 'own=1']] }),
    new HTTPNotFound('x', { headers: { 'Set-Cookie': 'own=1' } }),
    new HTTPFound({ location: '/', headers: { 'Set-Cookie': 'own=1' } }),
    new Response({ headerlist: [['Set-Cookie', 'own=1']] }).application.bind(
      new Response({ headerlist: [['Set-Cookie', 'own=1']] }),
    ),
  ]

  test.each(shared)('go with %o, and stay with their answer', async (result) => {
    const cookies = async (value: string) => {
      const { headerlist } = await Request.blank(`/?a=${value}`).getResponse(given(result))
      return headerlist.filter(([name]) => name === 'Set-Cookie').map(([, cookie]) => cookie)
    }
    expect(await cookies('1')).toEqual(['own=1', 'a=1; Path=/'])
    // A response that is made once is given to others: none of them may get the first one's cookie.
    expect(await cookies('2')).toEqual(['own=1', 'a=2; Path=/'])
  })

  test('go with what is thrown, also by an exception that answers in its own way', async () => {
    class Own extends HTTPForbidden {
      override application(...[environ, startResponse]: Parameters<Application>) {
        return Promise.resolve().then(() => super.application(environ, startResponse))
      }
    }
    for (const error of [new HTTPForbidden(), new Own()]) {
      const app = wsgify((request) => {
        request.response.setCookie('a', 'b')
        throw error
      })
      expect((await call(app, '/')).headers.get('Set-Cookie')).toBe('a=b; Path=/')
      expect(error.headers.get('Set-Cookie')).toBe(undefined)
    }
  })
})

describe('the forms of wsgify', () => {
  test('a function, with options', async () => {
    const app = wsgify((request, a: number, { b }: { b: number }) => `${request.path} ${a} ${b}`, {
      args: [1],
      kwargs: { b: 2 },
    })
    expect((await call(app, '/x')).text()).toBe('/x 1 2')
    expect(app.callFunc(Request.blank('/y'), 3, { b: 4 })).toBe('/y 3 4')
    expectTypeOf(app).toEqualTypeOf<Wsgified>()
    expectTypeOf(app).toExtend<Application>()
  })

  test('a class of requests', async () => {
    const app = wsgify((request) => request.who, { RequestClass: Mine })
    expect((await call(app, withVars({ id: 'ada' }))).text()).toBe('ada')
    expect(app.RequestClass).toBe(Mine)
    expectTypeOf(app).toEqualTypeOf<Wsgified<Mine>>()
    const later = wsgify({ RequestClass: Mine })((request) => request.who)
    expect((await call(later, withVars({ id: 'bob' }))).text()).toBe('bob')
    expectTypeOf(later).toEqualTypeOf<Wsgified<Mine>>()
    const base = wsgify((request) => request.path, { RequestClass: BaseRequest })
    expect((await call(base, '/base')).text()).toBe('/base')
  })

  test('options first', async () => {
    const app = wsgify({ args: [1] })((request, a: number) => request.path + a)
    expect((await call(app, '/x')).text()).toBe('/x1')
    expectTypeOf(app).toEqualTypeOf<Wsgified>()
  })

  test('types: the request is one of texts, unless it says otherwise; results are checked', () => {
    wsgify((request) => {
      expectTypeOf(request).toEqualTypeOf<Request>()
      expectTypeOf(request.urlvars).toEqualTypeOf<Record<string, string>>()
    })
    const typed = wsgify((request: Request<{ id: number }>) => request.urlvars.id.toFixed())
    expectTypeOf(typed).toEqualTypeOf<Wsgified<Request<{ id: number }>>>()
    expectTypeOf(typed.undecorated).toEqualTypeOf<Handler<Request<{ id: number }>>>()
    expectTypeOf(typed.get).returns.toBeUnknown()
    expectTypeOf<(request: Request) => number>().not.toExtend<Handler>()
    expectTypeOf<(request: Request) => Promise<object[]>>().not.toExtend<Handler>()
    // Without its class a function of one's own request would be given another.
    expectTypeOf<(request: Mine) => string>().not.toExtend<Handler<Request<{ id: string }>>>()
    expectTypeOf<Wsgified>().toExtend<ApplicationLike>()
  })

  test.each([
    [undefined, /got undefined/],
    [null, /got null/],
    ['text', /got string/],
  ])('%o is refused', (value, message) => {
    expect(() => wsgify(value as unknown as Handler)).toThrow(TypeError)
    expect(() => wsgify(value as unknown as Handler)).toThrow(message)
    expect(() => wsgify({ args: [] })(value as unknown as Handler)).toThrow(message)
  })
})

describe('calling it by hand', () => {
  const app = wsgify(async (request) => {
    if (request.path === '/none') throw new HTTPNotFound()
    return `${request.method} ${request.url} ${String((await request.POST()).has('a'))}`
  })

  test('get, post and request give what the function gives', async () => {
    expect(await app.get('/x?y')).toBe('GET http://localhost/x?y false')
    expect(await app.post('/x', { a: 'b' })).toBe('POST http://localhost/x true')
    expect(await app.request('/x', { method: 'PUT', baseUrl: 'https://a.example' })).toBe(
      'PUT https://a.example/x false',
    )
    await expect(app.get('/none')).rejects.toThrow(HTTPNotFound)
    expect(await app.undecorated(Request.blank('/z'))).toBe('GET http://localhost/z false')
  })

  test('clone has the same options, or others', async () => {
    const first = wsgify((_, a: number) => `first ${a}`, { args: [1] })
    expect(first.clone().get('/')).toBe('first 1')
    expect(first.clone((_, a: number) => `second ${a}`).get('/')).toBe('second 1')
    expect(first.clone(undefined, { args: [2] }).get('/')).toBe('first 2')
    expect(first.get('/')).toBe('first 1')
  })
})

describe('middleware', () => {
  const hello = wsgify((request) => `hello ${request.path}`)
  const shout = middleware(async (request, app, { mark = '' }: { mark?: string }) => {
    const response = await request.getResponse(app)
    response.setText((await response.text()).toUpperCase() + mark)
    return response
  })

  test('stands around an application, with a config or none', async () => {
    expect((await call(shout(hello), '/a')).text()).toBe('HELLO /A')
    expect((await call(shout(hello, { mark: '!' }), '/a')).text()).toBe('HELLO /A!')
    expect((await call(shout(shout(hello, { mark: '!' }), { mark: '?' }), '/a')).text()).toBe('HELLO /A!?')
    expect(wsgify.middleware).toBe(middleware)
    expectTypeOf(shout).parameter(1).toEqualTypeOf<{ mark?: string } | undefined>()
    expectTypeOf(shout(hello)).toEqualTypeOf<Wsgified>()
  })

  test('may have a class of requests, may not call the application, may give it', async () => {
    const guard = middleware((request: Mine, app) => (request.who === 'ada' ? app : new HTTPForbidden()), {
      RequestClass: Mine,
    })
    expect((await call(guard(hello), withVars({ id: 'ada' }))).text()).toBe('hello /p')
    expect((await call(guard(hello), withVars({ id: 'bob' }))).code).toBe(403)
  })
})

describe('@wsgify', () => {
  const path = fileURLToPath(new URL('decorated.ts', import.meta.url))
  const folder = fileURLToPath(new URL(`../../../../.tmp/decorated-${process.pid}`, import.meta.url))
  let made: typeof Decorated
  beforeAll(async () => {
    const { code } = transformSync(readFileSync(path, 'utf8'), { loader: 'ts', target: 'es2022' })
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${folder}/decorated.mjs`, code)
    made = (await import(/* @vite-ignore */ `${folder}/decorated.mjs`)) as typeof Decorated
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('makes methods applications of their objects', async () => {
    const shop = new made.Shop('tea')
    const served = async (name: 'page' | 'later' | 'user' | 'sum', id: unknown = 7) =>
      (await call(shop[name].bind(shop) as unknown as Application, withVars({ id }))).text()
    expect(await served('page')).toBe('tea: /p')
    expect(await served('later')).toBe('tea 7')
    expect(await served('user', 'ada')).toBe('tea user ada')
    expect(await served('sum')).toBe('tea 3')
    expect((await call(made.Shop.list.bind(made.Shop) as unknown as Application, '/')).text()).toBe(
      'all shops',
    )
    expect((await call(shop.page.bind(shop) as unknown as Application, '/missing')).code).toBe(404)
  })

  test('leaves them methods for whoever has a request', () => {
    const shop = new made.Shop('tea')
    expect(shop.page(Request.blank('/x'))).toBe('tea: /x')
    expect(shop.sum(Request.blank('/x'))).toBe('tea 3')
    expect(shop.sum(Request.blank('/x'), 5, { b: 6 })).toBe('tea 11')
    expect(() => shop.page(Request.blank('/missing'))).toThrow(HTTPNotFound)
  })

  test('makes a class an application', async () => {
    expect((await call(new made.Shop('tea'), '/x')).text()).toBe('tea: /x')
    expect((await call(new made.Shop('tea').field, '/x')).text()).toBe('tea field /x')
    expectTypeOf<Decorated.Shop>().toExtend<ApplicationLike>()
    expectTypeOf<Decorated.Shop['page']>().toEqualTypeOf<(request: Request) => string>()
  })

  test('stands before methods only', () => {
    const context = { kind: 'getter', name: 'x' } as unknown as ClassMethodDecoratorContext
    expect(() => wsgify(() => 'x', context as never)).toThrow(/Expected a method to decorate, got a getter/)
  })
})
