import { GetDict, MultiDict, NestedMultiDict, NoVars } from '@triptych/webob/multidict'
import type { ReadonlyMultiDict } from '@triptych/webob/multidict'
import type { Environ } from '@triptych/raw'
import type { Bindings, Vector } from '../engine.ts'
import type { Json } from '../values.ts'

type Pairs = [string, string][]
type Any = MultiDict<unknown>

/** Python's own argument count check, which TypeScript makes at compile time. */
const atMost = (args: unknown[], count: number): void => {
  if (args.length > count) throw new TypeError(`Expected at most ${count} arguments, got ${args.length}`)
}

const isEmpty = (kwargs: object): boolean => Object.keys(kwargs).length === 0

/** Python's `extend` also takes nothing at all, and both take keyword arguments. */
const extend = (dict: Any, args: unknown[], kwargs: Record<string, unknown>): void => {
  atMost(args, 1)
  dict.extend((args[0] ?? []) as Pairs)
  if (!isEmpty(kwargs)) dict.update(kwargs)
}

const update = (dict: Any, args: unknown[], kwargs: Record<string, unknown>): void => {
  atMost(args, 1)
  if (args.length > 0) dict.update(args[0] as Pairs)
  if (!isEmpty(kwargs) || args.length === 0) dict.update(kwargs)
}

/** No pairs to add are no change, to Python. */
const extendReadOnly = (dict: object, args: unknown[], kwargs: object): void => {
  const pairs = args[0] ?? []
  if (!Array.isArray(pairs) || pairs.length > 0 || !isEmpty(kwargs)) (dict as Any).extend([])
}

export const bindings: Bindings = {
  calls: {
    'MultiDict.view_list': (args: [[string, unknown][]]) => MultiDict.viewList(args[0]),
    'MultiDict.from_fieldstorage': (args: [MultiDict<unknown>]) => args[0],
  },
  create: {
    MultiDict: (args: unknown[], kwargs: Record<string, unknown>) => {
      atMost(args, 1)
      const dict = new MultiDict<unknown>(args[0] as Pairs | undefined)
      dict.update(kwargs)
      return dict
    },
    GetDict: (args: [Pairs], _: Json, vector: Vector) => {
      const environ = { ...(vector['environ'] as Json) } as unknown as Environ
      return Object.assign(new GetDict(args[0], environ), { environ })
    },
    NestedMultiDict: (args: ReadonlyMultiDict[]) => new NestedMultiDict(...args),
    NoVars: (args: [string | undefined]) => new NoVars(args[0]),
  },
  steps: [
    {
      of: NestedMultiDict,
      iter: (dict: NestedMultiDict) => dict.keys(),
      call: { extend: extendReadOnly },
    },
    { of: NoVars, iter: (dict: NoVars) => dict.keys() },
    {
      of: MultiDict,
      iter: (dict: Any) => dict.keys(),
      call: {
        update,
        extend,
        pop: (dict: Any, args: [string, unknown?]) => {
          atMost(args, 2)
          return dict.pop(...(args as [string]))
        },
        setdefault: (dict: Any, args: [string, unknown?]) => dict.setdefault(args[0], args[1] ?? null),
        mixed: (dict: Any) => dict.mixed(),
      },
    },
  ],
  describe: async (value, encode) => {
    if (value instanceof GetDict) return { $obj: 'GetDict', items: await encode([...value]) }
    if (value instanceof MultiDict) return { $obj: 'MultiDict', items: await encode([...value]) }
    if (value instanceof NestedMultiDict) return { $obj: 'NestedMultiDict', items: await encode([...value]) }
    if (value instanceof NoVars) return { $obj: 'NoVars', reason: value.reason }
    return undefined
  },
  build: {
    MultiDict: (spec: { items: Pairs }) => new MultiDict(spec.items),
    NestedMultiDict: (spec: { items: Pairs }) => new NestedMultiDict(new MultiDict(spec.items)),
    GetDict: (spec: { items: Pairs }) => new GetDict(spec.items, { QUERY_STRING: '' }),
    NoVars: (spec: { reason?: string | null }) => new NoVars(spec.reason),
  },
}
