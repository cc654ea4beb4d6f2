import { play, exchangeOf } from '../../net/probe.ts'
import type { Judgement } from '../../result.ts'
import type { RunContext } from '../../suite.ts'
import { TargetError } from '../../target.ts'
import { brokenConditions } from './conditions.ts'
import type { HttpCase } from './http-case.ts'
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
  const { send, methods, needs, expect } = testCase
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
  const probe = await play(address, send, { methods, timeout, slow, maxBytes, signal })
  const outcome = describeOutcome(probe)
  const exchanges = [exchangeOf(probe)]
  const isGood = expect.ok.some((token) => isOutcome(token, probe))
  if (!isGood && !(expect.warn ?? []).some((token) => isOutcome(token, probe))) {
    return { verdict: 'fail', outcome, expected, notes: [], exchanges }
  }
  const status = probe.replies[0]?.status ?? 0
  const accepted = status > 0 && status < 400
  const notes = accepted && expect.when2xx ? brokenConditions(expect.when2xx, probe, hasApp) : []
  return {
    verdict: notes.length > 0 ? 'fail' : isGood ? 'pass' : 'tolerated',
    outcome,
    expected,
    notes,
    exchanges,
  }
}
