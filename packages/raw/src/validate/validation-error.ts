import { framesOf } from './call-site.ts'
import type { CallSite } from './call-site.ts'
import type { Rule } from './rule.ts'
import { RULES } from './rules.ts'

/**
 * A rule of the contract was broken. The message names the rule, what was seen, what to do, the place in the program
 * that did it, and the rule's place in SPEC.md; `stack` begins at that place, not within the validator.
 *
 * @example
 * const error = new ValidationError('H003', 'The header name is "a b"', 'a b')
 * assert.equal(error.code, 'ERR_VALIDATION')
 * assert.equal(error.rule.section, 'Headers')
 * assert.match(error.message, /^H003: The header name is "a b"\. .*SPEC\.md#h003\)$/)
 */
export class ValidationError extends Error {
  override readonly name = 'ValidationError'
  readonly code = 'ERR_VALIDATION'
  readonly rule: Rule
  /** What was seen instead of what the rule demands. */
  readonly value: unknown

  /**
   * @param id the rule's
   * @param seen a sentence without final stop that says what was found, the value included
   * @throws RangeError when there is no such rule
   */
  constructor(id: string, seen: string, value: unknown, site?: CallSite) {
    const rule = RULES.get(id)
    if (rule === undefined) throw new RangeError(`Expected the id of a rule, got ${JSON.stringify(id)}`)
    const frames = framesOf(site)
    const at = frames.length === 0 ? '' : `called ${frames[0]!.trim()}; `
    super(`${id}: ${seen}. ${rule.advice} (${at}see @triptych/raw/SPEC.md#${id.toLowerCase()})`)
    this.rule = rule
    this.value = value
    if (frames.length > 0) this.stack = [`${this.name}: ${this.message}`, ...frames].join('\n')
  }
}
