import { RoutingException } from './routing-exception.ts'
import type { Rule } from './rule.ts'
import type { RuleValues } from './rule-options.ts'

/** What a rule is looked for in: the rules of a map. */
export interface RuleSource {
  readonly map: { iterRules(): Iterable<Rule> }
}

/**
 * No rule makes a URL of this endpoint and these values. The message says which rule was perhaps meant.
 * Python: `werkzeug.routing.BuildError`.
 *
 * @example
 * import { Map, Rule } from '@triptych/werkzeug/routing'
 * const map = new Map([new Rule('/users/<int:id>', { endpoint: 'user' })])
 * const error = new BuildError('usr', {}, null, map.bind('example.com'))
 * assert.equal(error.message, 'Expected an endpoint with a rule that suits, got "usr": did you mean "user"')
 */
export class BuildError extends RoutingException {
  override readonly name = 'BuildError'
  readonly code = 'ERR_NO_URL'
  readonly endpoint: unknown
  readonly values: RuleValues
  readonly method: string | null
  /** The rule that is nearest to what was asked for. */
  readonly suggested: Rule | null

  constructor(
    endpoint: unknown,
    values: RuleValues,
    method: string | null,
    adapter: RuleSource | null = null,
  ) {
    const suggested = closest(adapter, endpoint, values, method)
    super(explain(endpoint, values, method, suggested))
    this.endpoint = endpoint
    this.values = values
    this.method = method
    this.suggested = suggested
  }

  /** The rule of these rules that is nearest to what was asked for. */
  closestRule(adapter: RuleSource | null): Rule | null {
    return closest(adapter, this.endpoint, this.values, this.method)
  }
}

function closest(
  adapter: RuleSource | null,
  endpoint: unknown,
  values: RuleValues,
  method: string | null,
): Rule | null {
  let best: Rule | null = null
  let most = -1
  const wanted = pairsOf(nameOf(endpoint))
  const names = Object.keys(values)
  for (const rule of adapter?.map.iterRules() ?? []) {
    const score =
      0.98 * similarity(wanted, pairsOf(nameOf(rule.endpoint))) +
      (names.every((name) => rule.arguments.has(name)) ? 0.01 : 0) +
      (method !== null && rule.methods?.has(method) ? 0.01 : 0)
    if (score > most) [best, most] = [rule, score]
  }
  return best
}

function explain(endpoint: unknown, values: RuleValues, method: string | null, rule: Rule | null): string {
  const names = Object.keys(values).toSorted()
  const given =
    nameOf(endpoint) +
    (method === null ? '' : ` with the method ${method}`) +
    (names.length > 0 ? ` and ${names.join(', ')}` : '')
  const expected = `Expected an endpoint with a rule that suits, got ${given}`
  if (rule === null) return expected
  if (rule.endpoint !== endpoint) return `${expected}: did you mean ${nameOf(rule.endpoint)}`
  const hints: string[] = []
  if (method !== null && rule.methods !== null && !rule.methods.has(method)) {
    hints.push(`it takes the methods ${[...rule.methods].toSorted().join(', ')}`)
  }
  const missing = [...rule.arguments].filter((name) => !Object.hasOwn(values, name)).toSorted()
  if (missing.length > 0) hints.push(`it needs also ${missing.join(', ')}`)
  return hints.length > 0 ? `${expected}: ${hints.join(', ')}` : expected
}

function nameOf(endpoint: unknown): string {
  if (typeof endpoint === 'function') return endpoint.name || 'a function'
  return typeof endpoint === 'string' ? JSON.stringify(endpoint) : String(endpoint)
}

/** The pairs of characters side by side, with how often they stand there. */
function pairsOf(text: string): Map<string, number> {
  const pairs = new Map<string, number>()
  for (let at = 0; at < text.length - 1; at++) {
    const pair = text.slice(at, at + 2)
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  return pairs
}

/** How much of the pairs two texts share, from 0 to 1 (the coefficient of Sørensen and Dice). */
function similarity(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let shared = 0
  let all = 0
  for (const [pair, count] of one) {
    shared += Math.min(count, other.get(pair) ?? 0)
    all += count
  }
  for (const count of other.values()) all += count
  return all === 0 ? 0 : (2 * shared) / all
}
