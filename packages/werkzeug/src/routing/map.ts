import { decodeUtf8 } from '@triptych/raw/http'
import type { Environ } from '@triptych/raw'
import { BadHost } from '../exceptions/client-errors.ts'
import { idnaEncode } from '../urls/idna.ts'
import { getHost } from '../wsgi/get-host.ts'
import type { AnyMap, ConverterClasses } from './any-map.ts'
import { DEFAULT_CONVERTERS } from './default-converters.ts'
import type { DefaultConverters } from './default-converters.ts'
import { MapAdapter } from './map-adapter.ts'
import type { QueryArgs } from './adapter-options.ts'
import { StateMachineMatcher } from './matcher.ts'
import type { RuleFactory } from './rule-factory.ts'
import type { MapRoutes } from './route-types.ts'
import type { Rule } from './rule.ts'

/** How a map works. */
export interface MapOptions<Converters extends ConverterClasses = ConverterClasses> {
  /** The subdomain of rules that name none; empty by default. */
  readonly defaultSubdomain?: string
  /** Redirect a path to the one with a slash at its end, when there is a rule for that; on by default. */
  readonly strictSlashes?: boolean
  /** Redirect a path with several slashes side by side to the one with single ones; on by default. */
  readonly mergeSlashes?: boolean
  /** Redirect to the rule that has the values as defaults; on by default. */
  readonly redirectDefaults?: boolean
  /** Converters of one's own, which also replace those that every map has. */
  readonly converters?: Converters
  /** Sort the query of URLs that are built. */
  readonly sortParameters?: boolean
  /** By what it is sorted; default: name and value. */
  readonly sortKey?: ((item: readonly [name: string, value: unknown]) => unknown) | null
  /** Rules are about hosts instead of subdomains. */
  readonly hostMatching?: boolean
}

/** What a map is bound to, beside the server's name. */
export interface BindOptions {
  /** Where the application is mounted; `/` by default. */
  readonly scriptName?: string | null
  readonly subdomain?: string | null
  /** `http` by default; with `ws` and `wss` only rules for WebSockets match. */
  readonly urlScheme?: string
  /** GET by default. */
  readonly defaultMethod?: string
  /** The path that is matched when none is given. */
  readonly pathInfo?: string | null
  /** Goes along with redirects. */
  readonly queryArgs?: QueryArgs | null
}

/**
 * The rules of an application. The compiler knows the endpoints and values of rules that are given to the constructor.
 * Python: `werkzeug.routing.Map`.
 *
 * @example
 * import { Rule } from '@triptych/werkzeug/routing'
 * const map = new Map([
 *   new Rule('/', { endpoint: 'index' }),
 *   new Rule('/archive/<int:year>/', { endpoint: 'archive' }),
 * ])
 * const urls = map.bind('example.com')
 * assert.deepEqual(urls.match('/archive/2026/'), ['archive', { year: 2026 }])
 * assert.throws(() => urls.match('/archive/2026'), { newUrl: 'http://example.com/archive/2026/' })
 * assert.equal(urls.build('archive', { year: 2026 }), '/archive/2026/')
 */
export class Map<
  Factory extends RuleFactory = never,
  const Converters extends ConverterClasses = ConverterClasses,
