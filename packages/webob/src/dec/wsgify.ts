import type { Application, ApplicationLike, Body, Environ, StartResponse } from '@triptych/raw'
import { toApplication } from '@triptych/raw'
import { exceptionOf } from '../exc/http-exception-middleware.ts'
import { Request, type BlankOptions, type RequestOptions } from '../request/request.ts'
import type { FormSource } from '../request/encode-form.ts'
import { encodeText } from '../response/response-state.ts'

/** What a function of a request may give: a response or any application, text, bytes, or nothing for `request.response`. */
export type Result = ApplicationLike | string | Uint8Array | null | undefined | void

/** A function of a request; what it is given besides is said by `args` and `kwargs`. */
export type Handler<R = Request> = (request: R, ...args: never[]) => Result | Promise<Result>

/** A class of requests. */
export type RequestType<R> = (new (environ: Environ, options?: RequestOptions<never>) => R) & {
  readonly blank: typeof Request.blank
}

/** How a function is called. */
export interface WsgifyOptions<R = Request> {
  /** The class of the request. */
  readonly RequestClass?: RequestType<R>
  /** Further arguments. */
  readonly args?: readonly unknown[]
  /** Named arguments: one object behind the others. */
  readonly kwargs?: Readonly<Record<string, unknown>>
  /** An application that this one stands around: the argument behind the request. */
  readonly middlewareWraps?: ApplicationLike
}

/** A function of a request as an application, with the means to call it in tests. */
export interface Wsgified<R = Request> extends Application {
  /** The function itself. */
  readonly undecorated: Handler<R>
  readonly RequestClass: RequestType<R>
  /** Calls the function with a request, and gives what it gives. */
  callFunc(request: R, ...args: unknown[]): unknown
  /** Calls the function with a request that is made by hand: any method, GET, POST. Exceptions are thrown. */
  request(url: string, options?: BlankOptions<never>): unknown
  get(url: string, options?: BlankOptions<never>): unknown
  post(url: string, POST?: FormSource | null, options?: BlankOptions<never>): unknown
  /** The same with another function or other options. */
  clone(func?: Handler<R>, options?: WsgifyOptions<R>): Wsgified<R>
}

/** The arguments behind the request. */
function argumentsOf(options: WsgifyOptions<never>): unknown[] {
  const { args = [], kwargs, middlewareWraps } = options
  const named = kwargs && Object.keys(kwargs).length > 0 ? [kwargs] : []
  return [...(middlewareWraps ? [middlewareWraps] : []), ...args, ...named]
}

/** Answers a request with what a function of it gives or throws. */
async function answer<R extends Request>(
  func: (request: R) => unknown,
  RequestClass: RequestType<R>,
  environ: Environ,
  startResponse: StartResponse,
): Promise<Body> {
  const request = new RequestClass(environ)
  const { ResponseClass } = RequestClass as unknown as typeof Request
  request.response = new ResponseClass()
  let result: unknown
  try {
    result = await func(request)
  } catch (error) {
    result = exceptionOf(error)
    if (result === undefined) throw error
  }
  let response: ApplicationLike
  if (result === null || result === undefined) response = request.response
  else if (typeof result === 'string' || result instanceof Uint8Array) {
    response = request.response
    const block = typeof result === 'string' ? encodeText(result, request.charset) : result
    await request.response.write(block)
  } else response = result as ApplicationLike
  if (response !== request.response) response = request.response.mergeCookies(response)
  return toApplication(response)(environ, startResponse)
}

/** What the platform gives a decorator of a method. */
type MethodContext = ClassMethodDecoratorContext

/** The ways to call {@link wsgify}. */
export interface Wsgify {
  <R extends Request = Request>(func: Handler<R>, options?: WsgifyOptions<R>): Wsgified<R>
  <This>(
    method: (this: This, request: Request) => Result | Promise<Result>,
    context: MethodContext,
  ): (this: This, environ: Environ, startResponse: StartResponse) => Promise<Body>
  <R extends Request = Request>(options: WsgifyOptions<R>): (func: Handler<R>) => Wsgified<R>
  readonly middleware: typeof middleware
}

