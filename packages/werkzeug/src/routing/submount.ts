import type { AnyMap } from './any-map.ts'
import type { Rule } from './rule.ts'
import { RuleFactory } from './rule-factory.ts'

/**
 * Puts a path in front of rules. Python: `werkzeug.routing.Submount`.
 *
 * @example
 * import { Map, Rule } from '@triptych/werkzeug/routing'
 * const map = new Map([new Submount('/blog', [new Rule('/entry/<slug>', { endpoint: 'entry' })])])
 * assert.deepEqual(map.bind('example.com').match('/blog/entry/hello'), ['entry', { slug: 'hello' }])
 */
export class Submount<
  const Prefix extends string = string,
  Rules extends RuleFactory = RuleFactory,
> extends RuleFactory {
  /** Without slashes at its end. */
  readonly path: Prefix
  readonly rules: Iterable<Rules>

  constructor(path: Prefix, rules: Iterable<Rules>) {
    super()
    this.path = path.replace(/(?<!\/)\/+$/, '') as Prefix
    this.rules = rules
  }

  override *getRules(map: AnyMap): Iterable<Rule> {
    for (const factory of this.rules) {
      for (const rule of factory.getRules(map)) yield rule.empty({ rule: this.path + rule.rule })
    }
  }
}
