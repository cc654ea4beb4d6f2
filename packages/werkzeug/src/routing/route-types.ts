/**
 * What the compiler reads in the text of a rule: which endpoint has which values. All of it is types; nothing is left at
 * run time.
 */
import type { BaseConverter } from './base-converter.ts'
import type { ConverterClasses } from './any-map.ts'
import type { EndpointPrefix } from './endpoint-prefix.ts'
import type { Rule } from './rule.ts'
import type { RuleValues } from './rule-options.ts'
import type { Subdomain } from './subdomain.ts'
import type { Submount } from './submount.ts'

/** An endpoint with the values that matching gives and that building takes. */
export interface Route {
  readonly endpoint: unknown
  readonly match: RuleValues
  readonly build: RuleValues
}

/** The types of the values of {@link DEFAULT_CONVERTERS}. */
export interface DefaultTypes {
  readonly default: string
  readonly string: string
  readonly any: string
  readonly path: string
  readonly int: number
  readonly float: number
  readonly uuid: string
}

/** The types of values by the names of converters: those that every map has, and a map's own. */
export type TypesOf<Converters> = string extends keyof Converters
  ? DefaultTypes
  : Omit<DefaultTypes, keyof Converters> & {
      readonly [Name in keyof Converters]: Converters[Name] extends new (
        ...args: never
      ) => BaseConverter<infer Value>
        ? Value
        : unknown
    }

/** The texts between `<` and `>`. */
type Slots<Text> = Text extends `${string}<${infer Slot}>${infer Rest}` ? Slot | Slots<Rest> : never

type NameOf<Slot> = Slot extends `${string}):${infer Name}`
  ? Name
  : Slot extends `${string}:${infer Name}`
    ? Name
    : Slot

type TypeOf<Slot, Types> = Slot extends `any(${infer Items}):${string}`
  ? ItemsOf<Items, Types>
  : Slot extends `${infer Converter}(${string}`
    ? Named<Types, Converter>
    : Slot extends `${infer Converter}:${string}`
      ? Named<Types, Converter>
      : Named<Types, 'default'>

type Named<Types, Name> = Name extends keyof Types ? Types[Name] : never

/** `a, b` as `'a' | 'b'`; in quotes there may be commas, so that is just text. */
type ItemsOf<Items extends string, Types> = Items extends `${string}${'"' | "'"}${string}`
  ? Named<Types, 'any'>
  : Named<Types, 'any'> extends string
    ? Split<Items>
    : Named<Types, 'any'>
type Split<Items extends string> = Items extends `${infer First},${infer Rest}`
  ? Trim<First> | Split<Rest>
  : Trim<Items>
type Trim<Text extends string> = Text extends ` ${infer Rest}`
  ? Trim<Rest>
  : Text extends `${infer Rest} `
    ? Trim<Rest>
    : Text

/** The values in the text of a rule. */
type ValuesIn<Text, Types> = { readonly [Slot in Slots<Text> as NameOf<Slot> & string]: TypeOf<Slot, Types> }

/** Variables and defaults together. */
type MatchedValues<Values, Defaults> = null extends Defaults
  ? Values
  : {
      readonly [Name in keyof Values | keyof Defaults]: Name extends keyof Defaults
        ? Defaults[Name]
        : Values[Name & keyof Values]
    }

/** Variables that have no default have to be there; whatever has another name goes into the query. */
type BuiltValues<Values, Defaults> = null extends Defaults
  ? Values & RuleValues
  : Omit<Values, keyof Defaults> & Partial<Defaults> & RuleValues

type RouteOf<Text, Endpoint, Defaults, Types> = string extends Text
  ? { readonly endpoint: Endpoint; readonly match: RuleValues; readonly build: RuleValues }
  : {
      readonly endpoint: Endpoint
      readonly match: MatchedValues<ValuesIn<Text, Types>, Defaults>
      readonly build: BuiltValues<ValuesIn<Text, Types>, Defaults>
    }

type Joined<Prefix extends string, Endpoint> = Prefix extends '' ? Endpoint : `${Prefix}${Endpoint & string}`
/** The outer subdomain counts. */
type Outer<Domain, Inner> = string extends Domain ? Inner : Domain
type WithDomain<Domain, Text extends string> = string extends Domain ? Text : `${Domain & string}${Text}`

/** The routes of rules and factories, one by one. */
export type RoutesOf<
  Factory,
  Types,
  Path extends string = '',
  Prefix extends string = '',
  Domain extends string = string,
> =
  Factory extends Rule<infer Text, infer Endpoint, infer Defaults, infer Own>
    ? RouteOf<WithDomain<Outer<Domain, Own>, `${Path}${Text}`>, Joined<Prefix, Endpoint>, Defaults, Types>
    : Factory extends Submount<infer Outside, infer Rules>
      ? RoutesOf<Rules, Types, `${Path}${Outside}`, Prefix, Domain>
      : Factory extends Subdomain<infer Own, infer Rules>
        ? RoutesOf<Rules, Types, Path, Prefix, Outer<Domain, Own>>
        : Factory extends EndpointPrefix<infer Outside, infer Rules>
          ? RoutesOf<Rules, Types, Path, `${Prefix}${Outside}`, Domain>
          : Route

/** The routes of a map. */
export type MapRoutes<Factory, Converters extends ConverterClasses> = [Factory] extends [never]
  ? Route
  : RoutesOf<Factory, TypesOf<Converters>>

/** What matching gives: an endpoint with its values. */
export type Match<Routes extends Route> = Routes extends Route
  ? readonly [endpoint: Routes['endpoint'], values: Routes['match']]
  : never

/** The values that building takes, for endpoints that are texts. The compiler looks one up without going through all. */
export type BuildValues<Routes extends Route> = {
  readonly [One in Routes as One['endpoint'] & string]: One['build']
}

/** The values that views get, for endpoints that are texts. */
export type ViewValues<Routes extends Route> = {
  readonly [One in Routes as One['endpoint'] & string]: One['match']
}
