import type { AnyMap } from './any-map.ts'
import type { BaseConverter } from './base-converter.ts'
import { parseConverterArgs } from './converter-arguments.ts'
import type { ConverterArgument } from './converter-arguments.ts'
import { RuleFactory } from './rule-factory.ts'
import type { RedirectTo, RuleOptions, RuleValues } from './rule-options.ts'
import { RulePart, partsOf, ruleTokens } from './rule-part.ts'
import type { RuleToken } from './rule-part.ts'
import { UrlTemplate, queryOf } from './url-builder.ts'
import { ValidationError } from './validation-error.ts'
import { Weighting } from './weighting.ts'

/** A variable of a rule. */
export interface RuleVariable {
  readonly name: string
  readonly converter: BaseConverter<unknown>
}

const WEBSOCKET_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
const ANY_DOMAIN: RulePart = new RulePart([], { weight: new Weighting([], []) })

/**
 * A pattern of URLs: text with variables, `<name>` or `<converter(arguments):name>`. It ends in a slash when it stands for
 * a folder: the path without it is then redirected. The compiler knows from the text which values it has.
 * Python: `werkzeug.routing.Rule`.
 *
 * @example
 * import { Map } from '@triptych/werkzeug/routing'
 * const map = new Map([
 *   new Rule('/', { endpoint: 'index' }),
 *   new Rule('/downloads/<int:id>', { endpoint: 'download', methods: ['GET'] }),
 * ])
 * const urls = map.bind('example.com')
 * assert.deepEqual(urls.match('/downloads/42'), ['download', { id: 42 }])
 * assert.equal(urls.build('download', { id: 42 }), '/downloads/42')
 */
export class Rule<
  const Path extends string = string,
  const Endpoint = unknown,
  const Defaults extends RuleValues | null = RuleValues | null,
  const Domain extends string = string,