function decorate(first: unknown, second?: unknown): unknown {
  if (typeof first !== 'function') {
    if (typeof first !== 'object' || first === null) {
      throw new TypeError(
        `Expected a function of a request, or options, got ${first === null ? 'null' : typeof first}`,
      )
    }
    return (func: Handler<never>) => make(func as Handler, first)
  }
  if (typeof second === 'object' && second !== null && 'kind' in second) {
    const method = first as (request: Request) => unknown
    return function application(
      this: unknown,
      environ: Environ,
      startResponse: StartResponse,
    ): Promise<Body> {
      return answer((request: Request) => method.call(this, request), Request, environ, startResponse)
    }
  }
  return make(first as Handler, second ?? {})
}

function make(func: Handler, options: WsgifyOptions): Wsgified {
  const RequestClass = options.RequestClass ?? Request
  const more = argumentsOf(options as WsgifyOptions<never>)
  const callFunc = (request: Request, ...args: unknown[]): unknown =>
    (func as (...all: unknown[]) => unknown)(request, ...(args.length > 0 ? args : more))
  const application = (environ: Environ, startResponse: StartResponse): Promise<Body> =>
    answer((request: Request) => callFunc(request), RequestClass, environ, startResponse)
  return Object.assign(application, {
    undecorated: func,
    RequestClass,
    callFunc,
    request: (url: string, blank: BlankOptions<never> = {}) => callFunc(RequestClass.blank(url, blank)),
    get: (url: string, blank: BlankOptions<never> = {}) =>
      callFunc(RequestClass.blank(url, { method: 'GET', ...blank })),
    post: (url: string, POST?: FormSource | null, blank: BlankOptions<never> = {}) =>
      callFunc(RequestClass.blank(url, { method: 'POST', ...blank, ...(POST ? { POST } : {}) })),
    clone: (other: Handler = func, changed: WsgifyOptions = {}) => make(other, { ...options, ...changed }),
  }) as Wsgified
}

/**
 * Makes a middleware of a function of a request and an application: `middleware(fn)(app, config)`; the config comes behind
 * the application. Python: `wsgify.middleware`.
 *
 * @example
 * import { call } from '@triptych/raw/testing'
 * const hello = wsgify(() => 'hello')
 * const shouting = middleware(async (request, app) => {
 *   const response = await request.getResponse(app)
 *   response.setText((await response.text()).toUpperCase())
 *   return response
 * })
 * assert.equal((await call(shouting(hello), '/')).text(), 'HELLO')
 */
export function middleware<Config extends object = Record<string, unknown>, R extends Request = Request>(
  func: (request: R, app: ApplicationLike, config: Config) => Result | Promise<Result>,
  options: Pick<WsgifyOptions<R>, 'RequestClass'> = {},
): (app: ApplicationLike, config?: Config) => Wsgified<R> {
  return (app, config) =>
    wsgify<R>(
      ((request: R, inner: ApplicationLike, given: Config) =>
        func(request, inner, given ?? ({} as Config))) as Handler<R>,
      { ...options, middlewareWraps: app, ...(config ? { kwargs: config as Record<string, unknown> } : {}) },
    )
}

/**
 * Makes an application of a function of a request: `wsgify(fn)`, `wsgify(fn, options)`, `wsgify(options)(fn)`, and
 * `@wsgify` on a method. The function may be `async`. HTTP exceptions that it throws are answered, so are errors of the
 * request by their status; cookies that are set on `request.response` go with whatever it gives. Python: `webob.dec.wsgify`.
 *
 * @throws TypeError when it is given no function and no options
 * @example
 * import { call } from '@triptych/raw/testing'
 * const app = wsgify((request) => `Hello ${request.GET.get('name') ?? 'you'}`)
 * assert.equal((await call(app, '/?name=Ada')).text(), 'Hello Ada')
 * assert.equal(app.get('/?name=Ada'), 'Hello Ada')
 */
export const wsgify: Wsgify = Object.assign(decorate, { middleware }) as Wsgify
