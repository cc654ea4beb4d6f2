import type { Report, Result } from './result.ts'

/** Known failures, by id, each with the reason why it is lived with. A file `--baseline FILE` holds one as JSON. */
export type Baseline = Readonly<Record<string, string>>

/**
 * Reads a baseline: one object of ids and reasons.
 *
 * @throws SyntaxError for anything else, and for a reason that is empty
 * @example
 * assert.deepEqual(parseBaseline('{ "wire.te.xchunked": "waits for version 2" }'), { 'wire.te.xchunked': 'waits for version 2' })
 * assert.throws(() => parseBaseline('{ "wire.te.xchunked": "" }'), SyntaxError)
 */
export function parseBaseline(text: string): Baseline {
  let baseline: unknown
  try {
    baseline = JSON.parse(text)
  } catch (error) {
    throw new SyntaxError(`Expected JSON in the baseline, got: ${(error as Error).message}`, { cause: error })
  }
  if (typeof baseline !== 'object' || baseline === null || Array.isArray(baseline)) {
    throw new SyntaxError('Expected a baseline to be an object of ids and reasons')
  }
  for (const [id, reason] of Object.entries(baseline)) {
    if (typeof reason !== 'string' || reason.trim() === '') {
      throw new SyntaxError(`Expected a reason for ${id} in the baseline, got ${JSON.stringify(reason)}`)
    }
  }
  return baseline as Baseline
}

/**
 * Marks known failures, and makes an unexpected pass fail: a baseline that is no longer true has to be corrected.
 *
 * @example
 * const one = { case: { id: 'wire.a.b', group: 'a', title: '', ref: '', level: 'must' }, outcome: '200', expected: '400', notes: [], exchanges: [], ms: 1 }
 * assert.equal(applyBaseline({ ...one, verdict: 'fail' }, { 'wire.a.b': 'known' }).known, 'known')
 * assert.equal(applyBaseline({ ...one, verdict: 'pass' }, { 'wire.a.b': 'known' }).verdict, 'fail')
 */
export function applyBaseline(result: Result, baseline: Baseline): Result {
  const reason = Object.hasOwn(baseline, result.case.id) ? baseline[result.case.id] : undefined
  if (reason === undefined) return result
  if (result.verdict === 'fail' || result.verdict === 'flaky') return { ...result, known: reason }
  if (result.verdict !== 'pass' && result.verdict !== 'tolerated') return result
  const note = `Passes, although the baseline says it fails (${reason}): take it out of the baseline`
  return { ...result, verdict: 'fail', unexpected: true, notes: [...result.notes, note] }
}

/** A case whose verdict is another one than before. */
export interface Change {
  readonly id: string
  /** `undefined`: it was not there. */
  readonly before: string | undefined
  readonly now: string
  readonly result: Result
  /** It passed or was tolerated, or was not there, and fails now. */
  readonly isWorse: boolean
}

/**
 * What differs from an older report of the same suite.
 *
 * @example
 * const report = { formatVersion: 1, suite: 'wire', target: { name: 'a' }, startedAt: '', ms: 0, results: [] }
 * assert.deepEqual(compareReports(report, report), [])
 */
export function compareReports(old: Report, report: Report): Change[] {
  const before = new Map(old.results.map((result) => [result.case.id, result.verdict]))
  return report.results
    .filter((result) => before.get(result.case.id) !== result.verdict)
    .map((result) => {
      const known = before.get(result.case.id)
      const fails = result.verdict === 'fail' || result.verdict === 'flaky'
      return {
        id: result.case.id,
        before: known,
        now: result.verdict,
        result,
        isWorse: fails && known !== 'fail' && known !== 'flaky',
      }
    })
}
