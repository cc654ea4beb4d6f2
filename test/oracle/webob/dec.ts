import type { Bindings } from '../engine.ts'
import type { Json } from '../values.ts'

type Wsgified = Record<'get' | 'post' | 'request', (...all: unknown[]) => unknown>

/** Python's keyword arguments become options; POST is positional in both. */
const call =
  (method: 'get' | 'request') =>
  (app: Wsgified, args: [string], kwargs: Json): unknown =>
    app[method](args[0], kwargs)

export const bindings: Bindings = {
  steps: [
    {
      of: Function,
      call: {
        get: call('get'),
        request: call('request'),
        post: (app: Wsgified, args: [string, unknown?], { POST, ...kwargs }: Json) =>
          app.post(args[0], args[1] ?? POST, kwargs),
      },
    },
  ],
}
