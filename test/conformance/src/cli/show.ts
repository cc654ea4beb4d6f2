import { compareReports } from '../baseline.ts'
import { formatFailure, formatSummary } from '../report/text.ts'
import type { Report, Result } from '../result.ts'
import { isBad } from '../score.ts'
import type { Options } from './options.ts'

/**
 * Writes failures and counts for people.
 *
 * @param old an older report; then only what is worse than there is a failure
 * @returns how many results make the run fail
 */
export function show(report: Report, options: Options, old: Report | undefined): number {
  // Machines read standard output when a report goes there.
  const out = options.reports.some(({ path }) => path === undefined) ? console.error : console.log
  const changes = old && compareReports(old, report)
  const worse = changes && new Set(changes.flatMap(({ id, isWorse }) => (isWorse ? [id] : [])))
  const isFailure = (result: Result): boolean =>
    isBad(result, options.strict) && (worse?.has(result.case.id) ?? true)
  for (const result of report.results) {
    const { verdict } = result
    if (verdict !== 'fail' && verdict !== 'flaky') continue
    if (worse !== undefined && !worse.has(result.case.id)) continue
    out(formatFailure(result, isFailure(result) ? (verdict === 'flaky' ? 'FLAKY' : 'FAIL') : verdict))
    if (options.verbose) for (const exchange of result.exchanges) out(formatBytes(exchange))
  }
  for (const { id, before, now } of changes ?? []) out(`changed ${id}: ${before ?? 'new'} -> ${now}`)
  out(formatSummary(report))
  if (changes !== undefined) out(`  ${changes.length} changed, ${worse?.size ?? 0} for the worse`)
  return report.results.filter(isFailure).length
}

function formatBytes({ channel, sent, received, end }: Result['exchanges'][number]): string {
  return `  ${channel} sent     ${JSON.stringify(sent)}\n  ${channel} received ${JSON.stringify(received)} (${end ?? 'over'})`
}
