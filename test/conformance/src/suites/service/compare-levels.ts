import { play } from '../../net/probe.ts'
import type { Probe } from '../../net/probe.ts'
import { describeOutcome } from '../http/outcome.ts'
import type { Target } from '../../target.ts'
import { callApplication } from './call-application.ts'
import type { ServiceCase } from './service-case.ts'

/** A case on which the levels differ: what each answered, normalised. */
export interface LevelDifference {
  readonly case: ServiceCase
  readonly answers: readonly LevelAnswer[]
}

/** What one level answered. */
export interface LevelAnswer {
  readonly target: string
  /** As {@link normalise} gives it; `undefined` for a case that no application in process sees. */
  readonly answer: string | undefined
}

/** How levels are compared. */
export interface CompareOptions {
  /** Cases at a time. Default 8. */
  readonly parallel?: number
  /** Milliseconds to wait for an answer. Default 1500. */
  readonly timeout?: number
  /** The factor of all times. Default 1. */
  readonly slow?: number
  /** Is told of each case that was compared, and of what the levels answered. */
  readonly onCase?: (testCase: ServiceCase, answers: readonly LevelAnswer[]) => void
  readonly signal?: AbortSignal
}

/**
 * Sends each case to all targets and gives those on which they do not answer alike, in the order of their ids. Fields are
 * folded by name and sorted, Date and Server are left out and the clock is normalised; everything else, also the end of
 * the connection, must be the same. Targets are all servers, or all in process: a server adds fields of its own.
 *
 * @example
 * import { inProcessTarget } from '@triptych/conformance'
 * const app = (environ, startResponse) => (startResponse('200 OK', []), [])
 * const send = ['GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n']
 * const one = { id: 'service.a.b', group: 'a', title: '', ref: '', level: 'must', send, answers: [[{ status: 200 }]], connection: 'close' }
 * assert.deepEqual(await compareLevels([one], [inProcessTarget('a', app), inProcessTarget('b', app)]), [])
 */
export async function compareLevels(
  cases: readonly ServiceCase[],
  targets: readonly Target[],
  options: CompareOptions = {},
): Promise<LevelDifference[]> {
  const { parallel = 8, onCase, signal } = options
  const differences: LevelDifference[] = []
  const queue = [...cases]
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (signal?.aborted) return
      const testCase = next
      const answers = await Promise.all(targets.map((target) => answerOf(testCase, target, options)))
      if (new Set(answers.map(({ answer }) => answer)).size > 1) differences.push({ case: testCase, answers })
      onCase?.(testCase, answers)
    }
  }
  await Promise.all(Array.from({ length: parallel }, work))
  return differences.toSorted((a, b) => (a.case.id < b.case.id ? -1 : 1))
}

async function answerOf(
  testCase: ServiceCase,
  { name, address, application }: Target,
  { timeout = 1500, slow = 1, signal }: CompareOptions,
): Promise<LevelAnswer> {
  const { send, methods } = testCase
  const probe =
    application === undefined
      ? await play(address!, send, { methods, timeout, slow, signal })
      : await callApplication(application, testCase)
  return { target: name, answer: probe && normalise(probe) }
}

/** Written by whoever sends the answer, not by the level. */
const OF_THE_SERVER: ReadonlySet<string> = new Set(['date', 'server'])
const CLOCK = /[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}/g

/**
 * What came, without what may differ between two answers that are the same.
 *
 * @example
 * const reply = { version: 'HTTP/1.1', status: 200, reason: 'OK', headers: [['date', 'x'], ['b', '1'], ['a', '2']], body: 'hi', framing: 'close', trailers: [], cut: false, interim: [] }
 * const probe = { replies: [reply], interim: [], junk: '', received: 'x', sent: '', end: 'closed', ms: 1 }
 * assert.equal(normalise(probe), 'HTTP/1.1 200 OK\na: 2\nb: 1\n\nhi\n(200 closed)')
 */
export function normalise(probe: Probe): string {
  const replies = probe.replies.map(({ version, status, reason, headers, body, interim }) => {
    const names = [...new Set(headers.map(([name]) => name))]
      .filter((name) => !OF_THE_SERVER.has(name))
      .toSorted()
    const fields = names.map(
      (name) => `${name}: ${headers.flatMap(([key, value]) => (key === name ? [value] : [])).join(', ')}\n`,
    )
    const before = interim.map((code) => `${code}\n`).join('')
    return `${before}${version} ${status} ${reason}\n${fields.join('')}\n${body.replace(CLOCK, '{time}')}\n`
  })
  return `${replies.join('')}(${describeOutcome(probe)})`
}
