import type { AnyMap } from './any-map.ts'
import type { Rule } from './rule.ts'

/**
 * Gives rules to a map: a rule gives itself, a factory the rules it was made with, changed.
 * Python: `werkzeug.routing.RuleFactory`.
 *
 * @example
 * import { Map, Rule } from '@triptych/werkzeug/routing'
 * class Pages extends RuleFactory {
 *   *getRules() {
 *     for (const page of ['about', 'help']) yield new Rule(`/${page}`, { endpoint: page })
 *   }
 * }
 * assert.deepEqual(new Map([new Pages()]).bind('example.com').match('/help'), ['help', {}])
 */
export abstract class RuleFactory {
  /** The rules, not bound yet. */
  abstract getRules(map: AnyMap): Iterable<Rule>
}
