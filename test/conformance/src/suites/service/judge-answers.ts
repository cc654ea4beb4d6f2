import type { Probe } from '../../net/probe.ts'
import { fieldOf } from '../../net/reply.ts'
import type { Reply } from '../../net/reply.ts'
import type { Judgement } from '../../result.ts'
import { clockLag } from './clock.ts'
import { APPLICATION_STATUSES } from './service-case.ts'
import type { ServiceAnswer, ServiceCase } from './service-case.ts'

/** An answer in a few words. */
export function describeAnswer({ status, reason, type }: ServiceAnswer): string {
  return [String(status), reason, type === undefined ? undefined : `(${type})`].filter(Boolean).join(' ')
}

/**
 * Compares what came with each of the lists of answers that are allowed; the notes are those of the nearest.
 *
 * @param connection what has to become of it; `undefined` where there is none
 */
export function judgeAnswers(
  allowed: ServiceCase['answers'],
  connection: 'keep' | 'close' | undefined,
  probe: Probe,
): Pick<Judgement, 'verdict' | 'notes'> {
  const judged = allowed.map((answers) => judgeList(answers, connection, probe))
  return (
    judged.find(({ verdict }) => verdict === 'pass') ??
    judged.find(({ verdict }) => verdict === 'tolerated') ??
    judged.toSorted((a, b) => a.notes.length - b.notes.length)[0]!
  )
}

function judgeList(
  answers: readonly ServiceAnswer[],
  connection: 'keep' | 'close' | undefined,
  probe: Probe,
): Pick<Judgement, 'verdict' | 'notes'> {
  const { replies, junk, end, ms } = probe
  const wrong: string[] = []
  const odd: string[] = []
  if (replies.length !== answers.length)
    wrong.push(`Expected ${answers.length} answers, got ${replies.length}`)
  if (junk !== '')
    wrong.push(`Expected nothing behind the answers, got ${JSON.stringify(junk.slice(0, 100))}`)
  answers.forEach((answer, index) => {
    const reply = replies[index]
    if (reply === undefined) return
    const place = answers.length > 1 ? ` in answer ${index + 1}` : ''
    compare(answer, reply, place, wrong, odd)
    if (answer.clock === undefined) return
    const lag = clockLag(reply.body, Date.now())
    if (lag !== undefined && (lag > answer.clock * 1000 + ms || lag < -1000 * answer.clock)) {
      wrong.push(`Expected the time${place}, got one that is ${Math.round(lag / 1000)} seconds old`)
    }
  })
  const isOpen = end === 'open'
  // Whoever closes a connection that could be kept is slow, not wrong; whoever refuses a request closes it.
  const isRefused = answers.some(({ status }) => !APPLICATION_STATUSES.has(status))
  if (connection === 'keep' && !isOpen && !isRefused)
    odd.push('Expected the connection to be kept, got it closed')
  if (connection === 'close' && isOpen) wrong.push('Expected the connection to be closed, got it open')
  // RFC 9112 section 9.6: the client should be told. HTTP/1.0 closes without a word.
  const last = replies.at(-1)
  if (connection === 'close' && !isOpen && last?.version === 'HTTP/1.1') {
    const told = fieldOf(last, 'connection')
      ?.toLowerCase()
      .split(/\s*,\s*/)
      .includes('close')
    if (told !== true) odd.push('Expected Connection: close in the last answer, got none')
  }
  return {
    verdict: wrong.length > 0 ? 'fail' : odd.length > 0 ? 'tolerated' : 'pass',
    notes: [...wrong, ...odd],
  }
}

function compare(answer: ServiceAnswer, reply: Reply, place: string, wrong: string[], odd: string[]): void {
  const differs = (what: string, expected: unknown, actual: unknown): void => {
    wrong.push(
      `Expected ${what} ${JSON.stringify(expected)}${place}, got ${JSON.stringify(actual) ?? 'none'}`,
    )
  }
  if (reply.status !== answer.status) differs('status', answer.status, reply.status)
  if (answer.reason !== undefined && reply.reason !== answer.reason)
    differs('reason', answer.reason, reply.reason)
  const type = fieldOf(reply, 'content-type')
  if (answer.type !== undefined && type !== answer.type) differs('Content-Type', answer.type, type)
  if (answer.body !== undefined && reply.body !== answer.body)
    differs('body', answer.body, reply.body.slice(0, 200))
  if (answer.bodyMatch !== undefined && !new RegExp(answer.bodyMatch).test(reply.body)) {
    differs('body like', answer.bodyMatch, reply.body.slice(0, 200))
  }
  if (reply.cut) wrong.push(`Expected a whole answer${place}, got one that is cut`)
  if (answer.framing !== undefined && reply.framing !== answer.framing) {
    odd.push(`Expected framing ${answer.framing}${place}, got ${reply.framing}`)
  }
}
