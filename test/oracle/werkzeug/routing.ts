import {
  EndpointPrefix,
  Map as RuleMap,
  Rule,
  RuleTemplate,
  Subdomain,
  Submount,
  parseConverterArgs,
} from '@triptych/werkzeug/routing'
import type { MapAdapter, RuleFactory } from '@triptych/werkzeug/routing'
import { RequestRedirect } from '@triptych/werkzeug/exceptions'
import { camelCase, thrown, type Bindings, type Context, type Deviation, type Vector } from '../engine.ts'
import { isJson, type Json } from '../values.ts'
import { hasUnicodeDigit } from './unicode-digits.ts'

const camel = (object: unknown, context: Context): Json =>
  Object.fromEntries(
    Object.entries((object ?? {}) as Json).map(([key, value]) => [camelCase(key), context.decode(value)]),
  )

function ruleOf(json: Json, context: Context): RuleFactory {
  if (json['factory'] === undefined) {
    const { rule, ...options } = camel(json, context)
    return new Rule(rule as string, options)
  }
  const rules = (json['rules'] as Json[]).map((one) => ruleOf(one, context))
  if (json['factory'] === 'Submount') return new Submount(json['path'] as string, rules)
  if (json['factory'] === 'Subdomain') return new Subdomain(json['subdomain'] as string, rules)
  if (json['factory'] === 'EndpointPrefix') return new EndpointPrefix(json['prefix'] as string, rules)
  return new RuleTemplate(rules).with(json['context'] as Json)
}

/** What is said of a path: an endpoint with values, a redirect, or an error with what Allow says. */
async function matched(urls: MapAdapter, query: Json, context: Context): Promise<Json> {
  const { path, method, queryArgs, websocket } = camel(query, context) as {
    path?: string
    method?: string
    queryArgs?: never
    websocket?: boolean
  }
  try {
    const [endpoint, values] = urls.match(path, method, {
      queryArgs: queryArgs ?? null,
      websocket: websocket ?? null,
    })
    return { result: { endpoint: await context.encode(endpoint), values: await context.encode(values) } }
  } catch (error) {
    if (error instanceof RequestRedirect) return { redirect: error.newUrl, status: error.code }
    const allow = (error as { validMethods?: readonly string[] }).validMethods
    return { error: thrown(error), ...(allow ? { allow: allow.toSorted() } : {}) }
  }
}

async function built(urls: MapAdapter, query: Json, context: Context): Promise<Json> {
  const { endpoint, values, ...options } = camel(query, context)
  try {
    return { result: urls.build(endpoint, values as never, options) }
  } catch (error) {
    return { error: thrown(error) }
  }
}

async function play(vector: Vector, context: Context): Promise<Json> {
  const { rules, options } = vector['map'] as { rules: Json[]; options: Json }
  const answer: Json = {}
  let map: RuleMap
  try {
    map = new RuleMap(
      rules.map((rule) => ruleOf(rule, context)),
      camel(options, context),
    )
  } catch (error) {
    return { map_raises: thrown(error) }
  }
  let urls: MapAdapter
  try {
    const bound = vector['bind_environ'] as Json | undefined
    if (bound)
      urls = map.bindToEnviron(
        context.environ(bound['environ'] as Json),
        camel({ ...bound, environ: null }, context),
      )
    else {
      const { serverName = 'example.org', ...rest } = camel(vector['bind'], context)
      urls = map.bind(serverName as string, rest)
    }
  } catch (error) {
    return { bind_raises: thrown(error) }
  }
  const list = (key: string): Json[] => vector[key] as Json[]
  if ('match' in vector)
    answer['match'] = await Promise.all(list('match').map((one) => matched(urls, one, context)))
  if ('build' in vector)
    answer['build'] = await Promise.all(list('build').map((one) => built(urls, one, context)))
  if ('allowed_methods' in vector) {
    answer['allowed_methods'] = list('allowed_methods').map(({ path }) => ({
      path,
      result: urls.allowedMethods(path as string).toSorted(),
    }))
  }
  if ('list_rules' in vector) {
    answer['list_rules'] = Array.from(map.iterRules(), (rule) => [
      rule.rule,
      rule.endpoint,
      rule.methods && [...rule.methods].toSorted(),
      [...rule.arguments].toSorted(),
    ])
  }
  if ('adapter' in vector) {
    const attributes = Object.keys(vector['adapter'] as Json)
    const all = urls as unknown as Json
    answer['adapter'] = Object.fromEntries(
      await Promise.all(
        attributes.map(async (name) => [name, await context.encode(all[camelCase(name)])] as const),
      ),
    )
  }
  return answer
}

/** The answers of a vector, changed one by one; `undefined` leaves one as it is. */
function changed(vector: Vector, key: 'match' | 'build', change: (query: Json) => Json | undefined): Vector {
  if (!Array.isArray(vector[key])) return vector
  return { ...vector, [key]: (vector[key] as Json[]).map((query) => change(query) ?? query) }
}
const some = (vector: Vector, key: 'match' | 'build', test: (query: Json) => boolean): boolean =>
  vector.id.startsWith('routing.Map') && Array.isArray(vector[key]) && (vector[key] as Json[]).some(test)

