import { WSGIHTTPException, noEscape, stripTags } from '@triptych/webob/exc'
import type { Bindings, Context, Vector } from '../engine.ts'
import type { Json } from '../values.ts'
import { makeApp, makeException } from './apps.ts'

const NAMES = ['_HTTPMove', 'HTTPException', 'WSGIHTTPException']

export const bindings: Bindings = {
  calls: {
    strip_tags: (args: [string]) => stripTags(args[0]),
    no_escape: (args: [unknown]) => noEscape(args[0]),
  },
  createOther: (name: string) =>
    name.startsWith('HTTP') || NAMES.includes(name)
      ? (args: unknown[], kwargs: Json) => makeException(name, args, kwargs)
      : undefined,
  create: {
    app: (_: unknown[], __: Json, vector: Vector, context: Context) =>
      makeApp(vector['app'] as Json, context.workshop),
  },
  describe: async (value, encode) => {
    if (!(value instanceof WSGIHTTPException)) return undefined
    const { status, headerlist, detail } = value
    return {
      $obj: value.constructor.name,
      status,
      detail: await encode(detail),
      headerlist: await encode(headerlist),
    }
  },
  buildApp: makeApp,
}
