import { LEVELS } from '../case.ts'
import { VERDICTS } from '../result.ts'
import type { Report, Result } from '../result.ts'
import { isBad, scoreOf } from '../score.ts'

/**
 * A failure in a few lines: which case, what was expected, what came, and by which rule.
 *
 * @param mark what stands in front, such as `FAIL`
 * @example
 * const info = { id: 'wire.a.b', group: 'a', title: 'what', ref: 'RFC 9112 §3', level: 'must' }
 * const result = { case: info, verdict: 'fail', outcome: '200', expected: '400', notes: [], exchanges: [], ms: 1 }
 * assert.equal(formatFailure(result, 'FAIL'), 'FAIL wire.a.b: what (must, RFC 9112 §3)\n  expected 400\n  got      200')
 */
export function formatFailure(result: Result, mark: string): string {
  const { case: info, outcome, expected, notes, known } = result
  const lines = [
    `${mark} ${info.id}: ${info.title} (${info.level}, ${info.ref})`,
    `  expected ${expected === '' ? '-' : expected}`,
    `  got      ${outcome}`,
    ...notes.map((note) => `  ${note}`),
  ]
  if (known !== undefined) lines.push(`  known    ${known}`)
  return lines.join('\n')
}

/**
 * The counts of a report, a line for each level that has cases.
 *
 * @example
 * const report = { formatVersion: 1, suite: 'wire', target: { name: 'a' }, startedAt: '', ms: 5, results: [] }
 * assert.equal(formatSummary(report), 'wire against a: no cases')
 */
export function formatSummary(report: Report): string {
  const { suite, target, results, ms } = report
  if (results.length === 0) return `${suite} against ${target.name}: no cases`
  const score = scoreOf(results)
  const lines = LEVELS.flatMap((level) => {
    const counts = VERDICTS.filter((verdict) => score[level][verdict] > 0).map(
      (verdict) => `${score[level][verdict]} ${verdict}`,
    )
    return counts.length === 0 ? [] : [`  ${level.padEnd(6)} ${counts.join(', ')}`]
  })
  const seconds = (ms / 1000).toFixed(1)
  return [
    `${suite} against ${target.name}: ${results.length} ${results.length === 1 ? 'case' : 'cases'} in ${seconds} s`,
    ...lines,
    ...spared(report),
  ].join('\n')
}

/** Says which failures do not count, and why. */
function spared({ results, strict }: Report): string[] {
  const others = results.filter(
    (result) => (result.verdict === 'fail' || result.verdict === 'flaky') && !isBad(result, strict === true),
  )
  const known = others.filter((result) => result.known !== undefined).length
  const weak = others.length - known
  return [
    ...(known > 0 ? [`  ${known} of the failures are known to the baseline`] : []),
    ...(weak > 0 ? [`  ${weak} of the failures are of should and may: they count with --strict`] : []),
  ]
}