> implements AnyMap {
  /** What every map has: {@link DEFAULT_CONVERTERS}. */
  static readonly defaultConverters: DefaultConverters = DEFAULT_CONVERTERS

  readonly defaultSubdomain: string
  readonly strictSlashes: boolean
  readonly redirectDefaults: boolean
  readonly hostMatching: boolean
  readonly sortParameters: boolean
  readonly sortKey: ((item: readonly [name: string, value: unknown]) => unknown) | null
  /** All converters by name. */
  readonly converters: ConverterClasses

  readonly #matcher: StateMachineMatcher
  readonly #byEndpoint: globalThis.Map<unknown, Rule[]> = new globalThis.Map()
  /** The rules of an endpoint that have defaults. */
  readonly #withDefaults: globalThis.Map<unknown, readonly Rule[]> = new globalThis.Map()
  #isSorted = true
  #hasWarned = false

  /** @throws what rules throw that can't be compiled */
  constructor(rules: Iterable<Factory> = [], options: MapOptions<Converters> = {}) {
    this.#matcher = new StateMachineMatcher(options.mergeSlashes ?? true)
    this.defaultSubdomain = options.defaultSubdomain ?? ''
    this.strictSlashes = options.strictSlashes ?? true
    this.redirectDefaults = options.redirectDefaults ?? true
    this.hostMatching = options.hostMatching ?? false
    this.sortParameters = options.sortParameters ?? false
    this.sortKey = options.sortKey ?? null
    const { defaultConverters } = this.constructor as typeof Map
    this.converters = { ...defaultConverters, ...options.converters }
    for (const factory of rules) this.add(factory)
  }

  /** Whether paths with several slashes side by side are redirected. */
  get mergeSlashes(): boolean {
    return this.#matcher.mergeSlashes
  }

  set mergeSlashes(merge: boolean) {
    this.#matcher.mergeSlashes = merge
  }

  /** What finds the rule for a path. */
  get matcher(): StateMachineMatcher {
    this.update()
    return this.#matcher
  }

  /**
   * Adds a rule, or those of a factory. The compiler does not know of them: give rules to the constructor for that.
   *
   * @throws Error for a rule that belongs to a map already, and what rules throw that can't be compiled
   */
  add(factory: RuleFactory): void {
    for (const rule of factory.getRules(this)) {
      rule.bind(this)
      if (!rule.buildOnly) this.#matcher.add(rule)
      const rules = this.#byEndpoint.get(rule.endpoint)
      if (rules) rules.push(rule)
      else this.#byEndpoint.set(rule.endpoint, [rule])
      this.#isSorted = false
    }
  }

  /** Whether a rule of the endpoint has all these variables or defaults. */
  isEndpointExpecting(endpoint: unknown, ...names: readonly string[]): boolean {
    return this.rulesOf(endpoint).some((rule) => names.every((name) => rule.arguments.has(name)))
  }

  /**
   * The rules, or those of an endpoint, as they are tried for building.
   *
   * @throws RangeError for an endpoint without rules
   */
  *iterRules(endpoint: unknown = null): Iterable<Rule> {
    this.update()
    if (endpoint === null) for (const rules of this.#byEndpoint.values()) yield* rules
    else yield* this.rulesOf(endpoint)
  }

  /** The rules of an endpoint, none when there are none. */
  rulesFor(endpoint: unknown): readonly Rule[] {
    this.update()
    return this.#byEndpoint.get(endpoint) ?? []
  }

  /** Those of them that have defaults. */
  rulesWithDefaults(endpoint: unknown): readonly Rule[] {
    this.update()
    return this.#withDefaults.get(endpoint) ?? []
  }

  private rulesOf(endpoint: unknown): readonly Rule[] {
    const rules = this.rulesFor(endpoint)
    if (rules.length > 0) return rules
    throw new RangeError(`Expected an endpoint of the map, got ${String(endpoint)}`)
  }

  /** Brings the rules into the order in which they are tried; happens by itself. */
  update(): void {
    if (this.#isSorted) return
    this.#matcher.update()
    for (const [endpoint, rules] of this.#byEndpoint) {
      if (rules.length > 1) rules.sort(compareForBuilding)
      for (const [order, rule] of rules.entries()) rule.buildOrder = order
      const withDefaults = rules.filter(({ defaults }) => defaults !== null)
      if (withDefaults.length > 0) this.#withDefaults.set(endpoint, withDefaults)
    }
    this.#isSorted = true
  }

  /**
   * Binds the map to a server, for matching and building.
   *
   * @param serverName host name, with port if it is not the scheme's own
   * @throws BadHost (400) for a name that is none, Error for a subdomain while hosts are matched
   */
  bind(serverName: string, options: BindOptions = {}): MapAdapter<MapRoutes<Factory, Converters>> {
    const method = (options.defaultMethod ?? 'GET').toUpperCase()
    return this.adapter(serverName, options, options.defaultMethod ?? 'GET', method)
  }

  private adapter(
    serverName: string,
    options: BindOptions,
    defaultMethod: string,
    method: string,
  ): MapAdapter<MapRoutes<Factory, Converters>> {
    let subdomain = options.subdomain ?? null
    if (this.hostMatching) {
      if (subdomain !== null)
        throw new Error(`Expected no subdomain while hosts are matched, got ${subdomain}`)
    } else subdomain ??= this.defaultSubdomain
    return new MapAdapter<MapRoutes<Factory, Converters>>(this, {
      serverName: asciiName(serverName.toLowerCase()),
      scriptName: options.scriptName ?? '/',
      subdomain,
      urlScheme: options.urlScheme ?? 'http',
      pathInfo: options.pathInfo ?? '/',
      defaultMethod,
      method,
      queryArgs: options.queryArgs ?? null,
    })
  }

  /**
   * Binds the map to a request: its host, path, method and query. With a server name, what its host has in front of that
   * is the subdomain; a host that does not end in it has the subdomain `<invalid>`, for which there is no rule.
   *
   * @throws BadHost (400) for a host that is none
   */
  bindToEnviron(
    environOrRequest: Environ | { readonly environ: Environ },
    options: { readonly serverName?: string | null; readonly subdomain?: string | null } = {},
  ): MapAdapter<MapRoutes<Factory, Converters>> {
    const environ: Environ =
      'environ' in environOrRequest ? (environOrRequest as { environ: Environ }).environ : environOrRequest
    const host = getHost(environ).toLowerCase()
    const scheme = schemeOf(environ)
    const serverName = options.serverName ? withoutPort(options.serverName.toLowerCase(), scheme) : host
    let subdomain = options.subdomain ?? null
    if (subdomain === null && !this.hostMatching) {
      subdomain = serverName === host ? '' : this.subdomainOf(host, serverName, environ)
    }
    const { SCRIPT_NAME: script, PATH_INFO: path, QUERY_STRING: query, REQUEST_METHOD: method } = environ
    const bound = {
      scriptName: script === undefined ? null : decodeUtf8(script),
      subdomain,
      urlScheme: scheme,
      pathInfo: path === undefined ? null : decodeUtf8(path),
      queryArgs: query === undefined ? null : decodeUtf8(query),
    }
    // Methods are case-sensitive (RFC 9110 section 9.1): what a client sends stays as it is.
    return this.adapter(serverName, bound, method, method)
  }

  private subdomainOf(host: string, serverName: string, environ: Environ): string {
    if (host.endsWith(`.${serverName}`)) {
      return host
        .slice(0, -serverName.length - 1)
        .split('.')
        .filter((label) => label !== '')
        .join('.')
    }
    if (!this.#hasWarned) {
      this.#hasWarned = true
      environ['wsgi.errors'].write(
        `The server name ${JSON.stringify(host)} of a request is not the configured ${JSON.stringify(serverName)}, nor below it: not found\n`,
      )
    }
    return '<invalid>'
  }

  /** The rules, one a line. */
  toString(): string {
    return Array.from(this.iterRules(), (rule) => `${rule.toString()} -> ${String(rule.endpoint)}`).join('\n')
  }
}

function compareForBuilding(one: Rule, other: Rule): number {
  const [a, b] = [one.buildCompareKey(), other.buildCompareKey()]
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
}

const PLAIN_NAME: RegExp = /^[a-z0-9.-]{1,63}(?::[0-9]*)?$/

/** The name without its port in ASCII. */
function asciiName(name: string): string {
  if (PLAIN_NAME.test(name) && !name.includes('..')) return name
  const colon = name.indexOf(':')
  const host = colon < 0 ? name : name.slice(0, colon)
  try {
    return idnaEncode(host) + name.slice(host.length)
  } catch (error) {
    throw new BadHost(null, { cause: error })
  }
}

/** `ws` and `wss` for a request that is to become a WebSocket. */
function schemeOf(environ: Environ): string {
  const scheme = environ['wsgi.url_scheme']
  if (environ['HTTP_UPGRADE']?.toLowerCase() !== 'websocket') return scheme
  const connection = (environ['HTTP_CONNECTION'] ?? '').toLowerCase().split(',')
  if (!connection.some((token) => token.trim() === 'upgrade')) return scheme
  return scheme === 'https' ? 'wss' : 'ws'
}

/** As `getHost` does it. */
function withoutPort(name: string, scheme: string): string {
  const port = scheme === 'http' || scheme === 'ws' ? ':80' : ':443'
  return name.endsWith(port) ? name.slice(0, -port.length) : name
}
