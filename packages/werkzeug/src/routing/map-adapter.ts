import { resolveUri } from '@triptych/raw/http'
import { iterMultiItems } from '../datastructures/iter-multi-items.ts'
import { ReadonlyMultiDict } from '../datastructures/readonly-multi-dict.ts'
import { NotFound } from '../exceptions/client-errors.ts'
import { HTTPException } from '../exceptions/http-exception.ts'
import { MethodNotAllowed } from '../exceptions/method-not-allowed.ts'
import { RequestRedirect } from '../exceptions/request-redirect.ts'
import { quotePart } from '../urls/quote-part.ts'
import { urlEncode } from '../urls/url-encode.ts'
import type {
  AdaptedMap,
  Binding,
  BuildArguments,
  BuildInput,
  BuildOptions,
  MatchOptions,
  QueryArgs,
  ViewFunction,
  Views,
} from './adapter-options.ts'
import { PATH_CHARS } from './base-converter.ts'
import { BuildError } from './build-error.ts'
import type { MatchedRule, StateMachineMatcher } from './matcher.ts'
import { NoMatch } from './no-match.ts'
import { RequestAliasRedirect } from './request-alias-redirect.ts'
import { RequestPath } from './request-path.ts'
import type { BuildValues, Match, Route } from './route-types.ts'
import type { Rule } from './rule.ts'
import type { RuleValues } from './rule-options.ts'
import { WebsocketMismatch } from './websocket-mismatch.ts'
import { withoutStack } from './without-stack.ts'

/** An adapter of whatever map. */
export type AnyMapAdapter = MapAdapter

/**
 * A map that is bound to a server or a request: it matches paths and builds URLs. Made by `Map.bind` and
 * `Map.bindToEnviron`. Python: `werkzeug.routing.MapAdapter`.
 *
 * @example
 * import { Map, Rule } from '@triptych/werkzeug/routing'
 * const map = new Map([new Rule('/users/<int:id>', { endpoint: 'user', methods: ['GET'] })])
 * const urls = map.bind('example.com')
 * assert(urls instanceof MapAdapter)
 * assert.equal(urls.dispatch({ user: ({ id }) => `user ${id}` }, '/users/7'), 'user 7')
 * assert.deepEqual(urls.allowedMethods('/users/7'), ['GET', 'HEAD'])
 */
export class MapAdapter<Routes extends Route = Route> {
  readonly map: AdaptedMap
  readonly serverName: string
  /** With a slash at its end. */
  readonly scriptName: string
  readonly subdomain: string | null
  readonly urlScheme: string
  readonly pathInfo: string
  readonly defaultMethod: string
  readonly queryArgs: QueryArgs | null
  readonly websocket: boolean
  readonly #method: string

  constructor(map: AdaptedMap, binding: Binding) {
    const { scriptName, urlScheme } = binding
    this.map = map
    this.serverName = binding.serverName
    this.scriptName = scriptName.endsWith('/') ? scriptName : `${scriptName}/`
    this.subdomain = binding.subdomain
    this.urlScheme = urlScheme
    this.pathInfo = binding.pathInfo
    this.defaultMethod = binding.defaultMethod
    this.queryArgs = binding.queryArgs
    this.websocket = urlScheme === 'ws' || urlScheme === 'wss'
    this.#method = binding.method
  }

  /**
   * Finds endpoint and values for a path and method, by default those of the request.
   *
   * @param pathInfo decoded
   * @throws RequestRedirect (308) when the URL is another one, NotFound (404), MethodNotAllowed (405),
   * WebsocketMismatch (400): all are applications
   */
  match(
    pathInfo?: string | null,
    method?: string | null,
    options?: MatchOptions & { readonly returnRule?: false },
  ): Match<Routes>
  match(
    pathInfo: string | null,
    method: string | null,
    options: MatchOptions & { readonly returnRule: true },
  ): readonly [rule: Rule, values: RuleValues]
  match(
    pathInfo: string | null = null,
    method: string | null = null,
    options: MatchOptions & { readonly returnRule?: boolean } = {},
  ): Match<Routes> | readonly [rule: Rule, values: RuleValues] {
    const found = this.find(pathInfo, method, options)
    if (found instanceof HTTPException) throw found
    const { rule, values } = found
    return options.returnRule ? [rule, values] : ([rule.endpoint, values] as unknown as Match<Routes>)
  }

  /** Whether there is a rule for the path and method, or a redirect to one. */
  test(pathInfo: string | null = null, method: string | null = null): boolean {
    const outcome = this.lookUp(pathInfo, method, this.websocket)
    return !(outcome instanceof NoMatch)
  }

  /** The methods that rules for the path have; none when they take all, or when there are none. */
  allowedMethods(pathInfo: string | null = null): string[] {
    const outcome = this.lookUp(pathInfo, '--', this.websocket)
    return outcome instanceof NoMatch ? [...outcome.haveMatchFor] : []
  }

