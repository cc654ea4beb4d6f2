/**
 * The validator: the gateway contract as numbered rules, checked around any application. SPEC.md is made from them.
 *
 * @module
 */
export { validator } from './validator.ts'
export type { ValidatorOptions } from './validator.ts'
export { ValidationError } from './validation-error.ts'
export type { OnWarning } from './reporter.ts'
export { RULES, SECTIONS } from './rules.ts'
export type { Rule, RuleText, Section, Severity, Side } from './rule.ts'
