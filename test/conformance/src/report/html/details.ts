import type { CaseInfo } from '../../case.ts'
import { bytesOf } from '../../net/byte-sequence.ts'
import type { ByteSequence } from '../../net/byte-sequence.ts'
import type { Exchange, Result } from '../../result.ts'
import { maskPassing } from './mask-passing.ts'
import type { Column, Row, Section } from './matrix.ts'
import { suiteOf } from './matrix.ts'
import { abridge } from './show-bytes.ts'

/** An index into `Details.strings`. */
export type Shared = number

/** What the page tells of a case when it is opened. Texts that many cases have in common are written once. */
export interface Details {
  readonly strings: readonly string[]
  /** In the order of the rows. */
  readonly cases: readonly CaseDetails[]
}

/** One case. */
export interface CaseDetails {
  /** Which suite asks it with all that it has to see. */
  readonly suite: Shared
  readonly why?: Shared
  readonly expected: Shared
  readonly after?: readonly Shared[]
  readonly aliases?: readonly Shared[]
  readonly guard?: 1
  /** What the client sends, where the case is about bytes. */
  readonly send?: ByteSequence
  readonly answers: readonly Answer[]
}

/** What one or more targets answered. */
export interface Answer {
  readonly targets: readonly Shared[]
  readonly verdict: Shared
  readonly outcome: Shared
  readonly notes?: readonly Shared[]
  readonly known?: Shared
  readonly exchanges?: readonly (readonly [
    channel: Shared,
    sent: Shared | null,
    received: Shared,
    end: Shared,
  ])[]
  /** The exchanges are the first target's; those of the others have other times or ports. */
  readonly alike?: 1
}

/** More connections of one case are not shown. */
const MOST_EXCHANGES = 4

/** What all rows have to tell, without what stands in the table already. */
export function detailsOf(sections: readonly Section[]): Details {
  const pool = new Pool()
  const cases = sections.flatMap(({ rows, columns }) => rows.map((row) => caseDetails(row, columns, pool)))
  return { strings: pool.strings, cases }
}

/**
 * What the client of a case sends, where the case says so.
 *
 * @example
 * assert.deepEqual(sendOf({ id: 'a.b.c', group: 'b', title: '', ref: '', level: 'must', client: { send: ['GET'] } }), ['GET'])
 */
export function sendOf(info: CaseInfo): ByteSequence | undefined {
  const { send, client } = info as { readonly send?: unknown; readonly client?: { readonly send?: unknown } }
  const sequence = send ?? client?.send
  return Array.isArray(sequence) ? (sequence as ByteSequence) : undefined
}

/** What an application saw is judged by the suite `gateway` only, whatever the id begins with. */
function askedBy(info: CaseInfo): string {
  const { needs, expect } = info as {
    readonly needs?: unknown
    readonly expect?: { readonly when2xx?: { readonly app?: unknown } }
  }
  const suite = suiteOf(info.id)
  return suite === 'wire' && (needs ?? expect?.when2xx?.app) !== undefined ? 'gateway' : suite
}

function caseDetails({ case: info, results }: Row, columns: readonly Column[], pool: Pool): CaseDetails {
  const send = sendOf(info)
  const sent = send === undefined ? undefined : bytesOf(send)
  const groups = new Map<string, { targets: string[]; results: Result[] }>()
  results.forEach((result, index) => {
    if (result === undefined) return
    const key = keyOf(result)
    const group = groups.get(key) ?? { targets: [], results: [] }
    groups.set(key, group)
    group.targets.push(columns[index]!.name)
    group.results.push(result)
  })
  const expected = results.find((one) => one !== undefined && one.expected !== '')?.expected ?? ''
  return {
    suite: pool.add(askedBy(info)),
    ...(info.why !== undefined && { why: pool.add(info.why) }),
    expected: pool.add(expected),
    ...(info.after && { after: info.after.map((id) => pool.add(id)) }),
    ...(info.aliases && { aliases: info.aliases.map((id) => pool.add(id)) }),
    ...(info.guard && { guard: 1 as const }),
    ...(send && { send }),
    answers: [...groups.values()].map((group) => answer(group.targets, group.results, sent, pool)),
  }
}

function answer(
  targets: readonly string[],
  results: readonly Result[],
  sent: string | undefined,
  pool: Pool,
): Answer {
  const { verdict, outcome, notes, known, exchanges } = results[0]!
  const exact = new Set(results.map((one) => bytesKey(one.exchanges, (text) => text)))
  return {
    targets: targets.map((name) => pool.add(name)),
    verdict: pool.add(verdict),
    outcome: pool.add(outcome),
    ...(notes.length > 0 && { notes: notes.map((note) => pool.add(note)) }),
    ...(known !== undefined && { known: pool.add(known) }),
    ...(exchanges.length > 0 && {
      exchanges: exchanges.slice(0, MOST_EXCHANGES).map((one) => exchangeDetails(one, sent, pool)),
    }),
    ...(exact.size > 1 && { alike: 1 as const }),
  }
}

function exchangeDetails(
  { channel, sent, received, end }: Exchange,
  asCase: string | undefined,
  pool: Pool,
): readonly [Shared, Shared | null, Shared, Shared] {
  // What the case says is not told again; a very long one came shortened.
  const isSaid =
    asCase !== undefined && (sent === asCase || (sent.length > asCase.length / 2 && sent.length >= 8192))
  return [
    pool.add(channel),
    isSaid ? null : pool.addBytes(sent),
    pool.addBytes(received),
    pool.add(end ?? ''),
  ]
}

/** Equal for answers that are told as one: the same bytes but for dates, ports and other long numbers. */
function keyOf({ verdict, outcome, notes, known, exchanges }: Result): string {
  return JSON.stringify([verdict, outcome, notes.map(maskPassing), known, bytesKey(exchanges, maskPassing)])
}

function bytesKey(exchanges: readonly Exchange[], mask: (text: string) => string): string {
  return JSON.stringify(
    exchanges.map(({ channel, sent, received, end }) => [channel, mask(sent), mask(received), end]),
  )
}

class Pool {
  readonly strings: string[] = []
  private readonly places = new Map<string, number>()

  /** @param key what makes texts one and the same: the first of them stands for all */
  add(text: string, key: string = text): Shared {
    const place = this.places.get(key) ?? this.strings.push(text) - 1
    this.places.set(key, place)
    return place
  }

  /** Bytes with other times than those of another case are not written again. */
  addBytes(bytes: string): Shared {
    const text = abridge(bytes)
    return this.add(text, maskPassing(text))
  }
}
