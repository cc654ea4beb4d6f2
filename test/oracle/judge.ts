/**
 * Passed, failed or deviating: plays a vector and holds the answer against the recorded one, then against what the
 * library's deviation rules say should be answered instead.
 */
import type { Deviation, Library, Player, Vector } from './engine.ts'
import { same } from './compare.ts'
import { Unbound, isJson, type Json } from './values.ts'

/** What came of a vector; `rules` names the deviations that the answer was accepted by. */
export interface Verdict {
  id: string
  outcome: 'passed' | 'failed' | 'deviating'
  rules: string[]
  expected: Json
  actual: Json
}

const ANSWER_KEYS = [
  'result',
  'results',
  'get',
  'final',
  'updates',
  'args_after',
  'environ_after',
  'wire',
  'events',
  'script_name',
  'path_info',
  'error_headers',
  'environ_out',
  'body_out',
  'list_rules',
  'allowed_methods',
  'adapter',
] as const

/** Any error will do where Python's codecs, assertions or missing attributes decided which. */
const ANY_ERROR = ['python-codec-error', 'python-assert-or-attribute']

/** What is known of an error that was recorded. */
const raised = ({ raises, status, implicit, error_headers: headers }: Json): Json => ({
  raises,
  ...(status === undefined ? {} : { status }),
  ...(implicit === true ? { implicit } : {}),
  ...(headers === undefined ? {} : { error_headers: headers }),
})

/** The answer part of a vector. */
export function answerOf(vector: Vector): Json {
  if ('raises' in vector) return raised(vector)
  const answer: Json = {}
  // Werkzeug's vectors keep the steps' answers under another name, and the mounted application beside what it saw.
  if (Array.isArray(vector['expect'])) {
    answer['results'] = vector['expect'].map((step: Json | null) =>
      step !== null && 'raises' in step ? raised(step) : step,
    )
  }
  if ('mounts' in vector) answer['app'] = vector['app']
  for (const key of ANSWER_KEYS) {
    // A vector that reads no attribute may say so with an empty list.
    if (key in vector && !(key === 'get' && Array.isArray(vector[key]))) answer[key] = vector[key]
  }
  // What routing says of each path, and of each endpoint with values.
  for (const key of ['match', 'build']) {
    if (Array.isArray(vector[key])) answer[key] = vector[key].map(outcome)
  }
  for (const key of ['map_raises', 'bind_raises']) {
    const error = vector[key]
    if (key in vector) answer[key] = isJson(error) ? error : { raises: error }
  }
  if (answer['environ_after']) answer['environ_after'] = keysWithText(answer['environ_after'] as Json)
  if (answer['wire']) answer['wire'] = masked(answer['wire'] as Json)
  return answer
}

/** The answer to one path or endpoint of a map. */
const outcome = (query: Json): Json => {
  if ('result' in query) return { result: query['result'] }
  if ('redirect' in query) return { redirect: query['redirect'], status: query['status'] }
  return { error: raised(query), ...('allow' in query ? { allow: query['allow'] } : {}) }
}

/** An environ's numbers are text here, and a key whose value Python has set to None is one that is not there. */
const keysWithText = (environ: Json): Json =>
  Object.fromEntries(
    Object.entries(environ)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, typeof value === 'number' ? String(value) : value]),
  )

const masked = (wire: Json): Json => {
  const { root_masked: _, ...rest } = wire
  return rest
}

/** Whether an answer is the one wanted: an error for an error, else every part of it. */
function answers(wanted: Json, actual: Json): boolean {
  if (!('raises' in wanted)) return same(wanted, actual)
  const { error_headers: headers, ...error } = wanted
  if (headers !== undefined && !same(headers, actual['error_headers'])) return false
  return 'raises' in actual && same(error, actual['raises'])
}

const isError = (part: unknown): part is Json => isJson(part) && ('raises' in part || '$raises' in part)
const isThrown = (part: unknown): boolean =>
  isJson(part) && ('$thrown' in part || (isJson(part['raises']) && '$thrown' in part['raises']))

/** Whether two answers are the same when every error is as good as another. */
function sameButErrors(expected: unknown, actual: unknown): boolean {
  if (isError(expected)) return isThrown(actual)
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return expected.length === actual.length && expected.every((part, at) => sameButErrors(part, actual[at]))
  }
  if (isJson(expected) && isJson(actual) && !Object.keys(expected).some((key) => key.startsWith('$'))) {
    return Object.entries(expected).every(([key, part]) => sameButErrors(part, actual[key]))
  }
  return same(expected, actual)
}

/** Every rule of a library, in the order in which they are applied. */
export const deviationsOf = (library: Library): Deviation[] => [
  ...Object.values(library.modules).flatMap((bindings) => bindings.deviations ?? []),
  ...(library.deviations ?? []),
]

/** Plays a vector and judges the answer. */
export async function judge(vector: Vector, player: Player, rules: readonly Deviation[]): Promise<Verdict> {
  const expected = answerOf(vector)
  let actual: Json
  try {
    actual = await player.play(vector)
  } catch (error) {
    if (!(error instanceof Unbound)) throw error
    return { id: vector.id, outcome: 'failed', rules: [], expected, actual: { unbound: error.message } }
  }
  const verdict = (outcome: Verdict['outcome'], names: string[] = []): Verdict => ({
    id: vector.id,
    outcome,
    rules: names,
    expected,
    actual,
  })
  if (answers(expected, actual)) return verdict('passed')
  const quirks = (vector['quirks'] ?? []) as string[]
  if (quirks.some((quirk) => ANY_ERROR.includes(quirk)) && sameButErrors(expected, actual)) {
    return verdict('passed')
  }
  let changed = vector
  let deviates = false
  const names: string[] = []
  for (const rule of rules) {
    if (!rule.applies(changed)) continue
    changed = rule.expected(changed)
    names.push(rule.name)
    deviates ||= rule.widens !== true
  }
  return names.length > 0 && answers(answerOf(changed), actual)
    ? verdict(deviates ? 'deviating' : 'passed', names)
    : verdict('failed', names)
}
