import { play } from '../../net/probe.ts'
import type { Probe } from '../../net/probe.ts'
import { describeOutcome } from '../http/outcome.ts'
import type { Target } from '../../target.ts'
import type { ServiceCase } from './service-case.ts'

/** A case on which the levels differ: what each answered, normalised. */
export interface LevelDifference {
  readonly case: ServiceCase
  readonly answers: readonly { readonly target: string; readonly answer: string }[]
}

/**
 * Sends each case to all targets and gives those on which they do not answer alike. Fields are folded by name and sorted,
 * Date is left out and the clock normalised; everything else, also the end of the connection, must be the same.
 *
 * @param onCase is told of each case that was compared
 */
export async function compareLevels(
  cases: readonly ServiceCase[],
  targets: readonly Target[],
  options: {
    readonly parallel?: number
    readonly slow?: number
    readonly onCase?: (id: string) => void
  } = {},
): Promise<LevelDifference[]> {
  const { parallel = 8, slow = 1, onCase } = options
  const differences: LevelDifference[] = []
  const queue = [...cases]
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { send, methods } = next
      const answers = await Promise.all(
        targets.map(async ({ name, address }) => ({
          target: name,
          answer: normalise(await play(address!, send, { methods, slow })),
        })),
      )
      if (answers.some(({ answer }) => answer !== answers[0]!.answer))
        differences.push({ case: next, answers })
      onCase?.(next.id)
    }
  }
  await Promise.all(Array.from({ length: parallel }, work))
  return differences.toSorted((a, b) => (a.case.id < b.case.id ? -1 : 1))
}

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
    const names = [...new Set(headers.map(([name]) => name))].filter((name) => name !== 'date').toSorted()
    const fields = names.map(
      (name) => `${name}: ${headers.flatMap(([key, value]) => (key === name ? [value] : [])).join(', ')}\n`,
    )
    const before = interim.map((code) => `${code}\n`).join('')
    return `${before}${version} ${status} ${reason}\n${fields.join('')}\n${body.replace(CLOCK, '{time}')}\n`
  })
  return `${replies.join('')}(${describeOutcome(probe)})`
}
