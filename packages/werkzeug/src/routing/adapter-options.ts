import type { ReadonlyMultiDict } from '../datastructures/readonly-multi-dict.ts'
import type { AnyMap } from './any-map.ts'
import type { StateMachineMatcher } from './matcher.ts'
import type { Match, Route, ViewValues } from './route-types.ts'
import type { Rule } from './rule.ts'
import type { RuleValues } from './rule-options.ts'

/** A query: its text, or names and values. */
export type QueryArgs = string | RuleValues | ReadonlyMultiDict<unknown>

/** A map with what adapters need of it. */
export interface AdaptedMap extends AnyMap {
  readonly matcher: StateMachineMatcher
  rulesFor(endpoint: unknown): readonly Rule[]
  rulesWithDefaults(endpoint: unknown): readonly Rule[]
}

/** What an adapter is bound to. */
export interface Binding {
  readonly serverName: string
  readonly scriptName: string
  readonly subdomain: string | null
  readonly urlScheme: string
  readonly pathInfo: string
  /** As it was given. */
  readonly defaultMethod: string
  /** As rules are asked for it. */
  readonly method: string
  readonly queryArgs: QueryArgs | null
}

/** How a path is matched. */
export interface MatchOptions {
  /** Goes along with redirects; default: what the adapter is bound to. */
  readonly queryArgs?: QueryArgs | null
  /** Whether it is for a WebSocket; default: by the scheme. */
  readonly websocket?: boolean | null
}

/** How a URL is built. */
export interface BuildOptions {
  /** The rule has to take this method. */
  readonly method?: string | null
  /** With scheme and host, even when they are the request's. */
  readonly forceExternal?: boolean
  /** Put values that no variable takes into the query; on by default. */
  readonly appendUnknown?: boolean
  /** The scheme; the adapter's by default, none when it is empty. */
  readonly urlScheme?: string | null
}

/** Values to build from. */
export type BuildInput = RuleValues | ReadonlyMultiDict<unknown>

/** Whether a rule of an endpoint needs no values. */
type NeedsNone<Values> = Values extends Values ? (Partial<Values> extends Values ? true : false) : never

/** Values may be left out for an endpoint that needs none. */
export type BuildArguments<Values> =
  true extends NeedsNone<Values>
    ? [values?: Values | ReadonlyMultiDict<unknown> | null, options?: BuildOptions]
    : [values: Values | ReadonlyMultiDict<unknown>, options?: BuildOptions]

/** A function for all endpoints. */
export type ViewFunction<Routes extends Route, Result> = (...match: Match<Routes>) => Result
/** A function for each endpoint. */
export type Views<Routes extends Route, Result> = {
  readonly [Endpoint in keyof ViewValues<Routes>]: (values: ViewValues<Routes>[Endpoint]) => Result
}
