import {
  CallbackDict,
  CombinedMultiDict,
  FileMultiDict,
  float,
  ImmutableDict,
  ImmutableList,
  ImmutableMultiDict,
  ImmutableTypeConversionDict,
  int,
  iterMultiItems,
  MultiDict,
  ReadonlyDict,
  ReadonlyMultiDict,
  TypeConversionDict,
} from '@triptych/werkzeug/datastructures'
import type { DictInit, FileStorage, MultiDictInit } from '@triptych/werkzeug/datastructures'
import type { Bindings, Context, StepRules, Vector } from '../engine.ts'
import { toBase64, type Json } from '../values.ts'

type Multi = MultiDict<unknown>
type Convert = (value: unknown) => unknown
interface GetKwargs {
  type?: Convert
  default?: unknown
}

/** Keys are text here. Python's bytes are equal when their content is: one object stands for all of them. */
const bytesKeys = new Map<string, Uint8Array>()
function key(value: unknown): string {
  if (!(value instanceof Uint8Array)) return value as string
  const content = toBase64(value)
  const known = bytesKeys.get(content) ?? value
  bytesKeys.set(content, known)
  return known as unknown as string
}

const keyed = (init: MultiDictInit<unknown> | undefined): MultiDictInit<unknown> | undefined =>
  Array.isArray(init)
    ? init.map((pair: readonly [string, unknown]) =>
        Array.isArray(pair) ? ([key(pair[0]), ...pair.slice(1)] as unknown as [string, unknown]) : pair,
      )
    : init

/** Python's conversions, by their names. */
const TYPES: Record<string, Convert> = {
  int,
  float,
  str: String,
  bool: (value) => (value instanceof Uint8Array ? value.length > 0 : Boolean(value)),
}

/** Python's `get(key, default=None, type=None)`. */
function get(
  dict: ReadonlyMultiDict<unknown>,
  args: [string, unknown?, Convert?],
  kwargs: GetKwargs,
): unknown {
  const { type = args[2], default: fallback = args[1] ?? null } = kwargs
  const name = key(args[0])
  return type ? dict.get(name, { type, default: fallback }) : dict.get(name, { default: fallback })
}

function getlist(dict: ReadonlyMultiDict<unknown>, args: [string, Convert?], kwargs: GetKwargs): unknown {
  const type = kwargs.type ?? args[1]
  const name = key(args[0])
  return type ? dict.getlist(name, { type }) : dict.getlist(name)
}

/** Python's `pop(key, default)`, where any second value is a default. */
function pop(dict: Multi, args: [string, unknown?], kwargs: GetKwargs): unknown {
  if (args.length > 1) return dict.pop(args[0], { default: args[1] })
  return 'default' in kwargs ? dict.pop(args[0], { default: kwargs.default }) : dict.pop(args[0])
}

const multi = ([given]: [boolean?], kwargs: { multi?: boolean }): boolean => kwargs.multi ?? given ?? false
const flat = ([given]: [boolean?], kwargs: { flat?: boolean }): boolean => kwargs.flat ?? given ?? true

const common: Pick<StepRules, 'iter' | 'getitem' | 'contains'> = {
  getitem: (dict: ReadonlyMultiDict<unknown>, name: unknown) => dict.at(key(name)),
  contains: (dict: ReadonlyMultiDict<unknown>, name: unknown) => dict.has(key(name)),
  iter: (dict: ReadonlyMultiDict<unknown>) => dict.keys(),
}

/** What has one value for a key, and what has several, by their own names only: others are built on them. */
const DICTS: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [CallbackDict, 'CallbackDict'],
  [ImmutableDict, 'ImmutableDict'],
  [TypeConversionDict, 'TypeConversionDict'],
  [ImmutableTypeConversionDict, 'ImmutableTypeConversionDict'],
  [MultiDict, 'MultiDict'],
  [ImmutableMultiDict, 'ImmutableMultiDict'],
  [CombinedMultiDict, 'CombinedMultiDict'],
  [FileMultiDict, 'FileMultiDict'],
])

type Init = [MultiDictInit<unknown>?]
type Spec = { items: [string, unknown][] }

