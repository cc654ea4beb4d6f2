import { readFile, writeFile } from 'node:fs/promises'
import { applyBaseline, parseBaseline } from '../baseline.ts'
import type { Baseline } from '../baseline.ts'
import type { Report, Result } from '../result.ts'
import { run } from '../run.ts'
import { isBad } from '../score.ts'
import type { Target } from '../target.ts'
import { Interruption } from './interruption.ts'
import { openTarget } from './open-target.ts'
import type { Options } from './options.ts'
import { checkBaseline, planOf } from './plan.ts'
import type { Plan } from './plan.ts'
import { Progress } from './progress.ts'
import { makeFolders, readReports, writeReport } from './report-files.ts'
import { show } from './show.ts'

/**
 * `conform SUITE TARGET`: runs the suites one after the other against one target.
 *
 * @returns the exit code
 */
export async function runSuites(options: Options): Promise<number> {
  const plans = await planOf(options)
  const baseline =
    options.baseline === undefined ? {} : parseBaseline(await readFile(options.baseline, 'utf8'))
  // A part of the cases is no measure for the whole file.
  if (options.only.length === 0) checkBaseline(baseline, plans)
  const old = options.compare === undefined ? undefined : await readReports(options.compare)
  await makeFolders(options.reports)
  const interruption = new Interruption()
  const reports: Report[] = []
  let bad = 0
  try {
    const target = await openTarget(options)
    interruption.begin()
    try {
      for (const plan of plans) {
        const report = await runSuite(plan, target, options, baseline, interruption.signal)
        reports.push(report)
        const before = old?.find(({ suite }) => suite === report.suite)
        bad += show(report, options, before)
        if (interruption.signal.aborted) break
        if (await hasEnded(target)) {
          bad++
          console.error(`conform: ${target.name} ended during the run. It wrote:\n${target.log?.() ?? ''}`)
          break
        }
      }
    } finally {
      await target.stop()
    }
  } finally {
    interruption.end()
  }
  for (const one of options.reports) await writeReport(one, reports)
  if (interruption.signal.aborted) {
    console.error('conform: interrupted, the reports hold what had run')
    return 1
  }
  if (options.writeBaseline !== undefined) return writeBaseline(options.writeBaseline, reports, options)
  return bad > 0 ? 1 : 0
}

async function runSuite(
  { suite, only, further: cases, chosen }: Plan,
  target: Target,
  options: Options,
  baseline: Baseline,
  signal: AbortSignal,
): Promise<Report> {
  const { strict, timeout, slow, parallel, repeat } = options
  const given = { timeout, slow, parallel, repeat }
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const progress = new Progress(process.stderr, `${suite.name} against ${target.name}`, chosen.length)
  const started = new Date()
  const results: Result[] = []
  try {
    for await (const one of run(suite, target, { ...known, only, strict, cases, signal })) {
      const result = applyBaseline(one, baseline)
      results.push(result)
      progress.add(result)
    }
  } finally {
    progress.end()
  }
  const order = new Map(chosen.map(({ id }, index) => [id, index]))
  results.sort((a, b) => (order.get(a.case.id) ?? 0) - (order.get(b.case.id) ?? 0))
  const { name, software, at } = target
  return {
    formatVersion: 1,
    suite: suite.name,
    target: { name, ...(software !== undefined && { software }), at },
    startedAt: started.toISOString(),
    ...(strict && { strict }),
    ms: Date.now() - started.getTime(),
    results,
  }
}

/** Whether what was started for the run is gone. */
async function hasEnded({ pid }: Target): Promise<boolean> {
  if (pid === undefined) return false
  // A connection breaks before its process is known to be over.
  await new Promise((resolve) => setTimeout(resolve, 50))
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

async function writeBaseline(file: string, reports: readonly Report[], { strict }: Options): Promise<number> {
  const baseline = new Map<string, string>()
  for (const result of reports.flatMap(({ results }) => results)) {
    const { case: info, known, unexpected, outcome, expected } = result
    if (unexpected === true || (known === undefined && !isBad(result, strict))) continue
    baseline.set(info.id, known ?? `got ${outcome}, expected ${expected}`)
  }
  const sorted = [...baseline].toSorted(([a], [b]) => (a < b ? -1 : 1))
  await writeFile(file, `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`)
  console.error(`conform: ${sorted.length} known failures in ${file}: say in each why it is lived with`)
  return 0
}
