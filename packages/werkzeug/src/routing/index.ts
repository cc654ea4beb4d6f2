/**
 * Routing: rules with variables, matched and built from, with types that the compiler reads in their texts,
 * `werkzeug.routing`.
 *
 * @module
 */
export type { AnyMap, ConverterClasses } from './any-map.ts'
export { AnyConverter } from './any-converter.ts'
export { BaseConverter } from './base-converter.ts'
export type { ConverterClass, ConverterMap } from './base-converter.ts'
export { BuildError } from './build-error.ts'
export { parseConverterArgs } from './converter-arguments.ts'
export type { ConverterArgument, ConverterArguments } from './converter-arguments.ts'
export { DEFAULT_CONVERTERS } from './default-converters.ts'
export type { DefaultConverters } from './default-converters.ts'
export { EndpointPrefix } from './endpoint-prefix.ts'
export { FloatConverter } from './float-converter.ts'
export { IntegerConverter } from './integer-converter.ts'
export { Map } from './map.ts'
export type { BindOptions, MapOptions } from './map.ts'
export { MapAdapter } from './map-adapter.ts'
export type { AnyMapAdapter } from './map-adapter.ts'
export type {
  BuildArguments,
  BuildOptions,
  MatchOptions,
  QueryArgs,
  ViewFunction,
  Views,
} from './adapter-options.ts'
export { StateMachineMatcher } from './matcher.ts'
export type { MatchOutcome, MatchedRule } from './matcher.ts'
export { NoMatch } from './no-match.ts'
export { NumberConverter } from './number-converter.ts'
export { PathConverter } from './path-converter.ts'
export { RequestAliasRedirect } from './request-alias-redirect.ts'
export { RequestPath } from './request-path.ts'
export { RequestRedirect } from '../exceptions/request-redirect.ts'
export type {
  BuildValues,
  DefaultTypes,
  MapRoutes,
  Match,
  Route,
  RoutesOf,
  TypesOf,
  ViewValues,
} from './route-types.ts'
export { RoutingException } from './routing-exception.ts'
export { Rule } from './rule.ts'
export type { RuleVariable } from './rule.ts'
export { RuleFactory } from './rule-factory.ts'
export type { RedirectTo, RuleOptions, RuleValues } from './rule-options.ts'
export { RulePart } from './rule-part.ts'
export { RuleTemplate, RuleTemplateFactory } from './rule-template.ts'
export type { TemplateContext } from './rule-template.ts'
export { State } from './state.ts'
export type { Transition } from './state.ts'
export { Subdomain } from './subdomain.ts'
export { Submount } from './submount.ts'
export { UnicodeConverter } from './unicode-converter.ts'
export { UUIDConverter } from './uuid-converter.ts'
export { ValidationError } from './validation-error.ts'
export { WebsocketMismatch } from './websocket-mismatch.ts'
export { Weighting } from './weighting.ts'
