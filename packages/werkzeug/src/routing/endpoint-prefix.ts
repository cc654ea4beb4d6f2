import type { AnyMap } from './any-map.ts'
import type { Rule } from './rule.ts'
import { RuleFactory } from './rule-factory.ts'

/**
 * Puts a text in front of endpoints, which must be texts. Python: `werkzeug.routing.EndpointPrefix`.
 *
 * @example
 * import { Map, Rule } from '@triptych/werkzeug/routing'
 * const map = new Map([new EndpointPrefix('blog/', [new Rule('/', { endpoint: 'index' })])])
 * assert.deepEqual(map.bind('example.com').match('/'), ['blog/index', {}])
 */
export class EndpointPrefix<
  const Prefix extends string = string,
  Rules extends RuleFactory = RuleFactory,
> extends RuleFactory {
  readonly prefix: Prefix
  readonly rules: Iterable<Rules>

  constructor(prefix: Prefix, rules: Iterable<Rules>) {
    super()
    this.prefix = prefix
    this.rules = rules
  }

  /** @throws TypeError for an endpoint that is no text */
  override *getRules(map: AnyMap): Iterable<Rule> {
    for (const factory of this.rules) {
      for (const rule of factory.getRules(map)) {
        if (typeof rule.endpoint !== 'string') {
          throw new TypeError(
            `Expected a text as endpoint of ${rule.rule} behind a prefix, got ${typeof rule.endpoint}`,
          )
        }
        yield rule.empty({ endpoint: this.prefix + rule.endpoint })
      }
    }
  }
}
