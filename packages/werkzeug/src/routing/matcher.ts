import { NoMatch } from './no-match.ts'
import { RequestAliasRedirect } from './request-alias-redirect.ts'
import { RequestPath } from './request-path.ts'
import type { Rule } from './rule.ts'
import { State } from './state.ts'
import type { Transition } from './state.ts'
import { ValidationError } from './validation-error.ts'

/** The rule that matches, and the values of its variables. */
export interface MatchedRule {
  readonly rule: Rule
  readonly values: Record<string, unknown>
}

/** What may come of matching. */
export type MatchOutcome = MatchedRule | RequestPath | RequestAliasRedirect | NoMatch

/** The walk ended at a rule that wants a slash behind the path; it is not continued elsewhere. */
const SLASH_REQUIRED: unique symbol = Symbol('slash required')

type Found = Rule | typeof SLASH_REQUIRED | null

/** A domain without variables. */
interface Domain {
  readonly state: State
  /** Where the first slash of a path leads to. */
  readonly start: State
  /** The states of rules without variables, by their whole path. */
  readonly fixed: Map<string, State>
}

const NOTHING: NoMatch = new NoMatch(new Set(), false)

/**
 * Finds the rule for a path. Rules are states, one for each part, and the walk over the path takes the state of the fixed
 * text first, then those of converters by their weights, and goes back where it does not come through. No state is
 * visited twice, so that its time is at most the number of states. Python: `werkzeug.routing.StateMachineMatcher`.
 *
 * @example
 * import { Map, NoMatch, Rule } from '@triptych/werkzeug/routing'
 * const matcher = new StateMachineMatcher(true)
 * const map = new Map([new Rule('/users/<int:id>', { endpoint: 'user' })])
 * for (const rule of map.iterRules()) matcher.add(rule)
 * matcher.update()
 * const outcome = matcher.match('', '/users/7', 'GET', false)
 * assert.deepEqual(outcome.values, { id: 7 })
 * assert(matcher.match('', '/users', 'GET', false) instanceof NoMatch)
 */
export class StateMachineMatcher {
  /** Whether a path with several slashes side by side is sent to the one without. */
  mergeSlashes: boolean
  private readonly root = new State()
  /** The domains without variables. */
  private readonly domains: Map<string, Domain> = new Map()

  // The walk that is under way; it never waits.
  private path = ''
  private method = ''
  private websocket = false
  private readonly texts: string[] = []
  private methods: Set<string> | undefined
  private websocketMismatch = false

  constructor(mergeSlashes: boolean) {
    this.mergeSlashes = mergeSlashes
  }

  /** Adds a rule that is bound to a map. */
  add(rule: Rule): void {
    const { parts } = rule
    let state = this.root
    for (const part of parts) state = state.next(part)
    state.rules.push(rule)
    const [first, second] = parts
    if (!first?.static || !second) return
    let domain = this.domains.get(first.content)
    if (domain === undefined) {
      const state = this.root.next(first)
      this.domains.set(first.content, (domain = { state, start: state.next(second), fixed: new Map() }))
    }
    if (parts.every((part) => part.static)) {
      const texts = parts.slice(1).map(({ content }) => content)
      domain.fixed.set(texts.join('/'), state)
    }
  }

  /** Puts everything into the order in which it is tried; to be called after rules were added. */
  update(): void {
    this.root.sort()
  }

  /**
   * Looks for the rule.
   *
   * @param domain subdomain or host
   * @param path empty, or with a slash at its beginning
   */
  match(domain: string, path: string, method: string, websocket: boolean): MatchOutcome {
    this.method = method
    this.websocket = websocket
    this.methods = undefined
    this.websocketMismatch = false
    let found = this.find(domain, path)
    if (found === SLASH_REQUIRED) return new RequestPath(`${path}/`)
    if (found === null && this.mergeSlashes && path.includes('//')) {
      const merged = path.replaceAll(/\/{2,}/g, '/')
      found = this.find(domain, merged)
      if (found === SLASH_REQUIRED) return new RequestPath(`${merged}/`)
      if (found !== null && found.mergeSlashes !== false) return new RequestPath(merged)
      return this.noMatch()
    }
    return found === null ? this.noMatch() : this.convert(found)
  }

