import type { Application, ApplicationLike, Body, Environ, StartResponse } from '@triptych/raw'
import { toApplication } from '@triptych/raw'
import { exceptionOf } from '../exc/http-exception-middleware.ts'
import { WSGIHTTPException } from '../exc/wsgi-http-exception.ts'
import { BaseRequest, Request, type BlankOptions, type RequestOptions } from '../request/request.ts'
import type { FormSource } from '../request/encode-form.ts'
import type { Response } from '../response/response.ts'
import { encodeText } from '../encode-text.ts'

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
  readonly callFunc: (request: R, ...args: unknown[]) => unknown
  /** Calls the function with a request that is made by hand: any method, GET, POST. Exceptions are thrown. */
  readonly request: (url: string, options?: BlankOptions<never>) => unknown
  readonly get: (url: string, options?: BlankOptions<never>) => unknown
  readonly post: (url: string, POST?: FormSource | null, options?: BlankOptions<never>) => unknown
  /** The same with another function or other options. */
  readonly clone: (func?: Handler<R>, options?: WsgifyOptions<R>) => Wsgified<R>
}

/** The arguments behind the request. */
function argumentsOf(options: Omit<WsgifyOptions, 'RequestClass'>): unknown[] {
  const { args = [], kwargs, middlewareWraps } = options
  const named = kwargs && Object.keys(kwargs).length > 0 ? [kwargs] : []
  return [...(middlewareWraps ? [middlewareWraps] : []), ...args, ...named]
}

/** Answers a request with what a function of it gives or throws. */
async function answer<R extends BaseRequest<unknown>>(
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
  if (result === null || result === undefined) return send(request.response, environ, startResponse)
  if (typeof result === 'string' || result instanceof Uint8Array) {
    const block = typeof result === 'string' ? encodeText(result, request.charset) : result
    await request.response.write(block)
    return send(request.response, environ, startResponse)
  }
  return sendWithCookies(request.response, result as ApplicationLike, environ, startResponse)
}

const send = (
  response: ApplicationLike,
  environ: Environ,
  startResponse: StartResponse,
): Body | Promise<Body> => toApplication(response)(environ, startResponse)

/**
 * Sends what a function gave with the cookies of `request.response`. They stay with this answer: what was given may be made
 * once and given to others too, who must not get these cookies.
 */
function sendWithCookies(
  from: Response,
  given: ApplicationLike,
  environ: Environ,
  startResponse: StartResponse,
): Body | Promise<Body> {
  if (given === from) return send(given, environ, startResponse)
  if (!(given instanceof WSGIHTTPException) || given.application !== WSGIHTTPException.prototype.application)
    return send(from.mergeCookies(toApplication(given)), environ, startResponse)
  // The fields of an exception are read before its method returns, and those of its body follow them, as in WebOb.
  const fields = given._headerlist
  const { length } = fields
  try {
    return send(from.mergeCookies(given), environ, startResponse)
  } finally {
    fields.length = length
  }
}

/** A method that `@wsgify` may stand before. It keeps its declared type, so an application that is typed as one says both. */
type Method<This, R> =
  | ((this: This, request: R) => Result | Promise<Result>)
  | ((this: This, request: R | Environ) => unknown)

/** Decorates a method (TC39, stage 3). */
type MethodDecorator<R> = <This, M extends Method<This, R>>(
  method: M,
  context: ClassMethodDecoratorContext<This, M>,
) => M

/** What is called besides the function, without the class of the request. */
type Arguments = Omit<WsgifyOptions, 'RequestClass'>

/** Options with a class, which says what the function is given. */
type ForClass<R> = WsgifyOptions<R> & { readonly RequestClass: RequestType<R> }

/** The ways to call {@link wsgify}; the decorator comes first, since a function of one parameter matches it as well. */
export interface Wsgify {
  <This, M extends Method<This, Request<never>>>(method: M, context: ClassMethodDecoratorContext<This, M>): M
  <R extends BaseRequest<unknown>>(func: Handler<R>, options: ForClass<R>): Wsgified<R>
  <Vars = Record<string, string>>(func: Handler<Request<Vars>>, options?: Arguments): Wsgified<Request<Vars>>
  <R extends BaseRequest<unknown>>(
    options: ForClass<R>,
  ): MethodDecorator<R> & ((func: Handler<R>) => Wsgified<R>)
  (
    options: Arguments,
  ): MethodDecorator<Request<never>> &
    (<Vars = Record<string, string>>(func: Handler<Request<Vars>>) => Wsgified<Request<Vars>>)
  readonly middleware: typeof middleware
}

