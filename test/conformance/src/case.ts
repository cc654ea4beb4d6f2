/** How strong the rule is that a case tests: the words of RFC 2119. */
export type Level = 'must' | 'should' | 'may'

/** All levels, the strongest first. */
export const LEVELS: readonly Level[] = ['must', 'should', 'may']

/**
 * What every case has, whatever its suite: who it is and which rule it tests. The rest of a case (what is sent, what is
 * expected) is the suite's own; FORMAT.md describes it.
 */
export interface CaseInfo {
  /** `suite.group.name` in words, never a position; stable for ever. A case that is withdrawn leaves its id unused. */
  readonly id: string
  /** The middle of the id. */
  readonly group: string
  /** What is tested, in a few words. */
  readonly title: string
  /** Where the rule stands: `RFC 9112 §7.1`, an advisory, `de facto`. */
  readonly ref: string
  readonly level: Level
  /** Why the rule is there, in our own words: what goes wrong where it is broken. */
  readonly why?: string
  /** Ids of cases without whose pass this one says nothing. */
  readonly after?: readonly string[]
  /** Other names of the same rule: ids of other suites, advisories. */
  readonly aliases?: readonly string[]
  /** The case waits for something not to happen, or for a time limit: it runs alone, its times are scaled by `--slow`. */
  readonly timing?: boolean
  /** No measured server and no mutant fails it: it guards what everybody does right. */
  readonly guard?: boolean
}