> extends RuleFactory {
  /** The text. */
  readonly rule: Path
  readonly endpoint: Endpoint
  /** Upper case; `null` for all. */
  readonly methods: ReadonlySet<string> | null
  readonly defaults: Defaults | null
  readonly host: Domain | null
  readonly buildOnly: boolean
  readonly redirectTo: RedirectTo | null
  readonly alias: boolean
  readonly websocket: boolean
  /** The text ends in no slash. */
  readonly isLeaf: boolean
  /** The text ends in a slash. */
  readonly isBranch: boolean

  // What the map decides where the rule does not.
  #map: AnyMap | null = null
  #subdomain: Domain | null
  #strictSlashes: boolean | null
  #mergeSlashes: boolean | null

  /** The names of the variables and defaults. */
  readonly arguments: Set<string>
  /** Where the rule stands among those of its endpoint; set by the map. */
  buildOrder = 0

  #parts: readonly RulePart[] = []
  #variables: readonly RuleVariable[] = []
  #domain: readonly RuleToken[] = []
  #path: readonly RuleToken[] = []
  #templates: readonly [domain: UrlTemplate, path: UrlTemplate] | null = null

  /**
   * @throws SyntaxError for a text without slash at its beginning; TypeError for methods that are no list; RangeError for
   * methods that WebSockets don't have
   */
  constructor(rule: Path, options: RuleOptions<Endpoint, Defaults, Domain> = {}) {
    super()
    if (!rule.startsWith('/')) {
      throw new SyntaxError(`Expected a rule that begins with a slash, got ${JSON.stringify(rule)}`)
    }
    this.rule = rule
    this.isBranch = rule.endsWith('/')
    this.isLeaf = !this.isBranch
    this.endpoint = (options.endpoint ?? null) as Endpoint
    this.defaults = options.defaults ?? null
    this.#subdomain = options.subdomain ?? null
    this.host = options.host ?? null
    this.buildOnly = options.buildOnly ?? false
    this.#strictSlashes = options.strictSlashes ?? null
    this.#mergeSlashes = options.mergeSlashes ?? null
    this.redirectTo = options.redirectTo ?? null
    this.alias = options.alias ?? false
    this.websocket = options.websocket ?? false
    this.methods = methodsOf(options.methods ?? null, this.websocket)
    this.arguments = new Set(Object.keys(this.defaults ?? {}))
  }

  /** The map it is bound to. */
  get map(): AnyMap | null {
    return this.#map
  }

  /** The subdomain; the map's after binding, when it had none. */
  get subdomain(): Domain | null {
    return this.#subdomain
  }

  /** Whether a missing slash at the end leads to a redirect; the map's choice after binding, when it had none. */
  get strictSlashes(): boolean | null {
    return this.#strictSlashes
  }

  /** Whether slashes side by side are one; the map's choice after binding, when it had none. */
  get mergeSlashes(): boolean | null {
    return this.#mergeSlashes
  }

  /** The parts, that of the domain first; once bound. */
  get parts(): readonly RulePart[] {
    return this.#parts
  }

  /** The variables in the order of the text, those of the domain first; once bound. */
  get variables(): readonly RuleVariable[] {
    return this.#variables
  }

  /** An unbound copy. */
  empty(changes: { readonly rule?: string } & RuleOptions = {}): Rule {
    const { rule = this.rule, ...options } = changes
    return new (this.constructor as typeof Rule)(rule, { ...this.getEmptyKwargs(), ...options })
  }

  /** The options of a copy; a subclass with options of its own adds them. */
  getEmptyKwargs(): RuleOptions {
    return {
      endpoint: this.endpoint,
      defaults: this.defaults === null ? null : { ...this.defaults },
      subdomain: this.#subdomain,
      host: this.host,
      methods: this.methods,
      buildOnly: this.buildOnly,
      strictSlashes: this.#strictSlashes,
      mergeSlashes: this.#mergeSlashes,
      redirectTo: this.redirectTo,
      alias: this.alias,
      websocket: this.websocket,
    }
  }

  override *getRules(_map: AnyMap): Iterable<Rule> {
    yield this
  }

  /** Compiles it again, after the map's converters were changed. */
  refresh(): void {
    if (this.#map) this.bind(this.#map, true)
  }

  /**
   * Binds it to a map, which decides what is open.
   *
   * @throws Error when it is bound already, and what {@link compile} throws
   */
  bind(map: AnyMap, rebind: boolean = false): void {
    if (this.#map !== null && !rebind) {
      throw new Error(
        `Expected a rule that belongs to no map, got ${this.rule}: add a copy of it, rule.empty()`,
      )
    }
    this.#map = map
    this.#strictSlashes ??= map.strictSlashes
    this.#mergeSlashes ??= map.mergeSlashes
    this.#subdomain ??= map.defaultSubdomain as Domain
    this.compile()
  }

  /**
   * Makes the converter of a variable.
   *
   * @throws RangeError when the map has none of that name
   */
  getConverter(
    variable: string,
    converter: string,
    args: readonly ConverterArgument[],
    options: Readonly<Record<string, ConverterArgument>>,
  ): BaseConverter<unknown> {
    const map = this.#map!
    const Converter = Object.hasOwn(map.converters, converter) ? map.converters[converter] : undefined
    if (Converter !== undefined) return new Converter(map, args, options)
    throw new RangeError(
      `Expected one of the converters ${Object.keys(map.converters).join(', ')} for ${variable} in ${this.rule}, got ${converter}`,
    )
  }

  /**
   * Compiles the text for matching and building.
   *
   * @throws SyntaxError for a text that is no rule, a variable twice, or arguments that can't be read; RangeError for an
   * unknown converter
   */
  compile(): void {
    const map = this.#map
    if (map === null) throw new Error(`Expected a rule that is bound to a map, got ${this.rule}`)
    const converters = new Map<string, BaseConverter<unknown>>()
    const converterOf = ({
      name,
      converter,
      args,
    }: RuleToken & { kind: 'variable' }): BaseConverter<unknown> => {
      if (converters.has(name) || name === '__proto__') {
        throw new SyntaxError(`Expected each variable once, got ${name} in ${this.rule}`)
      }
      const made = this.getConverter(name, converter, ...parseConverterArgs(args))
      converters.set(name, made)
      return made
    }
    const domain = ruleTokens((map.hostMatching ? this.host : this.#subdomain) ?? '')
    const path = ruleTokens(this.#mergeSlashes ? this.rule.replaceAll(/\/{2,}/g, '/') : this.rule)
    const domainParts = domain.length === 0 ? [ANY_DOMAIN] : partsOf(domain, converterOf)
    this.#parts = [...domainParts, ...partsOf(path, converterOf)]
    this.#variables = Array.from(converters, ([name, converter]) => ({ name, converter }))
    for (const name of converters.keys()) this.arguments.add(name)
    this.#domain = domain
    this.#path = path
    // Most rules of a large map are matched, and few are built. Defaults are written at once: they may be wrong.
    this.#templates = this.defaults === null ? null : this.makeTemplates()
  }

  private makeTemplates(): readonly [domain: UrlTemplate, path: UrlTemplate] {
    const converters = new Map(this.#variables.map(({ name, converter }) => [name, converter]))
    const defaults = this.defaults ?? {}
    return [
      new UrlTemplate(this.#domain, converters, defaults),
      new UrlTemplate(this.#path, converters, defaults),
    ]
  }

  /**
   * Writes the URL for values that are enough for it.
   *
   * @param appendUnknown put values of other names into the query
   * @returns domain and path with query; `null` when a converter does not take its value
   */
  build(values: RuleValues, appendUnknown: boolean = true): readonly [domain: string, path: string] | null {
    try {
      this.#templates ??= this.makeTemplates()
      const domain = this.#templates[0].write(values)
      const path = this.#templates[1].write(values)
      if (!appendUnknown || this.#map === null) return [domain, path]
      const query = queryOf(values, this.arguments, this.#map)
      return [domain, query === '' ? path : `${path}?${query}`]
    } catch (error) {
      if (error instanceof ValidationError) return null
      throw error
    }
  }

  /** Whether its defaults are values of the other rule, so that its URL is the better one. */
  providesDefaultsFor(rule: Rule): boolean {
    if (this.buildOnly || this.defaults === null || Object.keys(this.defaults).length === 0) return false
    const alike =
      this.arguments.size === rule.arguments.size &&
      [...this.arguments].every((name) => rule.arguments.has(name))
    return alike && this.endpoint === rule.endpoint && !this.equals(rule)
  }

  /** Whether a URL can be made of the values, for the method if one is given. */
  suitableFor(values: RuleValues, method: string | null = null): boolean {
    if (method !== null && this.methods !== null && !this.methods.has(method)) return false
    const { defaults } = this
    for (const name of this.arguments) {
      const given = Object.hasOwn(values, name)
      if (defaults === null || !Object.hasOwn(defaults, name)) {
        if (!given) return false
      } else if (given && values[name] !== defaults[name]) return false
    }
    return true
  }

  /** By what rules of an endpoint are sorted: aliases last, then those with more arguments, then with more defaults first. */
  buildCompareKey(): readonly [alias: number, args: number, defaults: number] {
    return [this.alias ? 1 : 0, 0 - this.arguments.size, 0 - Object.keys(this.defaults ?? {}).length]
  }

  /** Whether the other rule has the same text but for its converters. */
  equals(other: unknown): boolean {
    return other instanceof Rule && this.trace === other.trace
  }

  /** The text without the converters: what makes two rules equal. */
  private get trace(): string {
    return JSON.stringify([this.#domain.map(traceOf), this.#path.map(traceOf)])
  }

  override toString(): string {
    return this.rule
  }
}

function methodsOf(methods: Iterable<string> | null, websocket: boolean): ReadonlySet<string> | null {
  if (methods === null) return null
  if (typeof methods === 'string') throw new TypeError(`Expected a list of methods, got the text ${methods}`)
  const all = new Set(Array.from(methods, (method) => method.toUpperCase()))
  if (all.has('GET')) all.add('HEAD')
  const wrong = websocket ? [...all].find((method) => !WEBSOCKET_METHODS.has(method)) : undefined
  if (wrong === undefined) return all
  throw new RangeError(`Expected GET, HEAD and OPTIONS as methods of a rule for WebSockets, got ${wrong}`)
}

function traceOf(token: RuleToken): string {
  return token.kind === 'slash' ? '/' : token.kind === 'text' ? token.text : `<${token.name}>`
}
