import type { CaseInfo } from '../../case.ts'
import type { Raw } from '../../target/load-raw.ts'

/** A rule of the gateway's contract: what the validator says of it while the other cases run. */
export interface LintCase extends CaseInfo {
  /** The validator's id, as in SPEC.md: `H007`. */
  readonly rule: string
  /** Who can break it. */
  readonly side: 'application' | 'server'
}

/**
 * The validator's rules as cases: `lint.headers.h007`. An error is a rule that must hold, a warning one that should.
 *
 * @example
 * import * as validate from '@triptych/raw/validate'
 * const [first] = lintCases(validate)
 * assert.deepEqual([first.id, first.level], ['lint.call.a001', 'must'])
 */
export function lintCases({ SECTIONS }: Pick<Raw['validate'], 'SECTIONS'>): LintCase[] {
  return SECTIONS.flatMap(({ title, rules }) => {
    const group = groupOf(title)
    return rules.map(({ id, side, severity, reference, prose, advice }) => ({
      id: `lint.${group}.${id.toLowerCase()}`,
      group,
      title: firstSentence(prose),
      ref: reference,
      level: severity === 'error' ? ('must' as const) : ('should' as const),
      why: `${prose} ${advice}.`,
      rule: id,
      side,
      // What serves the application here is a server that keeps them.
      ...(side === 'server' && { guard: true }),
    }))
  })
}

/** `The error stream` becomes `error-stream`, `startResponse` `start-response`. */
function groupOf(title: string): string {
  return title
    .replace(/^The /, '')
    .replace(/(?<=[a-z])[A-Z]/g, ' $&')
    .toLowerCase()
    .replaceAll(' ', '-')
}

function firstSentence(prose: string): string {
  return /^(.*?[a-z)])[.:;](?: |$)/.exec(prose)?.[1] ?? prose.replace(/\.$/, '')
}
