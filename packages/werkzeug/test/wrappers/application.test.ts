import { bytes, setupTestingDefaults } from '@triptych/raw'
import type { Application, Environ, StartResponse } from '@triptych/raw'
import { call } from '@triptych/raw/testing'
import { NotFound } from '@triptych/werkzeug/exceptions'
import { Request, Response } from '@triptych/werkzeug/wrappers'
import { describe, expect, expectTypeOf, test } from 'vitest'

class OwnRequest extends Request {
  get name(): string {
    return this.args.get('name') ?? 'nobody'
  }
}

describe('as a function', () => {
  test('of a view', async () => {
    const app = Request.application((request) => new Response(request.path))
    expectTypeOf(app).toEqualTypeOf<Application>()
    expect((await call(app, '/a')).text()).toBe('/a')
  })

  test('a subclass reaches its views', async () => {
    const app = OwnRequest.application((request) => {
      expectTypeOf(request).toEqualTypeOf<OwnRequest>()
      return new Response(request.name)
    })
    expect((await call(app, '/?name=Ada')).text()).toBe('Ada')
    const view = (request: OwnRequest): Response => new Response(request.name)
    // @ts-expect-error a view of a subclass does not take what Request gives
    const wrong: Application = Request.application(view)
    expect(typeof wrong).toBe('function')
  })

  test('an asynchronous view', async () => {
    const app = Request.application(async (request) => new Response(await request.getData()))
    expect((await call(app, { target: '/', body: 'echo' })).text()).toBe('echo')
  })

  test('whatever answers is an answer', async () => {
    const inner: Application = (_, startResponse) => {
      startResponse('200 OK', [['Content-Type', 'text/plain']])
      return [bytes('inner')]
    }
    expect(
      (
        await call(
          Request.application(() => inner),
          '/',
        )
      ).text(),
    ).toBe('inner')
    expect(
      (
        await call(
          Request.application(() => new NotFound()),
          '/',
        )
      ).code,
    ).toBe(404)
  })

  test.each<[string, () => Response | Promise<Response>]>([
    [
      'thrown',
      () => {
        throw new NotFound('gone')
      },
    ],
    [
      'rejected',
      async () => {
        throw new NotFound('gone')
      },
    ],
  ])('an HTTP exception that is %s is the answer', async (_, view) => {
    const response = await call(Request.application(view), '/')
    expect([response.code, response.text().includes('gone')]).toEqual([404, true])
  })

  test.each<[string, () => Response | Promise<Response>]>([
    [
      'thrown',
      () => {
        throw new RangeError('broken')
      },
    ],
    [
      'rejected',
      async () => {
        throw new RangeError('broken')
      },
    ],
    ['no response', () => undefined as unknown as Response],
  ])('any other error (%s) is the server’s', async (_, view) => {
    expect((await call(Request.application(view), '/')).code).toBe(500)
  })

  test('it answers at once when the view does', () => {
    const app = Request.application(() => new Response('now'))
    expect(app(setupTestingDefaults({}), () => async () => {})).not.toBeInstanceOf(Promise)
  })
})

const UPLOAD = '--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nhello\r\n--x--\r\n'

test('uploads are freed when the response is over', async () => {
  const closed: string[] = []
  const app = Request.application(async (request) => {
    const file = (await request.files()).at('f')
    const close = file.close.bind(file)
    file.close = async () => {
      closed.push('file')
      await close()
    }
    return new Response('done')
  })
  const headers = { 'Content-Type': 'multipart/form-data; boundary=x' }
  expect((await call(app, { target: '/', headers, body: UPLOAD })).text()).toBe('done')
  expect(closed.length).toBeGreaterThan(0)
})

test('where a server has no triptych.finally the body does it', async () => {
  let seen: Request | undefined
  const app = Request.application((request) => {
    seen = request
    return new Response('x')
  })
  const environ = setupTestingDefaults({})
  delete environ['triptych.finally']
  const body = await app(environ, () => async () => {})
  expect(typeof body.close).toBe('function')
  await body.close?.()
  expect(seen).toBeInstanceOf(Request)
})

describe('as a decorator', () => {
  /** What esbuild, tsx, Bun and Deno make of a decorated method. */
  const decorate = Request.application as unknown as (
    view: (this: { name: string }, request: Request) => Response,
    context: object,
  ) => (this: { name: string }, environ: Environ, startResponse: StartResponse) => ReturnType<Application>

  test('this is the object', async () => {
    const method = decorate(
      function (request) {
        return new Response(`${this.name} ${request.path}`)
      },
      { kind: 'method' },
    )
    const shop = { name: 'shop', application: method }
    expect((await call(shop as unknown as { application: Application }, '/a')).text()).toBe('shop /a')
  })
})
