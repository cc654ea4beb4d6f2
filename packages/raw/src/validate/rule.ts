/** Who can break a rule. */
export type Side = 'application' | 'server'

/** Breaking an `error` throws; a `warning` is reported and the response goes on. */
export type Severity = 'error' | 'warning'

/** A rule as it stands in its section. */
export interface RuleText {
  /** A letter for the section and three digits; it never changes its meaning. */
  readonly id: string
  readonly side: Side
  readonly severity: Severity
  /** Where it comes from: the section of PEP 3333 or of an RFC, or the page of the project. */
  readonly reference: string
  /** What holds, and why. */
  readonly prose: string
  /** What whoever broke it does about it; ends every message. */
  readonly advice: string
}

/** One sentence of the contract that the validator checks. SPEC.md is generated from these. */
export interface Rule extends RuleText {
  /** The title of its section. */
  readonly section: string
}

/** A part of the contract: its rules in the order in which a request meets them. */
export interface Section {
  readonly title: string
  readonly intro: string
  readonly rules: readonly RuleText[]
}

/**
 * Writes a rule down; the prose may span lines of the source.
 *
 * @example
 * const rule = defineRule('X001', 'server', 'error', 'PEP 3333', `One
 *   line.`, 'Join it')
 * assert.equal(rule.prose, 'One line.')
 */
export function defineRule(
  id: string,
  side: Side,
  severity: Severity,
  reference: string,
  prose: string,
  advice: string,
): RuleText {
  return { id, side, severity, reference, prose: prose.split(/\s+/).join(' '), advice }
}
