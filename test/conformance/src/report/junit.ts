import type { Report, Result } from '../result.ts'
import { isBad } from '../score.ts'

/**
 * Results as JUnit's XML, which CI services read: a test suite for each group. Failures that do not count, because they are
 * known or of rules that only should hold, are skipped ones.
 *
 * @example
 * assert.match(junitReport([]), /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites>\n<\/testsuites>\n$/)
 */
export function junitReport(reports: readonly Report[]): string {
  const suites = reports.flatMap((report) => {
    const groups = [...new Set(report.results.map((result) => result.case.group))]
    return groups.map((group) =>
      suite(
        report,
        group,
        report.results.filter((result) => result.case.group === group),
      ),
    )
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`
}

const OTHERS: ReadonlySet<Result['verdict']> = new Set(['pass', 'tolerated'])

function suite(report: Report, group: string, results: readonly Result[]): string {
  const fails = (result: Result): boolean => isBad(result, report.strict === true)
  const skips = (result: Result): boolean => !fails(result) && !OTHERS.has(result.verdict)
  const time = results.reduce((sum, { ms }) => sum + ms, 0) / 1000
  const counts = `tests="${results.length}" failures="${results.filter(fails).length}" skipped="${results.filter(skips).length}"`
  const name = `${report.suite}.${group} (${report.target.name})`
  return `<testsuite name="${xml(name)}" ${counts} time="${time}" timestamp="${xml(report.startedAt)}">\n${results.map((result) => testCase(result, fails(result))).join('')}</testsuite>\n`
}

function testCase(result: Result, fails: boolean): string {
  const { case: info, verdict, outcome, expected, notes, known, ms } = result
  const open = `<testcase classname="${xml(info.id.slice(0, info.id.lastIndexOf('.')))}" name="${xml(`${info.id}: ${info.title}`)}" time="${ms / 1000}"`
  if (fails) {
    const text = [`expected ${expected}`, `got ${outcome}`, ...notes, info.ref].join('\n')
    return `${open}><failure message="${xml(`got ${outcome}`)}" type="${info.level}">${xml(text)}</failure></testcase>\n`
  }
  if (OTHERS.has(verdict)) return `${open}/>\n`
  const isKnown = verdict === 'fail' || verdict === 'flaky'
  const reason = isKnown ? `${known ?? `only ${info.level}`}: got ${outcome}` : (notes[0] ?? verdict)
  return `${open}><skipped message="${xml(reason)}"/></testcase>\n`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** XML 1.0 knows no control characters, not even escaped. */
function xml(text: string): string {
  return text
    .replace(/[&<>"]/g, (char) => ENTITIES[char]!)
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]/g, (char) => {
      return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`
    })
}
