import { LEVELS } from './case.ts'
import type { Level } from './case.ts'
import { VERDICTS } from './result.ts'
import type { Result, Verdict } from './result.ts'

/** How many cases of a level had which verdict. */
export type Counts = Readonly<Record<Verdict, number>>

/** Counts by level: rules that must hold and wishes are never added up to one number. */
export type Score = Readonly<Record<Level, Counts>>

/**
 * Counts verdicts by level.
 *
 * @example
 * const score = scoreOf([])
 * assert.equal(score.must.fail, 0)
 */
export function scoreOf(results: readonly Result[]): Score {
  const count = (level: Level): Counts =>
    Object.fromEntries(
      VERDICTS.map((verdict) => [
        verdict,
        results.filter((result) => result.case.level === level && result.verdict === verdict).length,
      ]),
    ) as Counts
  return Object.fromEntries(LEVELS.map((level) => [level, count(level)])) as Score
}

/**
 * Whether a result makes the run fail: a failure that no baseline knows of, an outcome that differs from run to run, a pass
 * that the baseline did not expect. Only rules that must hold count, unless `strict`.
 *
 * @example
 * const info = { id: 'wire.a.b', group: 'a', title: '', ref: '', level: 'should' }
 * const result = { case: info, verdict: 'fail', outcome: '200', expected: '400', notes: [], exchanges: [], ms: 1 }
 * assert.deepEqual([isBad(result, false), isBad(result, true)], [false, true])
 */
export function isBad(result: Result, strict: boolean): boolean {
  if (result.known !== undefined) return false
  if (result.verdict !== 'fail' && result.verdict !== 'flaky') return false
  return strict || result.unexpected === true || result.case.level === 'must'
}
