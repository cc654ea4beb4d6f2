import type { Application, ApplicationLike, Body, Environ, StartResponse } from '@triptych/raw/gateway'
import { toApplication } from '@triptych/raw/gateway'
import { HTTPException } from '../exceptions/http-exception.ts'
import { ClosingIterator } from '../wsgi/closing-iterator.ts'
import type { Request, RequestClass } from './request.ts'

/** A value, or a promise of it. */
export type Awaitable<T> = T | Promise<T>

/** A view: a function from a request to a response, or to any application that answers. */
export type View<R> = (request: R) => Awaitable<ApplicationLike>

/** What `Request.application` is: a decorator of methods, and a function of a view. */
export interface ApplicationDecorator {
  <R extends Request, This>(
    this: RequestClass<R>,
    view: (this: This, request: R) => Awaitable<ApplicationLike>,
    context: ClassMethodDecoratorContext<This, (this: This, request: R) => Awaitable<ApplicationLike>>,
  ): void
  <R extends Request>(this: RequestClass<R>, view: View<R>): Application
}

/**
 * Makes an application of a view, for a class of requests.
 * It answers at once when the view does.
 *
 * @example
 * import { call } from '@triptych/raw/testing'
 * import { Request, Response } from '@triptych/werkzeug'
 * const app = makeApplication(Request, (request) => new Response(`Hello ${request.args.get('name')}`))
 * assert.equal((await call(app, '/?name=Ada')).text(), 'Hello Ada')
 */
export function makeApplication<R extends Request>(RequestType: RequestClass<R>, view: View<R>): Application {
  return function application(
    this: unknown,
    environ: Environ,
    startResponse: StartResponse,
  ): Body | Promise<Body> {
    const request = new RequestType(environ)
    let response: Awaitable<ApplicationLike>
    try {
      response = view.call(this, request)
    } catch (error) {
      return fail(error, environ, startResponse)
    }
    if (!(response instanceof Promise)) return answer(response, request, startResponse)
    return response.then(
      (made) => answer(made, request, startResponse),
      (error: unknown) => fail(error, environ, startResponse),
    )
  }
}

function answer(
  response: ApplicationLike,
  request: Request,
  startResponse: StartResponse,
): Body | Promise<Body> {
  const { environ } = request
  // A response answers once: toApplication, which remembers the function that it makes, would cost more than the answer.
  const body =
    typeof response === 'object' && typeof response?.application === 'function'
      ? response.application(environ, startResponse)
      : toApplication(response)(environ, startResponse)
  return environ['triptych.finally'] ? body : closing(body, request)
}

function fail(error: unknown, environ: Environ, startResponse: StartResponse): Body | Promise<Body> {
  if (error instanceof HTTPException) return error.application(environ, startResponse)
  throw error
}

/** Servers without `triptych.finally` close the body, and that the request. */
function closing(body: Body | Promise<Body>, request: Request): Body | Promise<Body> {
  if (body instanceof Promise)
    return body.then((blocks) => new ClosingIterator(blocks, () => request.close()))
  return new ClosingIterator(body, () => request.close())
}