function decorate(first: unknown, second?: unknown): unknown {
  if (typeof first === 'function') return wrap(first as Handler, second)
  if (typeof first !== 'object' || first === null) throw notAFunction(first, ', or options')
  return (func: unknown, context?: unknown) => {
    if (typeof func === 'function') return wrap(func as Handler, context, first)
    throw notAFunction(func)
  }
}

function notAFunction(value: unknown, more = ''): TypeError {
  const got = value === null ? 'null' : typeof value
  return new TypeError(`Expected a function of a request${more}, got ${got}`)
}

/** A function as an application, or a method when there is the context of a decorator. */
function wrap(func: Handler, second: unknown, options?: WsgifyOptions): unknown {
  if (typeof second !== 'object' || second === null || !('kind' in second))
    return make(func, options ?? second ?? {})
  if (second.kind !== 'method')
    throw new TypeError(`Expected a method to decorate, got a ${String(second.kind)}`)
  return method(func, options ?? {})
}

/** A method as an application of its object. With a request alone it is the method that it was. */
function method(func: Handler, options: WsgifyOptions): unknown {
  const RequestClass = options.RequestClass ?? Request
  const more = argumentsOf(options)
  const run = func as (this: unknown, ...all: unknown[]) => unknown
  return function application(this: unknown, first: unknown, ...rest: unknown[]): unknown {
    if (first instanceof BaseRequest) return run.call(this, first, ...(rest.length > 0 ? rest : more))
    const call = (request: Request): unknown => run.call(this, request, ...more)
    return answer(call, RequestClass, first as Environ, rest[0] as StartResponse)
  }
}

function make<R extends BaseRequest<unknown>>(func: Handler<R>, options: WsgifyOptions<R>): Wsgified<R> {
  const RequestClass = options.RequestClass ?? (Request as unknown as RequestType<R>)
  const more = argumentsOf(options)
  const callFunc = (request: R, ...args: unknown[]): unknown =>
    (func as (...all: unknown[]) => unknown)(request, ...(args.length > 0 ? args : more))
  const application = (environ: Environ, startResponse: StartResponse): Promise<Body> =>
    answer((request: R) => callFunc(request), RequestClass, environ, startResponse)
  const made = (url: string, blank: BlankOptions<never>): R => RequestClass.blank(url, blank)
  return Object.assign(application, {
    undecorated: func,
    RequestClass,
    callFunc,
    request: (url: string, blank: BlankOptions<never> = {}) => callFunc(made(url, blank)),
    get: (url: string, blank: BlankOptions<never> = {}) => callFunc(made(url, { method: 'GET', ...blank })),
    post: (url: string, POST?: FormSource | null, blank: BlankOptions<never> = {}) =>
      callFunc(made(url, { method: 'POST', ...blank, ...(POST ? { POST } : {}) })),
    clone: (other: Handler<R> = func, changed: WsgifyOptions<R> = {}): Wsgified<R> =>
      make(other, { ...options, ...changed }),
  })
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
export function middleware<
  Config extends object = Record<string, unknown>,
  R extends BaseRequest<unknown> = Request,
>(
  func: (request: R, app: ApplicationLike, config: Config) => Result | Promise<Result>,
  options: Pick<WsgifyOptions<R>, 'RequestClass'> = {},
): (app: ApplicationLike, config?: Config) => Wsgified<R> {
  // A config without keys is none to argumentsOf, so it is filled in here.
  const around = (
    request: R,
    app: ApplicationLike,
    config: Config = {} as Config,
  ): Result | Promise<Result> => func(request, app, config)
  return (app, config) =>
    make<R>(around as Handler<R>, {
      ...options,
      middlewareWraps: app,
      kwargs: config ?? {},
    })
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
