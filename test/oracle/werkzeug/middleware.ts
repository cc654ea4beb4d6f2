import type { Application, Environ } from '@triptych/raw'
import { bytes } from '@triptych/raw'
import { DispatcherMiddleware } from '@triptych/werkzeug/middleware/dispatcher'
import { ProxyFix } from '@triptych/werkzeug/middleware/proxy-fix'
import { SharedDataMiddleware } from '@triptych/werkzeug/middleware/shared-data'
import { camelCase, onTheWire, type Bindings, type Context, type Vector } from '../engine.ts'
import type { Json } from '../values.ts'
import { FIXTURE, fixtures } from './fixtures.ts'

const kwargsOf = (vector: Vector): Json =>
  Object.fromEntries(
    Object.entries((vector['kwargs'] ?? {}) as Json).map(([key, value]) => [camelCase(key), value]),
  )

async function proxyFix(vector: Vector, context: Context): Promise<Json> {
  const environ = context.environ(vector['environ'] as Json)
  const app = new ProxyFix(() => [], kwargsOf(vector))
  await app.application(environ, () => async () => {})
  const after = Object.entries(environ).filter(
    ([key, value]) => typeof value === 'string' || key === 'werkzeug.proxy_fix.orig',
  )
  return { environ_after: await context.encode(Object.fromEntries(after)) }
}

async function dispatcher(vector: Vector, context: Context): Promise<Json> {
  let answer: Json = {}
  const named =
    (app: string): Application =>
    ({ SCRIPT_NAME: script, PATH_INFO: path }: Environ) => {
      answer = { app, script_name: script, path_info: path }
      return []
    }
  const mounts = (vector['mounts'] as string[]).map((mount) => [mount, named(mount)] as const)
  const app = new DispatcherMiddleware(named('<default>'), new Map(mounts))
  await app.application(context.environ(vector['environ'] as Json), () => async () => {})
  return answer
}

async function sharedData(vector: Vector, context: Context): Promise<Json> {
  const exports = Object.entries(vector['exports'] as Record<string, string>)
  const app = new SharedDataMiddleware(
    (_, startResponse) => {
      startResponse('200 OK', [['Content-Type', 'text/plain']])
      return [bytes('<fallthrough>')]
    },
    exports.map(([prefix, path]) => [prefix, `${FIXTURE}/${path}`] as const),
    { ...kwargsOf(vector), fileSystem: fixtures },
  )
  return { wire: await onTheWire(app, context.environ(vector['environ'] as Json)) }
}

const PLAYERS: Record<string, (vector: Vector, context: Context) => Promise<Json>> = {
  ProxyFix: proxyFix,
  DispatcherMiddleware: dispatcher,
  SharedDataMiddleware: sharedData,
}

export const bindings: Bindings = {
  play: (vector, context) => PLAYERS[String(vector['middleware'])]?.(vector, context),
}
