import type { ConverterClass } from './base-converter.ts'
import type { Rule } from './rule.ts'
import type { QueryOrder } from './url-builder.ts'

/** Converters by the names under which rules use them. */
export type ConverterClasses = Readonly<Record<string, ConverterClass>>

/** A map as its rules see it, whatever they are. */
export interface AnyMap extends QueryOrder {
  readonly defaultSubdomain: string
  readonly strictSlashes: boolean
  readonly mergeSlashes: boolean
  readonly redirectDefaults: boolean
  readonly hostMatching: boolean
  readonly converters: ConverterClasses
  iterRules(endpoint?: unknown): Iterable<Rule>
}
