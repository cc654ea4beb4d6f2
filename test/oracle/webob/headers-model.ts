/**
 * The deviation of the header mappings: a name that is no token and a value that is no text are refused where they are
 * written (WebOb's own `security.header/0003` asks for it). What the other steps then give is worked out here, on a list of
 * pairs, as Python's mapping would.
 */
import type { Deviation, Vector } from '../engine.ts'
import type { Json } from '../values.ts'

type Step = [string, ...unknown[]]
type Pair = [string, unknown]

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/
const isField = ([name, value]: Pair): boolean =>
  TOKEN.test(name) && typeof value === 'string' && VALUE.test(value)

/** The pairs that a step would write. */
function writes(step: Step): Pair[] {
  const [kind, first, second] = step
  if (kind === 'setitem') return [[first as string, second]]
  if (kind !== 'call') return []
  const args = (second ?? []) as unknown[]
  const kwargs = Object.entries((step[3] ?? {}) as Json)
  if (first === 'add') return [[args[0] as string, args[1]]]
  if (first === 'setdefault') return [[args[0] as string, args[1] ?? null]]
  if (first !== 'update' && first !== 'extend') return []
  return [...pairsOf(args[0]), ...kwargs]
}

const plain = (pair: unknown): Pair =>
  (Array.isArray(pair) ? pair : (pair as { $tuple: unknown[] }).$tuple) as Pair

function pairsOf(source: unknown): Pair[] {
  if (Array.isArray(source)) return source.map(plain)
  if (typeof source !== 'object' || source === null) return []
  return '$obj' in source ? ((source as Json)['items'] as unknown[]).map(plain) : Object.entries(source)
}

const tuples = (pairs: readonly Pair[]): unknown => pairs.map((pair) => [...pair])
const RAISES = { raises: 'TypeError' }
const MISSING = { raises: 'KeyError' }
const done = { value: null }

/** How the two mappings differ: how names compare, and where a field goes that is set. */
interface Mapping {
  readonly fold: (name: string) => string
  readonly put: (pairs: Pair[], pair: Pair) => void
}

const response: Mapping = {
  fold: (name) => name.toLowerCase(),
  put: (pairs, pair) =>
    void pairs.splice(
      0,
      pairs.length,
      ...pairs.filter(([key]) => response.fold(key) !== response.fold(pair[0])),
      pair,
    ),
}

const KEYS: Record<string, string> = {
  'CONTENT-TYPE': 'CONTENT_TYPE',
  'CONTENT-LENGTH': 'CONTENT_LENGTH',
  CONTENT_TYPE: 'HTTP_CONTENT_TYPE',
  CONTENT_LENGTH: 'HTTP_CONTENT_LENGTH',
}
const NAMES: Record<string, string> = {
  CONTENT_TYPE: 'Content-Type',
  CONTENT_LENGTH: 'Content-Length',
  HTTP_CONTENT_TYPE: 'Content_Type',
  HTTP_CONTENT_LENGTH: 'Content_Length',
}
const keyOf = (name: string): string =>
  KEYS[name.toUpperCase()] ?? `HTTP_${name.toUpperCase().replaceAll('-', '_')}`
const nameOf = (key: string): string =>
  NAMES[key] ??
  (key.startsWith('HTTP_')
    ? key
        .slice(5)
        .replaceAll('_', '-')
        .toLowerCase()
        .replaceAll(/[a-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1))
    : '')

const request: Mapping = {
  fold: keyOf,
  put: (pairs, [name, value]) => {
    const present = pairs.find(([key]) => keyOf(key) === keyOf(name))
    if (present) present[1] = value
    else pairs.push([nameOf(keyOf(name)), value])
  },
}

/** Every name with its values, or the value that is alone. */
function lists(pairs: readonly Pair[], { fold }: Mapping, isMixed: boolean): Json {
  const grouped: Record<string, unknown[]> = {}
  for (const [name, value] of pairs) (grouped[fold(name)] ??= []).push(value)
  return Object.fromEntries(
    Object.entries(grouped).map(([name, values]) => [
      name,
      isMixed && values.length === 1 ? values[0] : values,
    ]),
  )
}

