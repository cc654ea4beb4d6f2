/** Applications and handlers as data (FORMAT.md, "Apps and handlers as data"). */
import type { ApplicationLike, Body, HeaderPair } from '@triptych/raw'
import { middleware, wsgify } from '@triptych/webob/dec'
import type { Handler, Wsgified } from '@triptych/webob/dec'
import * as exc from '@triptych/webob/exc'
import { HTTPException, HTTPExceptionMiddleware } from '@triptych/webob/exc'
import type { Request } from '@triptych/webob/request'
import { Response } from '@triptych/webob/response'
import type { Player } from '../engine.ts'
import { camelCase } from '../engine.ts'
import { decode, type Builders, type Json } from '../values.ts'

type Step = [string, ...unknown[]]

/** What a description needs to become an application: builders of values, and a player for steps. */
export interface Workshop {
  readonly builders: Builders
  readonly player: Player
}

const camelKeys = (kwargs: Json): Json =>
  Object.fromEntries(Object.entries(kwargs).map(([key, value]) => [camelCase(key), value]))

/** An HTTP exception by its name, from Python's arguments. */
export function makeException(name: string, args: unknown[], kwargs: Json): HTTPException {
  const python = name === '_HTTPMove' ? 'HTTPMove' : name
  const Class = (exc as unknown as Record<string, new (options: object) => HTTPException>)[python]
  if (!Class) throw new Error(`No exception ${name}`)
  const names = [
    'detail',
    'headers',
    'comment',
    'bodyTemplate',
    Class.prototype instanceof exc.HTTPMove || Class === (exc.HTTPMove as never)
      ? 'location'
      : 'jsonFormatter',
    'addSlash',
  ]
  return new Class({ ...Object.fromEntries(args.map((value, at) => [names[at], value])), ...kwargs })
}

const KINDS: Record<string, (app: Json, workshop: Workshop) => ApplicationLike> = {
  raw:
    (app, { builders }) =>
    (_, startResponse) => {
      startResponse(
        String(app['status']),
        (app['headers'] as HeaderPair[]).map(([name, value]) => [name, value]),
      )
      return decode(app['body'], builders) as Body
    },
  echo_raw: () => async (environ, startResponse) => {
    const body = await environ['wsgi.input'].read(Number(environ.CONTENT_LENGTH ?? 0) || 0)
    const head = Uint8Array.from(`${environ.REQUEST_METHOD} ${environ.PATH_INFO}|`, (c) => c.charCodeAt(0))
    const answer = Buffer.concat([head, body])
    startResponse('200 OK', [
      ['Content-Type', 'text/plain'],
      ['Content-Length', String(answer.length)],
    ])
    return [new Uint8Array(answer)]
  },
  response: (app, { builders }) => responseOf((app['kwargs'] ?? {}) as Json, builders),
  raising:
    (app, { builders }) =>
    () => {
      throw makeException(String(app['exc']), [], camelKeys(decode(app['kwargs'] ?? {}, builders) as Json))
    },
  exc_middleware: (app, workshop) => new HTTPExceptionMiddleware(makeApp(app['app'] as Json, workshop)),
  wsgify: (app, workshop) => wsgified(app, workshop),
  middleware: (app, workshop) =>
    middleware(MIDDLEWARES[String(app['mw'])]!)(
      makeApp(app['app'] as Json, workshop),
      camelKeys(decode(app['config'] ?? {}, workshop.builders) as Json),
    ),
}

const responseOf = (kwargs: Json, builders: Builders): Response => {
  const { body, ...options } = camelKeys(decode(kwargs, builders) as Json)
  return new Response(body as string, options)
}

const MIDDLEWARES: Record<
  string,
  (request: Request, app: ApplicationLike, config: Json) => Promise<ApplicationLike> | ApplicationLike
> = {
  pass: (_, app) => app,
  async upper(request, app) {
    const response = await request.getResponse(app)
    const body = await response.body()
    response.setBody(body.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)))
    return response
  },
  async header(request, app, config) {
    const response = await request.getResponse(app)
    response.headers.set('X-Mw', (config['value'] as string | undefined) ?? 'on')
    return response
  },
  async catch(request, app) {
    try {
      return await request.getResponse(app)
    } catch (error) {
      if (!(error instanceof HTTPException)) throw error
      return new Response(`caught ${(error as unknown as Response).status}`, { contentType: 'text/plain' })
    }
  },
}

/** The decorator around a handler that is data. */
export function wsgified(app: Json, workshop: Workshop): Wsgified {
  const { builders, player } = workshop
  const spec = (app['handler'] ?? {}) as Json
  const handler = async (request: Request, ...rest: unknown[]): Promise<unknown> => {
    for (const step of (spec['req_response'] ?? []) as Step[]) await player.step(request.response, step)
    for (const step of (spec['req'] ?? []) as Step[]) await player.step(request, step)
    if (spec['raise']) {
      const { exc: name, kwargs } = spec['raise'] as { exc: string; kwargs?: Json }
      throw makeException(name, [], camelKeys(decode(kwargs ?? {}, builders) as Json))
    }
    if (spec['return_exc']) {
      const { exc: name, kwargs } = spec['return_exc'] as { exc: string; kwargs?: Json }
      return makeException(name, [], camelKeys(decode(kwargs ?? {}, builders) as Json))
    }
    if (spec['response']) {
      const { kwargs, do: steps } = spec['response'] as { kwargs?: Json; do?: Step[] }
      const response = responseOf(kwargs ?? {}, builders)
      for (const step of steps ?? []) await player.step(response, step)
      return response
    }
    if (spec['echo']) {
      let value: unknown = request
      for (const attribute of (spec['echo'] as string).split('.'))
        value = await player.step(value, ['get', attribute])
      return value === null ? 'None' : (value as { toString(): string }).toString()
    }
    if (spec['echo_args']) {
      const last = rest.at(-1)
      const isNamed = typeof last === 'object' && last !== null && !Array.isArray(last)
      const named = isNamed ? Object.entries(last).toSorted(([a], [b]) => (a < b ? -1 : 1)) : []
      const positional = isNamed ? rest.slice(0, -1) : rest
      return [...positional.map(String), ...named.map(([name, value]) => `${name}=${String(value)}`)].join(
        ',',
      )
    }
    if (spec['return_app']) return makeApp(spec['return_app'] as Json, workshop)
    return 'return' in spec ? decode(spec['return'], builders) : null
  }
  const args = (decode(app['args'] ?? [], builders) as unknown[]) ?? []
  const kwargs = (decode(app['kwargs'] ?? {}, builders) as Json) ?? {}
  return wsgify(handler as Handler, {
    ...('args' in kwargs ? { args: kwargs['args'] as unknown[] } : { args }),
    kwargs: ('kwargs' in kwargs ? kwargs['kwargs'] : kwargs) as Json,
  })
}

/** The application that a description stands for. */
export function makeApp(app: Json, workshop: Workshop): ApplicationLike {
  const make = KINDS[String(app['kind'])]
  if (!make) throw new Error(`No application of the kind ${String(app['kind'])}`)
  return make(app, workshop)
}
