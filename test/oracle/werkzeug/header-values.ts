import {
  CallbackDict,
  ContentSecurityPolicy,
  HeaderSet,
  RequestCacheControl,
  ResponseCacheControl,
} from '@triptych/werkzeug/datastructures'
import { UserAgent } from '@triptych/werkzeug/user-agent'
import { type Bindings, type Context, type Deviation, type Vector } from '../engine.ts'
import type { Json } from '../values.ts'

type Init = [([string, string | null][] | Record<string, string | null> | null)?]
type Directives = RequestCacheControl | ResponseCacheControl | ContentSecurityPolicy
const CLASSES: [string, new (init?: never) => Directives][] = [
  ['RequestCacheControl', RequestCacheControl],
  ['ResponseCacheControl', ResponseCacheControl],
  ['ContentSecurityPolicy', ContentSecurityPolicy],
]

/** What is left out of a set of names with mixed case, and what of it the original leaves in its list. */
const mixedCase: Deviation = {
  name: 'headerset-removes-what-it-removes',
  reason:
    'HeaderSet.remove with capitals removes the name from the list too; the original leaves it there (defect 5 of the research).',
  applies: (vector) =>
    vector['new'] === 'HeaderSet' && removals(vector).some((name) => name !== name.toLowerCase()),
  expected(vector) {
    const names = [...((vector['args'] as unknown[])[0] as string[])]
    for (const name of removals(vector)) {
      const at = names.findIndex((one) => one.toLowerCase() === name.toLowerCase())
      if (at >= 0) names.splice(at, 1)
    }
    const steps = vector['do'] as unknown[][]
    const expect = (vector['expect'] as Json[]).map((result, at) => {
      const [kind, method] = steps[at] ?? []
      if (kind === 'iter') return { value: names }
      if (kind === 'str' || method === 'to_header') return { value: names.join(', ') }
      return result
    })
    return { ...vector, expect, final: { ...(vector['final'] as Json), items: names } }
  },
}
const removals = (vector: Vector): string[] =>
  ((vector['do'] ?? []) as unknown[][])
    .filter(([kind, method]) => kind === 'call' && (method === 'remove' || method === 'discard'))
    .map(([, , args]) => String((args as unknown[])[0]))

export const bindings: Bindings = {
  deviations: [mixedCase],
  create: {
    HeaderSet: ([items]: [string[]?], _: Json, __: Vector, context: Context) =>
      new HeaderSet(items, () => context.onUpdate()),
    RequestCacheControl: ([init]: Init, _: Json, __: Vector, context: Context) =>
      new RequestCacheControl(init as never, () => context.onUpdate()),
    ResponseCacheControl: ([init]: Init, _: Json, __: Vector, context: Context) =>
      new ResponseCacheControl(init as never, () => context.onUpdate()),
    ContentSecurityPolicy: ([init]: Init, _: Json, __: Vector, context: Context) =>
      new ContentSecurityPolicy(init as never, () => context.onUpdate()),
    UserAgent: ([text]: [string]) => new UserAgent(text),
  },
  steps: [
    {
      of: HeaderSet,
      getitem: (set: HeaderSet, index: number) => set.at(index),
      setitem: (set: HeaderSet, index: number, name: string) => set.setAt(index, name),
      delitem: (set: HeaderSet, index: number) => set.deleteAt(index),
      bool: (set: HeaderSet) => !set.isEmpty,
      iter: (set: HeaderSet) => [...set],
      call: {
        as_set: (
          set: HeaderSet,
          [given]: [boolean?],
          { preserveCasing = given ?? false }: { preserveCasing?: boolean },
        ) => set.asSet({ preserveCasing }),
      },
    },
    {
      of: CallbackDict,
      getitem: (dict: CallbackDict, key: string) => dict.at(key),
      iter: (dict: CallbackDict) => dict.keys(),
    },
    { of: UserAgent, bool: (agent: UserAgent) => agent.isKnown },
  ],
  describe(value) {
    if (value instanceof UserAgent) return { $obj: 'UserAgent', string: value.string }
    if (value instanceof HeaderSet) return { $obj: 'HeaderSet', items: [...value] }
    for (const [$obj, type] of CLASSES) {
      if (value instanceof type) {
        return { $obj, items: value.items(), provided: value.provided }
      }
    }
    return undefined
  },
  build: {
    HeaderSet: ({ items }: { items: string[] }) => new HeaderSet(items),
    RequestCacheControl: ({ items }: { items: [string, string][] }) => new RequestCacheControl(items),
    ResponseCacheControl: ({ items }: { items: [string, string][] }) => new ResponseCacheControl(items),
    ContentSecurityPolicy: ({ items }: { items: [string, string][] }) => new ContentSecurityPolicy(items),
  },
}
