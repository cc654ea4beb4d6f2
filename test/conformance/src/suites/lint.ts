import type { ApplicationLike } from '@triptych/raw'
import type { RunContext, Suite } from '../suite.ts'
import { TargetError } from '../target.ts'
import { loadProgram } from '../target/in-process-target.ts'
import { loadRaw } from '../target/load-raw.ts'
import { exchangeOfFinding, findBrokenRules } from './lint/find-broken-rules.ts'
import type { Findings } from './lint/find-broken-rules.ts'
import { lintCases } from './lint/lint-case.ts'
import type { LintCase } from './lint/lint-case.ts'

/** So many findings of one rule are shown. */
const MOST_SHOWN = 5

/**
 * The contract's validator around an application while the service's cases run, and the gateway's where the echo
 * application answers. Each of its rules is a case: what the application answers is the business of the other suites.
 */
export const lintSuite: Suite<LintCase> = {
  name: 'lint',
  title: "the contract's validator around an application while the other cases run",
  cases: async () => lintCases((await loadRaw()).validate),
  async prepare(context) {
    const { application, program, at } = context.target
    const linted = application ?? (program === undefined ? undefined : await loadProgram(program))
    if (linted === undefined) {
      throw new TargetError(`Expected an application (--app FILE) to put the validator around, got ${at}`)
    }
    const findings = await findBrokenRules(linted as ApplicationLike, context)
    found.set(context, findings)
    return async () => {}
  },
  async run({ rule }, context) {
    const { broken, requests } = found.get(context) ?? NOTHING
    const findings = broken.get(rule) ?? []
    const shown = [...new Map(findings.map((finding) => [finding.message, finding])).values()]
    return {
      verdict: findings.length > 0 ? 'fail' : 'pass',
      outcome: findings.length > 0 ? `broken ${findings.length} times` : `kept in ${requests} requests`,
      expected: 'no finding of the validator',
      notes: shown
        .slice(0, MOST_SHOWN)
        .map(({ request, message }) => (request === '' ? message : `${request}: ${message}`)),
      exchanges: shown.slice(0, MOST_SHOWN).map(exchangeOfFinding),
    }
  },
}

const NOTHING: Findings = { broken: new Map(), requests: 0 }

/** What was found, by run. */
const found = new WeakMap<RunContext, Findings>()