  /**
   * Matches and calls the view: a function of endpoint and values, or the one that an object has for the endpoint.
   * A redirect is given as it is: it is an application.
   *
   * @throws NotFound and so on, unless they are to be caught and given; RangeError for an endpoint without view
   */
  dispatch<Result>(
    views: ViewFunction<Routes, Result> | Views<Routes, Result>,
    pathInfo: string | null = null,
    method: string | null = null,
    options: { readonly catchHttpExceptions?: boolean } = {},
  ): Result | HTTPException {
    const found = this.find(pathInfo, method, {})
    if (found instanceof RequestRedirect) return found
    if (!options.catchHttpExceptions) {
      if (found instanceof HTTPException) throw found
      return view(views, found)
    }
    if (found instanceof HTTPException) return found
    try {
      const result = view(views, found)
      return result instanceof Promise ? (result.catch(givenIfAnswer) as Result) : result
    } catch (error) {
      return givenIfAnswer(error)
    }
  }

  /**
   * Builds the URL of an endpoint: a path when it is on the host of the request, else with scheme and host. Values that no
   * variable takes go into the query; null and undefined are left out.
   *
   * @throws BuildError when no rule suits; what converters throw for a value of the wrong kind
   */
  build<Endpoint extends keyof BuildValues<Routes>>(
    endpoint: Endpoint,
    ...rest: BuildArguments<BuildValues<Routes>[Endpoint]>
  ): string
  build(
    endpoint: Exclude<Routes['endpoint'], string>,
    values?: BuildInput | null,
    options?: BuildOptions,
  ): string
  build(endpoint: unknown, ...[given, options = {}]: [given?: unknown, options?: BuildOptions]): string {
    const { method = null, appendUnknown = true } = options
    const values = valuesOf((given ?? null) as BuildInput | null)
    const built = this.partialBuild(endpoint, values, method, appendUnknown)
    if (built === null) throw new BuildError(endpoint, values, method, this)
    const { domain, path, websocket } = built
    const host = this.getHost(domain)
    let scheme = options.urlScheme ?? this.urlScheme
    const secure = scheme === 'https' || scheme === 'wss'
    if (websocket) scheme = secure ? 'wss' : 'ws'
    else if (scheme !== '') scheme = secure ? 'https' : 'http'
    const rest = path.replace(/^\/+/, '')
    const isOwn = this.map.hostMatching ? host === this.serverName : domain === this.subdomain
    if (isOwn && !websocket && !options.forceExternal) return `${this.scriptName.replace(/\/+$/, '')}/${rest}`
    return `${scheme === '' ? '' : `${scheme}:`}//${host}${this.scriptName.slice(0, -1)}/${rest}`
  }

  /** The host for a subdomain, or the host itself when hosts are matched; `null`: that of the request. */
  getHost(domainPart: string | null = null): string {
    if (this.map.hostMatching) return domainPart ?? this.serverName
    const subdomain = domainPart ?? this.subdomain
    return subdomain ? `${subdomain}.${this.serverName}` : this.serverName
  }

  /** The URL of the rule that has these values as defaults, if there is one before this rule. The values get its defaults. */
  getDefaultRedirect(
    rule: Rule,
    method: string,
    values: Record<string, unknown>,
    queryArgs: QueryArgs,
  ): string | null {
    for (const other of this.map.rulesWithDefaults(rule.endpoint)) {
      // Rules are sorted: those after this one have less to say.
      if (other.buildOrder >= rule.buildOrder) break
      if (!other.providesDefaultsFor(rule) || !other.suitableFor(values, method)) continue
      Object.assign(values, other.defaults)
      const built = other.build(values)
      if (built !== null) return this.makeRedirectUrl(built[1], queryArgs, built[0])
    }
    return null
  }

  /** The text of a query. */
  encodeQueryArgs(queryArgs: QueryArgs): string {
    return typeof queryArgs === 'string' ? queryArgs : urlEncode(iterMultiItems<unknown>(queryArgs))
  }

  /** The URL to redirect to for a path below the application's root. */
  makeRedirectUrl(
    pathInfo: string,
    queryArgs: QueryArgs | null = null,
    domainPart: string | null = null,
  ): string {
    const query = this.encodeQueryArgs(queryArgs ?? this.queryArgs ?? '')
    const script = this.scriptName.replaceAll(/^\/+|\/+$/g, '')
    const path = `${script === '' ? '' : `/${script}`}/${pathInfo.replace(/^\/+/, '')}`
    return `${this.urlScheme || 'http'}://${this.getHost(domainPart)}${path}${query === '' ? '' : `?${query}`}`
  }

  /** The URL of the rule that an alias stands for. */
  makeAliasRedirectUrl(
    path: string,
    endpoint: unknown,
    values: RuleValues,
    method: string,
    queryArgs: QueryArgs,
  ): string {
    const url = (this as MapAdapter).build(endpoint, values, {
      method,
      appendUnknown: false,
      forceExternal: true,
    })
    const query = this.encodeQueryArgs(queryArgs)
    if (url === path)
      throw new Error(`Expected a rule that is no alias for the endpoint of ${path}, found none`)
    return query === '' ? url : `${url}?${query}`
  }

  private get domainPart(): string {
    return !this.map.hostMatching && this.subdomain !== null ? this.subdomain : this.serverName
  }

