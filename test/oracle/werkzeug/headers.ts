import { EnvironHeaders, Headers, ReadonlyHeaders } from '@triptych/werkzeug/datastructures'
import type { HeadersInit, HeaderValue } from '@triptych/werkzeug/datastructures'
import type { Environ } from '@triptych/raw'
import { isToken } from '@triptych/raw/http'
import type { Bindings, Deviation } from '../engine.ts'
import { isJson, type Json } from '../values.ts'

type Kwargs = Record<string, unknown>
type Convert = (value: string) => unknown

/** Python's names of parameters have an underscore for a hyphen, which the engine has taken for a new word. */
const parameters = (kwargs: Kwargs): Kwargs | undefined =>
  Object.keys(kwargs).length === 0
    ? undefined
    : Object.fromEntries(
        Object.entries(kwargs).map(([key, value]) => [
          key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
          value,
        ]),
      )

const pairOf = (pair: unknown): readonly [string, HeaderValue] => pair as readonly [string, HeaderValue]

/** Python writes what is no text in its own way. */
function text(value: unknown): HeaderValue {
  if (value === true) return 'True'
  if (value === false) return 'False'
  return value === null ? 'None' : (value as HeaderValue)
}

type Pair = [name: string, value: string]

const isPair = (value: unknown): value is Pair =>
  Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string')
const plainPair = (value: unknown): unknown => (isJson(value) && '$tuple' in value ? value['$tuple'] : value)
const isBad = (value: unknown): boolean => {
  const pair = plainPair(value)
  return isPair(pair) && (!isToken(pair[0]) || pair[1].includes('\0'))
}
/** The pair that a step adds or sets. */
const pairOfStep = (step: readonly unknown[]): unknown => (step[0] === 'call' ? step[2] : step.slice(1))
const withoutBad = (value: unknown): unknown =>
  Array.isArray(value) ? value.filter((one) => !isBad(one)) : value

const fieldsAreChecked: Deviation = {
  name: 'header-fields-are-checked',
  reason:
    'One validated store of fields: a name that is no token and a value with NUL are refused at every door, as CR and LF are (RFC 9110 section 5.5; advisories of both originals).',
  applies: (vector) =>
    vector['new'] === 'Headers' &&
    ((vector['do'] ?? []) as unknown[][]).some((step) => isBad(pairOfStep(step))),
  expected(vector) {
    const steps = vector['do'] as unknown[][]
    const expect = (vector['expect'] as Json[]).map((result, at) => {
      if ('raises' in result || !('value' in result)) return result
      return isBad(pairOfStep(steps[at]!)) ? { raises: 'TypeError' } : { value: withoutBad(result['value']) }
    })
    const final = vector['final'] as Json
    return { ...vector, expect, final: { ...final, items: withoutBad(final['items']) } }
  },
}

export const bindings: Bindings = {
  deviations: [fieldsAreChecked],
  create: {
    Headers: ([init]: [HeadersInit?]) => new Headers(init),
    EnvironHeaders: ([environ]: [Environ]) => new EnvironHeaders(environ),
  },
  steps: [
    {
      of: ReadonlyHeaders,
      getitem(headers: ReadonlyHeaders, key: string | number) {
        if (typeof key === 'string') return headers.at(key)
        const pair = headers.items().at(key)
        if (!pair) throw new RangeError(`Expected a field at ${key}, there is none`)
        return pair
      },
      iter: (headers: ReadonlyHeaders) => headers.items(),
      contains: (headers: ReadonlyHeaders, name: unknown) => typeof name === 'string' && headers.has(name),
      call: {
        get: (headers: ReadonlyHeaders, args: [string, unknown?, Convert?], kwargs: Kwargs) => {
          const type = (kwargs['type'] ?? args[2]) as Convert | undefined
          const fallback = kwargs['default'] ?? args[1] ?? null
          return type
            ? headers.get(args[0], { type, default: fallback })
            : headers.get(args[0], { default: fallback })
        },
        getlist: (headers: ReadonlyHeaders, args: [string, Convert?], kwargs: Kwargs) => {
          const type = (kwargs['type'] ?? args[1]) as Convert | undefined
          return type ? headers.getlist(args[0], { type }) : headers.getlist(args[0])
        },
        items: (headers: ReadonlyHeaders, [lower]: [boolean?], kwargs: Kwargs) =>
          headers.items({ lower: (kwargs['lower'] as boolean | undefined) ?? lower ?? false }),
        keys: (headers: ReadonlyHeaders, [lower]: [boolean?], kwargs: Kwargs) => [
          ...headers.keys({ lower: (kwargs['lower'] as boolean | undefined) ?? lower ?? false }),
        ],
        values: (headers: ReadonlyHeaders) => [...headers.values()],
      },
    },
    {
      of: Headers,
      setitem: (headers: Headers, name: string, value: unknown) => headers.set(name, text(value)),
      delitem: (headers: Headers, name: string) => headers.remove(name),
      call: {
        add: (headers: Headers, [name, value]: [string, unknown], kwargs: Kwargs) =>
          headers.add(name, text(value), parameters(kwargs)),
        add_header: (headers: Headers, [name, value]: [string, unknown], kwargs: Kwargs) =>
          headers.addHeader(name, text(value), parameters(kwargs)),
        set: (headers: Headers, [name, value]: [string, unknown], kwargs: Kwargs) =>
          headers.set(name, text(value), parameters(kwargs)),
        pop: (headers: Headers, args: [(string | number)?, unknown?], kwargs: Kwargs) => {
          const [name] = args
          if (typeof name !== 'string') return headers.pop(name)
          if (args.length > 1) return headers.pop(name, { default: args[1] })
          return 'default' in kwargs ? headers.pop(name, { default: kwargs['default'] }) : headers.pop(name)
        },
        extend: (headers: Headers, [init]: [HeadersInit?], kwargs: Kwargs) => {
          if (init) headers.extend(init)
          headers.extend(kwargs as HeadersInit)
        },
        update: (headers: Headers, [init]: [HeadersInit?], kwargs: Kwargs) => {
          if (init) headers.update(init)
          headers.update(kwargs as HeadersInit)
        },
      },
    },
  ],
  describe(value) {
    if (value instanceof EnvironHeaders) return { $obj: 'EnvironHeaders', items: value.items() }
    return value instanceof Headers ? { $obj: 'Headers', items: value.items() } : undefined
  },
  build: {
    Headers: ({ items }: { items: unknown[] }) => new Headers(items.map(pairOf)),
  },
}
