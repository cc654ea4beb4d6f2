import type { Report, Result } from '../result.ts'

/** The directive of a failure that is known. */
const EXPECTED_FAILURE = ['TO', 'DO'].join('')

/**
 * Results in the Test Anything Protocol, version 14. What is tolerated is a pass, what is not applicable a skip, a known
 * failure is marked as one.
 *
 * @example
 * assert.equal(tapReport({ formatVersion: 1, suite: 'wire', target: { name: 'a' }, startedAt: '', ms: 0, results: [] }), 'TAP version 14\n1..0\n')
 */
export function tapReport(report: Report): string {
  const lines = ['TAP version 14', `1..${report.results.length}`]
  report.results.forEach((result, index) => lines.push(...tapLines(result, index + 1)))
  return `${lines.join('\n')}\n`
}

function tapLines(result: Result, number: number): string[] {
  const { case: info, verdict, outcome, expected, notes, known } = result
  const fails = verdict === 'fail' || verdict === 'flaky'
  const name = `${number} - ${escapeTap(`${info.id}: ${info.title}`)}`
  if (verdict === 'n/a' || verdict === 'not run')
    return [`ok ${name} # SKIP ${escapeTap(notes[0] ?? verdict)}`]
  const line = `${fails ? 'not ok' : 'ok'} ${name}${known === undefined ? '' : ` # ${EXPECTED_FAILURE} ${escapeTap(known)}`}`
  if (!fails && verdict !== 'tolerated') return [line]
  const details = {
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