const failed = (query: Json, raises: string, status?: number): Json => ({
  ...Object.fromEntries(Object.entries(query).filter(([key]) => key !== 'result' && key !== 'redirect')),
  raises,
  ...(status === undefined ? {} : { status }),
})
/** Every value somewhere in what is built from. */
const leaves = (value: unknown): unknown[] =>
  Array.isArray(value)
    ? value.flatMap(leaves)
    : isJson(value) && !('$uuid' in value)
      ? Object.values(value).flatMap(leaves)
      : [value]
const valuesOf = (query: Json): unknown[] => leaves(query['values'] ?? {})
const foundValues = (query: Json): unknown[] =>
  isJson(query['result']) ? Object.values(query['result']['values'] as Json) : []
const isUuid = (value: unknown): boolean => isJson(value) && '$uuid' in value
const isNumber = (value: unknown): boolean => typeof value === 'number' || (isJson(value) && '$int' in value)

/** A path with digits of another script that a converter of numbers took: it gave a number, or all converters are such. */
const tookDigits = (vector: Vector, query: Json): boolean =>
  hasUnicodeDigit(query['path']) &&
  (foundValues(query).some(isNumber) ||
    ('redirect' in query && !/<(?!(?:int|float)\b)/.test(JSON.stringify(vector['map']))))
const beyond = (query: Json): boolean => foundValues(query).some((value) => isJson(value) && '$int' in value)
const numberOfUuid = (query: Json): boolean =>
  valuesOf(query).some(isUuid) &&
  (/^\D*\d{30,}\D*$/.test(String(query['result'])) || query['raises'] === 'TypeError')
const listInPath = (query: Json): boolean => /\/%5B.*%5D/.test(String(query['result']).split('?')[0]!)

/** A query as JavaScript writes its values. */
function javascript(query: Json): string {
  const [path, text] = String(query['result']).split('?', 2)
  if (text === undefined) return String(query['result'])
  const whole = new Set(
    valuesOf(query)
      .filter((value) => Number.isInteger(value))
      .map((value) => `${String(value)}.0`),
  )
  const pairs = text.split('&').map((pair) => {
    const [name, value = ''] = pair.split('=')
    if (value === 'True' || value === 'False') return `${name}=${value.toLowerCase()}`
    return whole.has(value) ? `${name}=${value.slice(0, -2)}` : pair
  })
  return `${path}?${pairs.join('&')}`
}
const hasPythonQuery = (query: Json): boolean =>
  typeof query['result'] === 'string' &&
  valuesOf(query).some((value) => typeof value === 'boolean' || Number.isInteger(value)) &&
  javascript(query) !== query['result']

const deviations: readonly Deviation[] = [
  {
    name: 'uuids-are-text',
    reason: 'JavaScript has no class for UUIDs: a converter gives their text.',
    widens: true,
    applies: (vector) => some(vector, 'match', (query) => foundValues(query).some(isUuid)),
    expected: (vector) =>
      changed(vector, 'match', (query) => {
        if (!foundValues(query).some(isUuid)) return undefined
        const { endpoint, values } = query['result'] as { endpoint: unknown; values: Json }
        const entries = Object.entries(values)
        const texts = entries.map(([name, value]) => [name, isUuid(value) ? (value as Json)['$uuid'] : value])
        return { ...query, result: { endpoint, values: Object.fromEntries(texts) } }
      }),
  },
  {
    name: 'uuids-are-no-numbers',
    reason:
      'The original writes a UUID as its 128 bits where a rule wants a number; here it is text, and no number.',
    applies: (vector) => some(vector, 'build', numberOfUuid),
    expected: (vector) =>
      changed(vector, 'build', (query) => (numberOfUuid(query) ? failed(query, 'ValueError') : undefined)),
  },
  {
    name: 'url-digits-are-ascii',
    reason:
      'Numbers in paths are made of the digits 0 to 9; the original takes those of every script (FORMAT.md, unicode-digits).',
    applies: (vector) => some(vector, 'match', (query) => tookDigits(vector, query)),
    expected: (vector) =>
      changed(vector, 'match', (query) =>
        tookDigits(vector, query) ? failed(query, 'NotFound', 404) : undefined,
      ),
  },
  {
    name: 'url-integers-are-exact',
    reason:
      'A number beyond 2^53 - 1 is not found: another number would be handed on, and perhaps the wrong thing shown.',
    applies: (vector) => some(vector, 'match', beyond),
    expected: (vector) =>
      changed(vector, 'match', (query) => (beyond(query) ? failed(query, 'NotFound', 404) : undefined)),
  },
  {
    name: 'queries-are-javascript',
    reason: 'Values in queries are written as JavaScript writes them: true, not True; 1, not 1.0.',
    applies: (vector) => some(vector, 'build', hasPythonQuery),
    expected: (vector) =>
      changed(vector, 'build', (query) =>
        hasPythonQuery(query) ? { ...query, result: javascript(query) } : undefined,
      ),
  },
  {
    name: 'lists-are-no-segment',
    reason:
      "A list for a variable of the path is an error; the original writes Python's form of the list into the path.",
    applies: (vector) => some(vector, 'build', listInPath),
    expected: (vector) =>
      changed(vector, 'build', (query) => (listInPath(query) ? failed(query, 'TypeError') : undefined)),
  },
]

export const bindings: Bindings = {
  calls: { parse_converter_args: ([text]: [string]) => parseConverterArgs(text) },
  build: { $uuid: (text: string) => text },
  deviations,
  play: (vector, context) => ('map' in vector ? play(vector, context) : undefined),
}