  private lookUp(
    pathInfo: string | null,
    method: string | null,
    websocket: boolean,
  ): ReturnType<StateMachineMatcher['match']> {
    const wanted = method === null ? this.#method : method.toUpperCase()
    return this.map.matcher.match(this.domainPart, rooted(pathInfo ?? this.pathInfo), wanted, websocket)
  }

  /** The rule with its values, or what is to be thrown. */
  private find(
    pathInfo: string | null,
    method: string | null,
    options: MatchOptions,
  ): MatchedRule | HTTPException {
    const outcome = this.lookUp(pathInfo, method, options.websocket ?? this.websocket)
    if (outcome instanceof NoMatch) return withoutStack(() => answerFor(outcome))
    const queryArgs = options.queryArgs ?? this.queryArgs ?? ''
    if (outcome instanceof RequestPath) {
      return new RequestRedirect(this.makeRedirectUrl(quotePart(outcome.pathInfo, PATH_CHARS), queryArgs))
    }
    const wanted = method === null ? this.#method : method.toUpperCase()
    if (outcome instanceof RequestAliasRedirect) {
      const path = `${this.domainPart}|${rooted(pathInfo ?? this.pathInfo)}`
      const { endpoint, matchedValues } = outcome
      return new RequestRedirect(this.makeAliasRedirectUrl(path, endpoint, matchedValues, wanted, queryArgs))
    }
    const { rule, values } = outcome
    if (this.map.redirectDefaults) {
      const url = this.getDefaultRedirect(rule, wanted, values, queryArgs)
      if (url !== null) return new RequestRedirect(url)
    }
    return rule.redirectTo === null ? outcome : new RequestRedirect(this.targetOf(rule, values))
  }

  /** The URL that a rule redirects to. */
  private targetOf(rule: Rule, values: RuleValues): string {
    const { redirectTo } = rule
    const target =
      typeof redirectTo === 'function'
        ? redirectTo(this as unknown as MapAdapter, values)
        : filled(redirectTo ?? '', rule, values)
    const host = this.subdomain ? `${this.subdomain}.${this.serverName}` : this.serverName
    return resolveUri(`${this.urlScheme || 'http'}://${host}${this.scriptName}`, target)
  }

  private partialBuild(
    endpoint: unknown,
    values: RuleValues,
    method: string | null,
    appendUnknown: boolean,
  ): BuiltUrl | null {
    const usual = method === null ? this.partialBuild(endpoint, values, this.#method, appendUnknown) : null
    if (usual !== null) return usual
    let first: BuiltUrl | null = null
    for (const rule of this.map.rulesFor(endpoint)) {
      if (!rule.suitableFor(values, method)) continue
      const built = rule.build(values, appendUnknown)
      if (built === null) continue
      const url = { domain: built[0], path: built[1], websocket: rule.websocket }
      if (!this.map.hostMatching || url.domain === this.serverName) return url
      first ??= url
    }
    return first
  }
}

interface BuiltUrl {
  readonly domain: string
  readonly path: string
  readonly websocket: boolean
}

/** A path with one slash at its beginning, or an empty one. */
function rooted(path: string): string {
  if (path === '' || (path.charCodeAt(0) === 0x2f && path.charCodeAt(1) !== 0x2f)) return path
  return `/${path.replace(/^\/+/, '')}`
}

function answerFor(outcome: NoMatch): HTTPException {
  if (outcome.haveMatchFor.size > 0) return new MethodNotAllowed(outcome.haveMatchFor)
  return outcome.websocketMismatch ? new WebsocketMismatch() : new NotFound()
}

function view<Routes extends Route, Result>(
  views: ViewFunction<Routes, Result> | Views<Routes, Result>,
  { rule, values }: MatchedRule,
): Result {
  if (typeof views === 'function')
    return (views as unknown as (endpoint: unknown, values: RuleValues) => Result)(rule.endpoint, values)
  const all = views as unknown as Readonly<Record<string, (values: RuleValues) => Result>>
  const name = String(rule.endpoint)
  const one = Object.hasOwn(all, name) ? all[name] : undefined
  if (one === undefined)
    throw new RangeError(`Expected a view for the endpoint ${JSON.stringify(name)}, got none`)
  return one(values)
}

/** @throws the error, when it is no answer */
function givenIfAnswer(error: unknown): HTTPException {
  if (error instanceof HTTPException) return error
  throw error
}

function valuesOf(given: BuildInput | null): RuleValues {
  if (given === null) return {}
  const entries: readonly (readonly [string, unknown])[] =
    given instanceof ReadonlyMultiDict
      ? Array.from(given.keys(), (name) => {
          const all = given.getlist(name)
          return [name, all.length === 1 ? all[0] : all] as const
        })
      : Object.entries(given)
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined))
}

function filled(target: string, rule: Rule, values: RuleValues): string {
  return target.replaceAll(/<([^>]+)>/g, (_, name: string) => {
    const variable = rule.variables.find((one) => one.name === name)
    if (variable) return variable.converter.toUrl(values[name])
    throw new RangeError(
      `Expected a variable of the rule ${rule.rule} in ${JSON.stringify(target)}, got ${name}`,
    )
  })
}