  private noMatch(): NoMatch {
    if (this.methods === undefined && !this.websocketMismatch) return NOTHING
    return new NoMatch(this.methods ?? NOTHING.haveMatchFor, this.websocketMismatch)
  }

  private convert(rule: Rule): MatchOutcome {
    const { variables } = rule
    const values: Record<string, unknown> = {}
    for (let at = 0; at < variables.length; at++) {
      const { name, converter } = variables[at]!
      try {
        values[name] = converter.toPython(this.texts[at]!)
      } catch (error) {
        if (error instanceof ValidationError) return this.noMatch()
        throw error
      }
    }
    if (rule.defaults !== null) Object.assign(values, rule.defaults)
    if (rule.alias && rule.map?.redirectDefaults) return new RequestAliasRedirect(values, rule.endpoint)
    return { rule, values }
  }

  private find(domain: string, path: string): Found {
    this.texts.length = 0
    this.path = path
    const known = this.domains.get(domain)
    if (known !== undefined) {
      // The walk would come here first.
      const fixed = known.fixed.get(path)
      const first = fixed === undefined ? null : this.ruleOf(fixed)
      if (first !== null) return first
      // The part before the first slash is empty, in rules as in paths.
      const found = path === '' ? this.walk(known.state, 0) : this.walk(known.start, 1)
      if (found !== null) return found
    }
    for (const { part, test, state } of this.root.dynamic) {
      this.texts.length = 0
      if (part.final) {
        this.path = `${domain}/${path}`
        const found = this.rest(state, part.suffixed, this.path, test)
        this.path = path
        if (found !== null) return found
      } else if (test.match(domain, this.texts)) {
        const found = this.walk(state, 0)
        if (found !== null) return found
      }
    }
    return null
  }

  /** Goes on from a state with the part of the path that begins at `at`. */
  private walk(state: State, at: number): Found {
    const { path, texts } = this
    if (at > path.length) return this.ruleOf(state)
    const slash = path.indexOf('/', at)
    const end = slash < 0 ? path.length : slash
    const part = path.slice(at, end)
    const fixed = state.static.get(part)
    if (fixed !== undefined) {
      const found = this.walk(fixed, end + 1)
      if (found !== null) return found
    }
    const { dynamic } = state
    const count = texts.length
    for (let index = 0; index < dynamic.length; index++) {
      const { part: way, test, state: next } = dynamic[index]!
      let found: Found = null
      if (way.final) found = this.rest(next, way.suffixed, path.slice(at), test)
      else if (test.match(part, texts)) found = this.walk(next, end + 1)
      if (found !== null) return found
      texts.length = count
    }
    // A slash too many at the end is none for rules that are not strict.
    return part === '' && end === path.length ? this.lenientRuleOf(state) : null
  }

  /** Matches all that is left with a part that takes all. */
  private rest(state: State, suffixed: boolean, text: string, test: Transition['test']): Found {
    if (!suffixed || !text.endsWith('/')) {
      return test.match(text, this.texts) ? this.ruleOf(state) : null
    }
    const value = text.slice(0, -1)
    if (value.endsWith('/') || !test.match(value, this.texts)) return null
    const slash = state.static.get('')
    return (slash && this.ruleOf(slash)) ?? this.lenientRuleOf(state)
  }

  /** A rule that ends here, or would with a slash more. */
  private ruleOf(state: State): Found {
    for (const rule of state.rules) if (this.suits(rule)) return rule
    const slash = state.static.get('')
    if (slash === undefined) return null
    for (const rule of slash.rules) {
      if (rule.websocket !== this.websocket) continue
      if (rule.methods === null || rule.methods.has(this.method)) {
        return rule.strictSlashes ? SLASH_REQUIRED : rule
      }
    }
    return null
  }

  private lenientRuleOf(state: State): Rule | null {
    for (const rule of state.rules) if (!rule.strictSlashes && this.suits(rule)) return rule
    return null
  }

  /** Whether method and protocol are the rule's too; remembers what else would do. */
  private suits(rule: Rule): boolean {
    if (rule.methods !== null && !rule.methods.has(this.method)) {
      this.methods ??= new Set()
      for (const method of rule.methods) this.methods.add(method)
      return false
    }
    if (rule.websocket === this.websocket) return true
    this.websocketMismatch = true
    return false
  }
}
