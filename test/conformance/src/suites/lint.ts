import type { Suite } from '../suite.ts'
import { TargetError } from '../target.ts'
import { serviceSuite } from './service.ts'
import type { ServiceCase } from './service/service-case.ts'

/** How long a finding may take from the server's process to here. */
const LOG_DELAY = 30
/** `@triptych/raw` writes a broken rule so: `ValidationError: H007: sentence` or `warning H007: sentence`. */
const FINDING = /\b(?:ValidationError|ValidationWarning|warning)\b[^\n]*?\b([A-Z]\d{3}): ([^\n]+)/g

/**
 * The contract's validator around an application while the service's cases run. A case passes when the validator says
 * nothing about it; what the application answers is the suite `service`'s business. The cases run one at a time, since the
 * findings come on the server's standard error.
 */
export const lintSuite: Suite<ServiceCase> = {
  name: 'lint',
  title: "the contract's validator around an application while the service's cases run",
  async cases() {
    const cases = await serviceSuite.cases()
    return cases
      .filter(({ group }) => group === 'table')
      .map((one) => ({
        ...one,
        id: one.id.replace(/^service\./, 'lint.'),
        title: `no rule is broken by ${one.title}`,
        ref: 'PEP 3333',
        timing: true,
      }))
  },
  async prepare({ target }) {
    if (target.log === undefined) {
      throw new TargetError(
        'Expected an application (--app FILE) that can be served with the validator, got a URL',
      )
    }
    return async () => {}
  },
  async run(testCase, context) {
    const log = context.target.log!
    const before = log().length
    const { outcome, exchanges } = await serviceSuite.run(testCase, context)
    await new Promise((resolve) => setTimeout(resolve, LOG_DELAY * context.slow))
    const notes = [...log().slice(before).matchAll(FINDING)].map(
      ([, rule, sentence]) => `${rule}: ${sentence}`,
    )
    return {
      verdict: notes.length > 0 ? 'fail' : 'pass',
      outcome: notes.length > 0 ? `${notes.length} findings` : outcome,
      expected: 'no finding of the validator',
      notes: [...new Set(notes)],
      exchanges,
    }
  },
}
