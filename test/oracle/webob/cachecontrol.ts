import { CacheControl, serializeCacheControl, type DirectiveValue } from '@triptych/webob/cachecontrol'
import type { Bindings, Vector } from '../engine.ts'
import type { Json } from '../values.ts'

type Properties = Record<string, DirectiveValue>
type Step = [string, string, unknown?]

const fromMap = (properties: Properties | Map<string, DirectiveValue>): Properties =>
  properties instanceof Map ? Object.fromEntries(properties) : properties

/** Python's `del` of a value directive asks nothing about the type; `= null` here sets, and so does. */
const VALUES: Record<string, string> = {
  max_stale: 'max-stale',
  min_fresh: 'min-fresh',
  private: 'private',
  no_cache: 'no-cache',
  max_age: 'max-age',
  s_maxage: 's-maxage',
  s_max_age: 's-maxage',
  stale_while_revalidate: 'stale-while-revalidate',
  stale_if_error: 'stale-if-error',
}
const remove = Object.fromEntries(
  Object.entries(VALUES).map(([attribute, name]) => [
    attribute,
    (control: CacheControl) => void control.properties.delete(name),
  ]),
)

const steps = (vector: Vector): Step[] => (vector['do'] ?? []) as Step[]

export const bindings: Bindings = {
  calls: {
    'CacheControl.parse': (args: [string], kwargs: { type?: 'request' | 'response' }) =>
      CacheControl.parse(args[0], { type: kwargs.type ?? null }),
    serialize_cache_control: (args: [CacheControl | Properties]) => serializeCacheControl(args[0]),
  },
  create: {
    CacheControl: (
      args: [Properties, 'request' | 'response' | null],
      kwargs: { type?: 'request' | 'response' },
    ) => new CacheControl(fromMap(args[0]), args[1] ?? kwargs.type ?? null),
    'CacheControl.parse': (args: [string], kwargs: { type?: 'request' | 'response' }) =>
      CacheControl.parse(args[0], { type: kwargs.type ?? null }),
  },
  steps: [{ of: CacheControl, del: remove }],
  describe: async (value, encode) =>
    value instanceof CacheControl
      ? { $obj: 'CacheControl', type: value.type, properties: await encode([...value.properties]) }
      : undefined,
  build: {
    CacheControl: (spec: { type: 'request' | 'response' | null; properties: [string, DirectiveValue][] }) =>
      new CacheControl(Object.fromEntries(spec.properties), spec.type),
  },
  deviations: [
    {
      name: 'booleans-as-javascript-writes-them',
      reason: 'A boolean is no value of a directive; written all the same it is `true`, not `True`.',
      applies: ({ call, args }) =>
        call === 'cachecontrol.serialize_cache_control' && /:(?:true|false)[,}]/.test(JSON.stringify(args)),
      expected: (vector) => ({
        ...vector,
        result: String(vector['result']).replaceAll(/=(True|False)/g, (text) => text.toLowerCase()),
      }),
    },
    {
      name: 'false-removes-a-directive',
      reason: 'Setting a directive to false removes it; the original stores it and prints `no-cache=False`.',
      applies: (vector) =>
        vector['new'] === 'CacheControl' &&
        steps(vector).some((step) => step[0] === 'set' && step[2] === false && step[1] in VALUES),
      expected: (vector) => ({
        ...vector,
        results: (vector['results'] as Json[]).map(({ ...result }) =>
          typeof result['value'] === 'string'
            ? { value: result['value'].replace(/(?:, )?[a-z-]+=False/, '').replace(/^, /, '') }
            : result['value'] === false
              ? { value: null }
              : result,
        ),
      }),
    },
  ],
}
