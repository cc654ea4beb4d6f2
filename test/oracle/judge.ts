/**
 * Passed, failed or deviating: plays a vector and holds the answer against the recorded one, then against what the
 * library's deviation rules say should be answered instead.
 */
import type { Deviation, Library, Player, Vector } from './engine.ts'
import { same } from './compare.ts'
import { Unbound, type Json } from './values.ts'

/** What came of a vector; `rules` names the deviations that the answer was accepted by. */
export interface Verdict {
  id: string
  outcome: 'passed' | 'failed' | 'deviating'
  rules: string[]
  expected: Json
  actual: Json
}

const ANSWER_KEYS = ['result', 'results', 'get', 'environ_after', 'wire'] as const

/** The answer part of a vector. */
export function answerOf(vector: Vector): Json {
  if ('raises' in vector) {
    return { raises: vector['raises'], ...(vector['implicit'] === true ? { implicit: true } : {}) }
  }
  const answer: Json = {}
  for (const key of ANSWER_KEYS) {
    // A vector that reads no attribute may say so with an empty list.
    if (key in vector && !(key === 'get' && Array.isArray(vector[key]))) answer[key] = vector[key]
  }
  if (answer['environ_after']) answer['environ_after'] = keysWithText(answer['environ_after'] as Json)
  if (answer['wire']) answer['wire'] = masked(answer['wire'] as Json)
  return answer
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
  if ('raises' in wanted) return 'raises' in actual && same(wanted, actual['raises'])
  return same(wanted, actual)
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
  let changed = vector
  const names: string[] = []
  for (const rule of rules) {
    if (!rule.applies(changed)) continue
    changed = rule.expected(changed)
    names.push(rule.name)
  }
  return names.length > 0 && answers(answerOf(changed), actual)
    ? verdict('deviating', names)
    : verdict('failed', names)
}
