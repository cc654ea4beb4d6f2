import type { AnyMapAdapter } from './map-adapter.ts'

/** Values of the variables of a rule, by name. */
export type RuleValues = Readonly<Record<string, unknown>>

/** Where a rule redirects to: a rule's text without slash at its beginning, or a function that gives the URL. */
export type RedirectTo = string | ((adapter: AnyMapAdapter, values: RuleValues) => string)

/** What a rule is beside its text. `null` for what the map decides. */
export interface RuleOptions<
  Endpoint = unknown,
  Defaults extends RuleValues | null = RuleValues | null,
  Domain extends string = string,
> {
  /** What is found, by which URLs are built: a name, or anything else. */
  readonly endpoint?: Endpoint
  /** Values that the rule stands for without having them in its text. */
  readonly defaults?: Defaults | null
  /** The subdomain, which may have variables; default: the map's. */
  readonly subdomain?: Domain | null
  /** The host, which may have variables, for maps with host matching. */
  readonly host?: Domain | null
  /** The methods it takes, all without it; GET takes HEAD along. */
  readonly methods?: Iterable<string> | null
  /** It is never matched, only built. */
  readonly buildOnly?: boolean
  /** A path without the slash at the end of the rule is redirected to the one with it. */
  readonly strictSlashes?: boolean | null
  /** Slashes side by side count as one. */
  readonly mergeSlashes?: boolean | null
  readonly redirectTo?: RedirectTo | null
  /** Another URL of the same endpoint and variables: it is redirected to that. */
  readonly alias?: boolean
  /** It takes requests for WebSockets, and no others. */
  readonly websocket?: boolean
}
