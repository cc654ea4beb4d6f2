import { play, exchangeOf } from '../../net/probe.ts'
import type { Probe } from '../../net/probe.ts'
import type { Judgement } from '../../result.ts'
import type { RunContext } from '../../suite.ts'
import { TargetError } from '../../target.ts'
import { brokenConditions } from './conditions.ts'
import type { Expectation, HttpCase } from './http-case.ts'
import { describeOutcome, isOutcome } from './outcome.ts'

/**
 * Plays a case on a connection of its own and judges what came.
 *
 * @param hasApp whether the echo application answers: without it cases that need it are `n/a`, and nothing is said of
 * what an application saw
 * @throws TargetError when the server cannot be reached
 */
export async function runHttpCase(
  testCase: HttpCase,
  context: RunContext,
  hasApp: boolean,
): Promise<Judgement> {
  const { send, methods, needs, reading, expect, then } = testCase
  const expected = [...expect.ok, ...(expect.warn ?? []).map((token) => `(${token})`)].join(' or ')
  if (needs !== undefined && !hasApp) {
    const notes = [
      needs === 'app'
        ? 'Needs the echo application behind the server: run the suite gateway'
        : 'Needs an application that reads the body of the request: run the suite gateway',
    ]
    return { verdict: 'n/a', outcome: 'not asked', expected, notes, exchanges: [] }
  }
  const { target, timeout, slow, maxBytes, signal } = context
  const { address } = target
  if (address === undefined) throw new TargetError(`Expected a server that listens, got ${target.at}`)
  const answers = expect.when2xx?.responses
  const options = { methods, timeout, slow, maxBytes, signal, answers, paused: reading === 'paused' }
  const probe = await play(address, send, options)
  const exchanges = [exchangeOf(probe)]
  const first = judge(expect, probe, hasApp)
  const base = { outcome: describeOutcome(probe), expected }
  if (first.verdict === 'fail' || then === undefined) return { ...base, ...first, exchanges }
  const deadline = performance.now() + then.within * slow
  for (;;) {
    const later = await play(address, then.send, { timeout, slow, maxBytes, signal })
    const second = judge(then.expect, later, hasApp)
    if (second.verdict === 'fail' && performance.now() < deadline && !signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, 50 * slow))
      continue
    }
    const notes =
      second.notes.length > 0 || second.verdict !== 'fail'
        ? second.notes
        : [`Afterwards got ${describeOutcome(later)}`]
    const verdict = second.verdict === 'pass' ? first.verdict : second.verdict
    return { ...base, verdict, notes, exchanges: [...exchanges, exchangeOf(later, 'afterwards')] }
  }
}

function judge(expect: Expectation, probe: Probe, hasApp: boolean): Pick<Judgement, 'verdict' | 'notes'> {
  const isGood = expect.ok.some((token) => isOutcome(token, probe))
  if (!isGood && !(expect.warn ?? []).some((token) => isOutcome(token, probe)))
    return { verdict: 'fail', notes: [] }
  const [reply] = probe.replies
  const status = reply?.status ?? 0
  const accepted = status > 0 && status < 400
  const notes = accepted && expect.when2xx ? brokenConditions(expect.when2xx, probe, hasApp) : []
  if (accepted && probe.junk !== '') {
    notes.push(`Expected answers and nothing else, got also ${JSON.stringify(probe.junk.slice(0, 100))}`)
  }
  const forbidden = expect.anyStatus?.bodyNotMatch
  if (forbidden !== undefined && new RegExp(forbidden).test(reply?.body ?? '')) {
    notes.push(`Expected a body without ${forbidden}, got ${JSON.stringify(reply?.body.slice(0, 200))}`)
  }
  return { verdict: notes.length > 0 ? 'fail' : isGood ? 'pass' : 'tolerated', notes }
}
