import { loadCases } from '../load-cases.ts'
import { exchangeOf, play } from '../net/probe.ts'
import type { Suite } from '../suite.ts'
import { TargetError } from '../target.ts'
import { describeOutcome } from './http/outcome.ts'
import { describeAnswer, judgeAnswers } from './service/judge-answers.ts'
import type { ServiceCase } from './service/service-case.ts'

/** The time service at any URL: 200 with the time for GET / on host 127.0.0.1, 404 elsewhere, 501 for other methods. */
export const serviceSuite: Suite<ServiceCase> = {
  name: 'service',
  title: 'the time service: method, host, path and framing, each with its answer',
  cases: () => loadCases<ServiceCase>('service'),
  async run({ send, methods, answers, connection }, { target, timeout, slow, maxBytes, signal }) {
    const { address } = target
    if (address === undefined) throw new TargetError(`Expected a server that listens, got ${target.at}`)
    const probe = await play(address, send, { methods, timeout, slow, maxBytes, signal })
    const expected = answers.map((list) => list.map(describeAnswer).join(', ') || 'no answer').join(' or ')
    const { verdict, notes } = judgeAnswers(answers, connection, probe)
    return { verdict, outcome: describeOutcome(probe), expected, notes, exchanges: [exchangeOf(probe)] }
  },
}
