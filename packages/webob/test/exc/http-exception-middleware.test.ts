import { describe, expect, expectTypeOf, test } from 'vitest'
import type { Application, ApplicationLike } from '@triptych/raw'
import { buildEnviron, call } from '@triptych/raw/testing'
import { Response } from '@triptych/webob'
import { RequestError } from '@triptych/webob/request'
import {
  HTTPException,
  HTTPExceptionMiddleware,
  HTTPForbidden,
  HTTPNotFound,
  exceptionOf,
} from '@triptych/webob/exc'

const throwing =
  (error: unknown): Application =>
  () => {
    throw error
  }

describe('exceptionOf', () => {
  const own = new HTTPNotFound()
  test.each([
    [own, 'HTTPNotFound'],
    [new HTTPException('x', new Response()), 'HTTPException'],
    [new RequestError(400, 'ERR_X', 'x'), 'HTTPBadRequest'],
    [new RequestError(413, 'ERR_X', 'x'), 'HTTPRequestEntityTooLarge'],
    [new RequestError(422, 'ERR_X', 'x'), 'HTTPUnprocessableEntity'],
    [new RequestError(499, 'ERR_X', 'x'), 'HTTPBadRequest'], // there is no such class
    [new TypeError('x'), undefined],
    ['HTTPNotFound', undefined],
    [{ code: 404, status: 404 }, undefined],
    [null, undefined],
  ])('of %o is %s', (error, name) => {
    expect(exceptionOf(error)?.name).toBe(name)
  })

  test('is the very exception, and says what the error says', () => {
    expect(exceptionOf(own)).toBe(own)
    expect(exceptionOf(new RequestError(413, 'ERR_X', 'Too large'))?.message).toBe('Too large')
  })
})

describe('HTTPExceptionMiddleware', () => {
  test.each<readonly [string, ApplicationLike, number]>([
    ['thrown', throwing(new HTTPForbidden()), 403],
    ['rejected', () => Promise.reject(new HTTPForbidden()), 403],
    ['of an object', { application: throwing(new HTTPNotFound()) }, 404],
    ['of the request', throwing(new RequestError(431, 'ERR_X', 'Too many')), 431],
    ['not thrown', new Response('fine'), 200],
  ])('%s', async (_, app, code) => {
    expect((await call(new HTTPExceptionMiddleware(app), '/')).code).toBe(code)
  })

  test.each([new TypeError('mine'), 'text', undefined])('throws %o on', async (error) => {
    const middleware = new HTTPExceptionMiddleware(throwing(error))
    await expect(middleware.application(buildEnviron('/'), () => async () => {})).rejects.toBe(error)
  })

  test('gives the error to startResponse, the inner one when there is one', async () => {
    const outer = new HTTPForbidden()
    const seen: unknown[] = []
    const startResponse = (_: string, __: unknown, error?: unknown) => {
      seen.push(error)
      return async (): Promise<void> => {}
    }
    await new HTTPExceptionMiddleware(throwing(outer)).application(buildEnviron('/'), startResponse)
    const inner = new Error('inner')
    const reporting = new HTTPException('x', (_, start) => {
      start('500 Internal Server Error', [], inner)
      return []
    })
    await new HTTPExceptionMiddleware(throwing(reporting)).application(buildEnviron('/'), startResponse)
    expect(seen).toEqual([outer, inner])
  })

  test('replaces a response that was begun', async () => {
    const app: Application = (_, startResponse) => {
      startResponse('200 OK', [['X-A', '1']])
      throw new HTTPForbidden()
    }
    const answer = await call(new HTTPExceptionMiddleware(app), '/')
    expect([answer.code, answer.headers.get('X-A')]).toEqual([403, undefined])
  })

  test('leaves the body alone: it is closed once, and what it throws is not answered here', async () => {
    let closed = 0
    const body = {
      *[Symbol.iterator](): Generator<Uint8Array> {
        yield new Uint8Array(1)
        throw new HTTPForbidden()
      },
      close: () => void closed++,
    }
    const app: Application = (_, startResponse) => {
      startResponse('200 OK', [])
      return body
    }
    const middleware = new HTTPExceptionMiddleware(app)
    expect(await middleware.application(buildEnviron('/'), () => async () => {})).toBe(body)
    expect(closed).toBe(0)
    await call(middleware, '/').catch(() => undefined)
    expect(closed).toBe(1)
  })

  test('is an application', () => {
    expectTypeOf<HTTPExceptionMiddleware>().toExtend<ApplicationLike>()
  })
})
