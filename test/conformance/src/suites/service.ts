import { loadCases } from '../load-cases.ts'
import { exchangeOf, play } from '../net/probe.ts'
import type { Probe } from '../net/probe.ts'
import type { RunContext, Suite } from '../suite.ts'
import { TargetError } from '../target.ts'
import { describeOutcome } from './http/outcome.ts'
import { callApplication } from './service/call-application.ts'
import { describeAnswer, judgeAnswers } from './service/judge-answers.ts'
import type { ServiceCase } from './service/service-case.ts'

/** The time service at any URL, or in process: 200 with the time for GET / on host 127.0.0.1, 404 elsewhere, 501 for other methods. */
export const serviceSuite: Suite<ServiceCase> = {
  name: 'service',
  title: 'the time service: method, host, path and framing, each with its answer',
  cases: () => loadCases<ServiceCase>('service'),
  async run(testCase, context) {
    const { answers, connection } = testCase
    const expected = answers.map((list) => list.map(describeAnswer).join(', ') || 'no answer').join(' or ')
    const probe = await ask(testCase, context)
    if (probe === undefined) {
      const notes = ['No application sees this request: ask a server']
      return { verdict: 'n/a', outcome: 'not asked', expected, notes, exchanges: [] }
    }
    const isServed = context.target.application === undefined
    const { verdict, notes } = judgeAnswers(answers, isServed ? connection : undefined, probe)
    return { verdict, outcome: describeOutcome(probe), expected, notes, exchanges: [exchangeOf(probe)] }
  },
}

async function ask(testCase: ServiceCase, context: RunContext): Promise<Probe | undefined> {
  const { target, timeout, slow, maxBytes, signal } = context
  const { address, application } = target
  if (application !== undefined) return callApplication(application, testCase)
  if (address === undefined) throw new TargetError(`Expected a server that listens, got ${target.at}`)
  const { send, methods, answers } = testCase
  return play(address, send, {
    methods,
    timeout,
    slow,
    maxBytes,
    signal,
    answers: Math.min(...answers.map(({ length }) => length)),
  })
}
