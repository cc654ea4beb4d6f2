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

const fold = (name: unknown): string => String(name).toLowerCase()
const tuples = (pairs: readonly Pair[]): unknown => pairs.map((pair) => [...pair])
const RAISES = { raises: 'TypeError' }
const MISSING = { raises: 'KeyError' }

/** How a field is written into the pairs: in a response at the end, in an environ in the place that it has. */
type Put = (pairs: Pair[], pair: Pair) => void

const atTheEnd: Put = (pairs, pair) =>
  void pairs.splice(0, pairs.length, ...pairs.filter(([key]) => fold(key) !== fold(pair[0])), pair)

const inPlace: Put = (pairs, [name, value]) => {
  const present = pairs.find(([key]) => fold(key) === fold(name))
  if (present) present[1] = value
  else pairs.push([title(name), value])
}

/** The name of a field as `EnvironHeaders` gives it. */
const title = (name: string): string =>
  name.toLowerCase().replaceAll(/[a-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1))

/** One step on the pairs, with Python's answer; unknown steps give `undefined`: the recorded answer stands. */
function perform(pairs: Pair[], step: Step, putOne: Put): Json | undefined {
  const [kind, first, second] = step
  const name = fold(kind === 'call' ? ((second ?? []) as unknown[])[0] : first)
  const args = (second ?? []) as unknown[]
  const found = pairs.filter(([key]) => fold(key) === name)
  const remove = (): void =>
    void pairs.splice(0, pairs.length, ...pairs.filter(([key]) => fold(key) !== name))
  const put = (written: readonly Pair[]): void => {
    for (const pair of written) putOne(pairs, pair)
  }
  switch (kind === 'call' ? `.${String(first)}` : kind) {
    case 'getitem':
      return found.length > 0 ? { value: found.at(-1)![1] } : MISSING
    case 'setitem':
      put(writes(step))
      return { value: null }
    case 'delitem':
      remove()
      return found.length > 0 ? { value: null } : MISSING
    case 'contains':
      return { value: found.length > 0 }
    case 'len':
      return { value: pairs.length }
    case 'items':
      return { value: tuples(pairs) }
    case 'keys':
    case 'iter':
      return { value: pairs.map(([key]) => key) }
    case 'values':
      return { value: pairs.map(([, value]) => value) }
    case '.add':
      pairs.push(...writes(step))
      return { value: null }
    case '.get':
      return { value: found.length > 0 ? found.at(-1)![1] : (args[1] ?? null) }
    case '.getall':
      return { value: found.map(([, value]) => value) }
    case '.getone':
      return found.length === 1 ? { value: found[0]![1] } : MISSING
    case '.popitem': {
      const last = pairs.pop()
      return last ? { value: [...last] } : MISSING
    }
    case '.pop':
      if (args.length > 2) return undefined
      if (found.length > 0) pairs.splice(pairs.indexOf(found[0]!), 1)
      return found.length > 0 ? { value: found[0]![1] } : args.length > 1 ? { value: args[1] } : MISSING
    case '.setdefault':
      if (found.length > 0) return { value: found[0]![1] }
      put(writes(step))
      return { value: args[1] ?? null }
    case '.update':
      put(writes(step))
      return { value: null }
    case '.extend':
      pairs.push(...pairsOf(args[0]))
      put(Object.entries((step[3] ?? {}) as Json))
      return { value: null }
    case '.clear':
      pairs.length = 0
      return { value: null }
    case '.copy':
      return { value: { $obj: 'ResponseHeaders', items: tuples(pairs) } }
    default:
      return undefined
  }
}

/** The fields of a recorded environ. */
function fieldsOf(environ: Json): Pair[] {
  return Object.entries(environ).flatMap(([key, value]): Pair[] => {
    if (key === 'CONTENT_TYPE' || key === 'CONTENT_LENGTH') return [[title(key.replace('_', '-')), value]]
    return key.startsWith('HTTP_') && key.length > 5
      ? [[title(key.slice(5).replaceAll('_', '-')), value]]
      : []
  })
}

const steps = (vector: Vector): Step[] => (vector['do'] ?? []) as Step[]
const OF = ['ResponseHeaders', 'EnvironHeaders']

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
    const isRequest = vector['new'] === 'EnvironHeaders'
    const put = isRequest ? inPlace : atTheEnd
    const pairs = isRequest
      ? fieldsOf(vector['environ'] as Json)
      : pairsOf((vector['args'] as unknown[])[0]).map(([name, value]): Pair => [name, value])
    let refused = false
    return {
      ...vector,
      results: steps(vector).map((step, at) => {
        // A `setdefault` of what is there writes nothing; any other bad field is refused, and the whole step with it.
        const present =
          step[1] === 'setdefault' && pairs.some(([key]) => fold(key) === fold(writes(step)[0]![0]))
        if (!present && writes(step).some((pair) => !isField(pair))) {
          refused = true
          return RAISES
        }
        const answer = perform(pairs, step, put)
        return refused && answer ? answer : results[at]
      }),
    }
  },
}
