import type { AnyMap } from './any-map.ts'
import type { Rule } from './rule.ts'
import { RuleFactory } from './rule-factory.ts'

/**
 * Gives rules a subdomain, which may have variables. Python: `werkzeug.routing.Subdomain`.
 *
 * @example
 * import { Map, Rule } from '@triptych/werkzeug/routing'
 * const map = new Map([new Subdomain('<lang>', [new Rule('/about', { endpoint: 'about' })])])
 * const urls = map.bind('example.com', { subdomain: 'de' })
 * assert.deepEqual(urls.match('/about'), ['about', { lang: 'de' }])
 * assert.equal(urls.build('about', { lang: 'en' }), 'http://en.example.com/about')
 */
export class Subdomain<
  const Domain extends string = string,
  Rules extends RuleFactory = RuleFactory,
> extends RuleFactory {
  readonly subdomain: Domain
  readonly rules: Iterable<Rules>

  constructor(subdomain: Domain, rules: Iterable<Rules>) {
    super()
    this.subdomain = subdomain
    this.rules = rules
  }

  override *getRules(map: AnyMap): Iterable<Rule> {
    for (const factory of this.rules) {
      for (const rule of factory.getRules(map)) yield rule.empty({ subdomain: this.subdomain })
    }
  }
}
