import type { CaseInfo } from '../../case.ts'
import type { ByteSequence } from '../../net/byte-sequence.ts'

/** A case of the suite `service`. */
export interface ServiceCase extends CaseInfo {
  readonly send: ByteSequence
  readonly methods?: readonly string[]
  /** Lists of final answers, each in order; one of the lists has to come. */
  readonly answers: readonly (readonly ServiceAnswer[])[]
  /** What becomes of the connection after the last answer. */
  readonly connection: 'keep' | 'close'
  /** Of 18 recorded Python answers, how many had which status, where they do not all agree. */
  readonly python?: Readonly<Record<string, number>>
}

/** One answer of the time service. */
export interface ServiceAnswer {
  readonly status: number
  readonly reason?: string
  /** Content-Type. */
  readonly type?: string
  /** Another correct framing is tolerated. */
  readonly framing?: 'none' | 'length'
  readonly body?: string
  /** A regular expression. */
  readonly bodyMatch?: string
  /** The body is the time in the form of ctime, at most so many seconds old, whatever the server's time zone is. */
  readonly clock?: number
}

/** What an application answers; everything else is a server's own. */
export const APPLICATION_STATUSES: ReadonlySet<number> = new Set([200, 404, 501])

/**
 * Whether an application sees the request, whatever of the allowed answers comes: a server may refuse some requests, or
 * wait for more.
 *
 * @example
 * assert.equal(reachesApplication({ answers: [[{ status: 404 }]] }), true)
 * assert.equal(reachesApplication({ answers: [[{ status: 200 }], [{ status: 400 }]] }), false)
 * assert.equal(reachesApplication({ answers: [[]] }), false)
 */
export function reachesApplication({ answers }: Pick<ServiceCase, 'answers'>): boolean {
  return answers.every(
    (list) => list.length > 0 && list.every(({ status }) => APPLICATION_STATUSES.has(status)),
  )
}