/** One step on the pairs, with Python's answer; unknown steps give `undefined`: the recorded answer stands. */
function perform(pairs: Pair[], step: Step, mapping: Mapping): Json | undefined {
  const { fold, put } = mapping
  const [kind, first, second] = step
  const args = (second ?? []) as unknown[]
  const name = fold(String(kind === 'call' ? args[0] : first))
  const found = pairs.filter(([key]) => fold(key) === name)
  // To Python, a field of an environ without a name can be read but is not among the fields.
  const named = mapping === request ? pairs.filter(([key]) => key !== '') : pairs
  const remove = (): void =>
    void pairs.splice(0, pairs.length, ...pairs.filter(([key]) => fold(key) !== name))
  const putAll = (written: readonly Pair[]): Json => {
    for (const pair of written) put(pairs, pair)
    return done
  }
  switch (kind === 'call' ? `.${String(first)}` : kind) {
    case 'getitem':
      return found.length > 0 ? { value: found.at(-1)![1] } : MISSING
    case 'setitem':
    case '.update':
      return putAll(writes(step))
    case 'delitem':
      remove()
      return found.length > 0 ? done : MISSING
    case 'contains':
      return { value: found.length > 0 }
    case 'len':
      return { value: named.length }
    case 'bool':
      return { value: named.length > 0 }
    case 'items':
      return { value: tuples(named) }
    case 'keys':
    case '.keys':
    case 'iter':
      return { value: named.map(([key]) => key) }
    case 'values':
      return { value: named.map(([, value]) => value) }
    case '.add':
      pairs.push(...writes(step))
      return done
    case '.get':
      return { value: found.length > 0 ? found.at(-1)![1] : (args[1] ?? null) }
    case '.getall':
      return { value: found.map(([, value]) => value) }
    case '.getone':
      return found.length === 1 ? { value: found[0]![1] } : MISSING
    case '.mixed':
    case '.dict_of_lists':
      return { value: lists(pairs, mapping, first === 'mixed') }
    case '.popitem': {
      const pair = mapping === request ? pairs.shift() : pairs.pop()
      return pair ? { value: [...pair] } : MISSING
    }
    case '.pop':
      if (args.length > 2) return undefined
      if (found.length > 0) pairs.splice(pairs.indexOf(found[0]!), 1)
      return found.length > 0 ? { value: found[0]![1] } : args.length > 1 ? { value: args[1] } : MISSING
    case '.setdefault':
      if (found.length > 0) return { value: found[0]![1] }
      putAll(writes(step))
      return { value: args[1] ?? null }
    case '.extend':
      pairs.push(...pairsOf(args[0]))
      return putAll(Object.entries((step[3] ?? {}) as Json))
    case '.clear':
      pairs.length = 0
      return done
    case '.copy':
      return { value: { $obj: 'ResponseHeaders', items: tuples(pairs) } }
    default:
      return undefined
  }
}

const steps = (vector: Vector): Step[] => (vector['do'] ?? []) as Step[]
const OF = ['ResponseHeaders', 'EnvironHeaders']

/** The fields of a recorded environ. */
const fieldsOf = (environ: Json): Pair[] =>
  Object.entries(environ).flatMap(([key, value]): Pair[] => {
    const name = nameOf(key)
    return name === '' && key !== 'HTTP_' ? [] : [[name, value]]
  })

/** The environ with these fields in place of its own. */
const withFields = (environ: Json, pairs: readonly Pair[]): Json =>
  Object.fromEntries([
    ...Object.entries(environ).filter(([key]) => nameOf(key) === '' && key !== 'HTTP_'),
    ...pairs.map(([name, value]) => [keyOf(name), value] as const),
  ])

/** Fields are checked where they are written. */
export const checkedWrites: Deviation = {
  name: 'header-fields-are-checked',
  reason:
    'One validated header store: a name that is no token and a value that is no text are refused at every door.',
  applies: (vector) =>
    OF.includes(String(vector['new'])) &&
    steps(vector).some((step) => writes(step).some((pair) => !isField(pair))),
  expected(vector) {
    const results = vector['results'] as Json[]
    const environ = vector['new'] === 'EnvironHeaders' ? (vector['environ'] as Json) : undefined
    const mapping = environ ? request : response
    const pairs = environ
      ? fieldsOf(environ)
      : pairsOf((vector['args'] as unknown[])[0]).map((pair): Pair => [...pair])
    let refused = false
    const answers = steps(vector).map((step, at) => {
      // A `setdefault` of what is there writes nothing; any other bad field is refused, and the whole step with it.
      const isPresent =
        step[1] === 'setdefault' &&
        pairs.some(([key]) => mapping.fold(key) === mapping.fold(writes(step)[0]![0]))
      if (!isPresent && writes(step).some((pair) => !isField(pair))) {
        refused = true
        return RAISES
      }
      const answer = perform(pairs, step, mapping)
      return refused && answer ? answer : results[at]
    })
    const after = environ && 'environ_after' in vector ? { environ_after: withFields(environ, pairs) } : {}
    return { ...vector, ...after, results: answers }
  },
}
