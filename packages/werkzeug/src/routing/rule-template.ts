import type { AnyMap } from './any-map.ts'
import type { Rule } from './rule.ts'
import { RuleFactory } from './rule-factory.ts'
import type { RuleOptions } from './rule-options.ts'

/** Values for the placeholders of a template. */
export type TemplateContext = Readonly<Record<string, unknown>>

/**
 * Rules with placeholders, `$name` or `${name}`, in text, endpoint, defaults, subdomain and host; `$$` is a dollar sign.
 * Python: `werkzeug.routing.RuleTemplate`, which is called to be filled in.
 *
 * @example
 * import { Map, Rule } from '@triptych/werkzeug/routing'
 * const resource = new RuleTemplate([
 *   new Rule('/$name/', { endpoint: '$name.list' }),
 *   new Rule('/$name/<int:id>', { endpoint: '$name.show' }),
 * ])
 * const map = new Map([resource.with({ name: 'user' }), resource.with({ name: 'page' })])
 * assert.deepEqual(map.bind('example.com').match('/page/3'), ['page.show', { id: 3 }])
 */
export class RuleTemplate {
  readonly rules: readonly RuleFactory[]

  constructor(rules: Iterable<RuleFactory>) {
    this.rules = [...rules]
  }

  /** The rules with the placeholders filled in. */
  with(context: TemplateContext): RuleTemplateFactory {
    return new RuleTemplateFactory(this.rules, context)
  }
}

/**
 * Fills placeholders in. Python: `werkzeug.routing.rules.RuleTemplateFactory`.
 *
 * @example
 * import { Map, Rule } from '@triptych/werkzeug/routing'
 * const factory = new RuleTemplateFactory([new Rule('/$a')], { a: 'b' })
 * assert.deepEqual([...factory.getRules(new Map())].map(String), ['/b'])
 */
export class RuleTemplateFactory extends RuleFactory {
  readonly rules: Iterable<RuleFactory>
  readonly context: TemplateContext

  constructor(rules: Iterable<RuleFactory>, context: TemplateContext) {
    super()
    this.rules = rules
    this.context = context
  }

  /** @throws RangeError for a placeholder without value, SyntaxError for a dollar sign that begins none */
  override *getRules(map: AnyMap): Iterable<Rule> {
    const fill = <T>(value: T): T =>
      typeof value === 'string' ? (substitute(value, this.context) as T) : value
    for (const factory of this.rules) {
      for (const rule of factory.getRules(map)) {
        const changes: { -readonly [K in keyof RuleOptions]: RuleOptions[K] } = {
          endpoint: fill(rule.endpoint),
          subdomain: fill(rule.subdomain),
          host: fill(rule.host),
        }
        if (rule.defaults !== null) {
          const entries = Object.entries(rule.defaults)
          changes.defaults = Object.fromEntries(entries.map(([name, value]) => [name, fill(value)]))
        }
        if (typeof rule.redirectTo === 'string') changes.redirectTo = fill(rule.redirectTo)
        yield rule.empty({ ...changes, rule: fill(rule.rule) })
      }
    }
  }
}

/** Python's `string.Template.substitute`. */
function substitute(text: string, context: TemplateContext): string {
  return text.replaceAll(
    /\$(?:(\$)|([a-z_][a-z0-9_]*)|\{([a-z_][a-z0-9_]*)\}|)/gi,
    (whole, dollar, name, braced) => {
      if (dollar !== undefined) return '$'
      const key = (name ?? braced) as string | undefined
      if (key === undefined) {
        throw new SyntaxError(
          `Expected $name, \${name} or $$ in ${JSON.stringify(text)}, got ${JSON.stringify(whole)}`,
        )
      }
      if (Object.hasOwn(context, key)) return String(context[key])
      throw new RangeError(`Expected a value for $${key} in ${JSON.stringify(text)}, got none`)
    },
  )
}
