import { EnvironHeaders, ResponseHeaders } from '@triptych/webob/headers'
import type { HeaderPair } from '@triptych/raw'
import type { Bindings, Context, Vector } from '../engine.ts'
import type { Json } from '../values.ts'
import { checkedWrites } from './headers-model.ts'

export const bindings: Bindings = {
  create: {
    ResponseHeaders: (args: [HeaderPair[]?]) => ResponseHeaders.viewList(args[0] ?? []),
    EnvironHeaders: (_: unknown[], __: Json, vector: Vector, context: Context) =>
      new EnvironHeaders(context.environ(vector['environ'] as Json)),
  },
  steps: [
    {
      of: EnvironHeaders,
      iter: (headers: EnvironHeaders) => headers.keys(),
      call: {
        update(headers: EnvironHeaders, args: HeaderPair[][], kwargs: Record<string, string>) {
          if (args.length > 0) headers.update(args[0]!)
          headers.update(kwargs)
        },
        pop(headers: EnvironHeaders, args: string[]) {
          if (args.length > 2) throw new TypeError('Expected at most 2 arguments')
          return headers.pop(...(args as [string]))
        },
      },
    },
  ],
  describe: async (value, encode) => {
    if (value instanceof ResponseHeaders) return { $obj: 'ResponseHeaders', items: await encode([...value]) }
    if (value instanceof EnvironHeaders) {
      return {
        $obj: 'EnvironHeaders',
        items: await encode([...value].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      }
    }
    return undefined
  },
  deviations: [checkedWrites],
  build: {
    ResponseHeaders: (spec: { items: HeaderPair[] }) => ResponseHeaders.viewList(spec.items),
    EnvironHeaders: (spec: { items: HeaderPair[] }) => {
      const headers = new EnvironHeaders({})
      headers.update(spec.items)
      return headers
    },
  },
}