/** Python's dictionaries take keyword arguments as keys. */
const dictInit = (args: [DictInit<unknown>?], kwargs: Json): DictInit<unknown> =>
  args[0] === undefined ? kwargs : args[0]

export const bindings: Bindings = {
  calls: {
    iter_multi_items: ([mapping]: [MultiDictInit<unknown>]) => iterMultiItems(mapping),
  },
  create: {
    MultiDict: ([init]: Init) => new MultiDict<unknown>(keyed(init)),
    ImmutableMultiDict: ([init]: Init) => new ImmutableMultiDict<unknown>(keyed(init)),
    FileMultiDict: ([init]: [MultiDictInit<FileStorage>?]) => new FileMultiDict(init),
    CombinedMultiDict: ([dicts]: [MultiDict<unknown>[]?]) => new CombinedMultiDict<unknown>(dicts),
    TypeConversionDict: (args: [], kwargs: Json) => new TypeConversionDict(dictInit(args, kwargs)),
    ImmutableTypeConversionDict: (args: [], kwargs: Json) =>
      new ImmutableTypeConversionDict(dictInit(args, kwargs)),
    ImmutableDict: (args: [], kwargs: Json) => new ImmutableDict(dictInit(args, kwargs)),
    ImmutableList: ([items]: [unknown[]?]) => new ImmutableList(items),
    CallbackDict: ([init]: [DictInit<unknown>?], _: Json, vector: Vector, context: Context) =>
      new CallbackDict(init, vector['count_updates'] ? () => context.onUpdate() : null),
  },
  build: {
    $type: (name: string) => TYPES[name],
    MultiDict: ({ items }: Spec) => new MultiDict(items),
    ImmutableMultiDict: ({ items }: Spec) => new ImmutableMultiDict(items),
    FileMultiDict: ({ items }: { items: [string, FileStorage][] }) => new FileMultiDict(items),
    CombinedMultiDict: ({ items }: Spec) => new CombinedMultiDict([new MultiDict(items)]),
    CallbackDict: ({ items }: Spec) => new CallbackDict(items),
    ImmutableDict: ({ items }: Spec) => new ImmutableDict(items),
    TypeConversionDict: ({ items }: Spec) => new TypeConversionDict(items),
    ImmutableTypeConversionDict: ({ items }: Spec) => new ImmutableTypeConversionDict(items),
    ImmutableList: ({ items }: { items: unknown[] }) => new ImmutableList(items),
  },
  steps: [
    {
      of: MultiDict,
      setitem: (dict: Multi, name: unknown, value: unknown) => void dict.set(key(name), value),
      call: {
        add: (dict: Multi, [name, value]: [unknown, unknown]) => dict.add(key(name), value),
        pop,
        setdefault: (dict: Multi, args: [string, unknown?]) => dict.setdefault(args[0], args[1] ?? null),
        setlistdefault: (dict: Multi, args: [string, unknown[]?]) =>
          dict.setlistdefault(args[0], args[1] ?? []),
      },
    },
    {
      of: ReadonlyMultiDict,
      ...common,
      call: {
        get,
        getlist,
        items: (dict: Multi, args: [], kwargs: Json) => dict.items({ multi: multi(args, kwargs) }),
        to_dict: (dict: Multi, args: [], kwargs: Json) =>
          flat(args, kwargs) ? dict.toDict() : dict.toDict({ flat: false }),
      },
    },
    {
      of: TypeConversionDict,
      call: {
        pop,
        setdefault: (dict: TypeConversionDict<unknown>, args: [string, unknown?]) =>
          dict.setdefault(args[0], args[1] ?? null),
      },
    },
    { of: ReadonlyDict, ...common, call: { get } },
  ],
  async describe(value, encode) {
    if (value instanceof ImmutableList) return { $obj: 'ImmutableList', items: await encode([...value]) }
    const name = DICTS.get(value.constructor)
    if (name === undefined) return undefined
    const items =
      value instanceof ReadonlyMultiDict ? value.items({ multi: true }) : [...(value as ReadonlyDict)]
    return { $obj: name, items: await encode(items) }
  },
}
