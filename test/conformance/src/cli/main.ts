import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { applyBaseline, compareReports, parseBaseline } from '../baseline.ts'
import type { Baseline } from '../baseline.ts'
import type { CaseInfo } from '../case.ts'
import { readCaseFile } from '../load-cases.ts'
import { htmlReport } from '../report/html.ts'
import { junitReport } from '../report/junit.ts'
import { markdownReport } from '../report/markdown.ts'
import { tapReport } from '../report/tap.ts'
import { formatFailure, formatSummary } from '../report/text.ts'
import type { Report, Result } from '../result.ts'
import { chooseCases, run } from '../run.ts'
import { isBad } from '../score.ts'
import type { Suite } from '../suite.ts'
import { loadSuite } from '../suites/index.ts'
import { TargetError } from '../target.ts'
import type { Target } from '../target.ts'
import { HELP } from './help.ts'
import { levels } from './levels.ts'
import { openTarget } from './open-target.ts'
import { UsageError, parseOptions } from './options.ts'
import type { Options, ReportOption } from './options.ts'
import { Progress } from './progress.ts'

/**
 * The command `conform`.
 *
 * @returns the exit code: 0 nothing failed that must not, 1 something did, 2 wrong usage, 3 the target cannot be asked
 */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args)
    if (options.command === 'help') return say(HELP)
    if (options.command === 'report') return await report(options)
    if (options.command === 'levels') return await levels(options)
    if (options.list) return await list(options)
    return await runAll(options)
  } catch (error) {
    if (error instanceof UsageError || error instanceof RangeError || error instanceof SyntaxError) {
      console.error(`conform: ${error.message}`)
      return 2
    }
    if (!(error instanceof TargetError)) throw error
    console.error(`conform: ${error.message}`)
    return 3
  }
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}

async function list(options: Options): Promise<number> {
  for (const name of options.suites) {
    const cases = chooseCases(await casesOf(await loadSuite(name), options), name, options.only)
    const lines = process.stdout.isTTY
      ? cases.map(({ id, level, title, ref }) => `${id.padEnd(44)} ${level.padEnd(6)} ${title} (${ref})`)
      : cases.map(({ id, group, title, ref, level, why, after, guard }) =>
          JSON.stringify({ id, group, title, ref, level, why, after, guard }),
        )
    say(lines.map((line) => `${line}\n`).join(''))
  }
  return 0
}

async function casesOf(suite: Suite, options: Options): Promise<readonly CaseInfo[]> {
  return [...(await suite.cases()), ...(await furtherCases(suite.name, options))]
}

async function furtherCases(suite: string, options: Options): Promise<readonly CaseInfo[]> {
  const files = await Promise.all(options.cases.map((file) => readCaseFile(file)))
  // Of files for several suites each takes its own; wire cases are the gateway's too.
  return files
    .filter((file) => file.suite === suite || (suite === 'gateway' && file.suite === 'wire'))
    .flatMap(({ cases }) => cases)
}

async function runAll(options: Options): Promise<number> {
  const baseline =
    options.baseline === undefined ? {} : parseBaseline(await readFile(options.baseline, 'utf8'))
  const old = options.compare === undefined ? undefined : await readReports(options.compare)
  const stop = new AbortController()
  const onSignal = (): void => stop.abort()
  process.once('SIGINT', onSignal)
  const target = await openTarget(options)
  const reports: Report[] = []
  let bad = 0
  try {
    for (const name of options.suites) {
      const report = await runSuite(await loadSuite(name), target, options, baseline, stop.signal)
      reports.push(report)
      bad += show(
        report,
        options,
        old?.find(({ suite }) => suite === name),
      )
      if (stop.signal.aborted) break
    }
  } finally {
    process.off('SIGINT', onSignal)
    await target.stop()
  }
  for (const one of options.reports) await write(one, reports)
  if (stop.signal.aborted) {
    console.error('conform: interrupted, the reports hold what had run')
    return 1
  }
  return bad > 0 ? 1 : 0
}

async function runSuite(
  suite: Suite,
  target: Target,
  options: Options,
  baseline: Baseline,
  signal: AbortSignal,
): Promise<Report> {
  const { only, strict, timeout, slow, parallel, repeat } = options
  const given = { timeout, slow, parallel, repeat }
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const cases = await furtherCases(suite.name, options)
  const chosen = chooseCases([...(await suite.cases()), ...cases], suite.name, only)
  const progress = new Progress(process.stderr, `${suite.name} against ${target.name}`, chosen.length)
  const started = new Date()
  const results: Result[] = []
  try {
    for await (const result of run(suite, target, { ...known, only, strict, cases, signal })) {
      results.push(applyBaseline(result, baseline))
      progress.add(results.at(-1)!)
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
    ms: Date.now() - started.getTime(),
    results,
  }
}

/** Writes failures and counts for people; gives how many results make the run fail. */
function show(report: Report, options: Options, old: Report | undefined): number {
  // Machines read standard output when a report goes there.
  const out = options.reports.some(({ path }) => path === undefined) ? console.error : console.log
  const worse =
    old && new Set(compareReports(old, report).flatMap(({ id, isWorse }) => (isWorse ? [id] : [])))
  const isFailure = (result: Result): boolean =>
    isBad(result, options.strict) && (worse?.has(result.case.id) ?? true)
  for (const result of report.results) {
    const { verdict } = result
    if (verdict !== 'fail' && verdict !== 'flaky') continue
    const mark = isFailure(result) ? (verdict === 'flaky' ? 'FLAKY' : 'FAIL') : 'fail'
    out(formatFailure(result, mark))
    if (options.verbose) for (const exchange of result.exchanges) out(formatBytes(exchange))
  }
  if (old !== undefined) {
    for (const { id, before, now } of compareReports(old, report))
      out(`changed ${id}: ${before ?? 'new'} -> ${now}`)
  }
  out(formatSummary(report))
  return report.results.filter(isFailure).length
}

function formatBytes({ channel, sent, received, end }: Result['exchanges'][number]): string {
  return `  ${channel} sent     ${JSON.stringify(sent)}\n  ${channel} received ${JSON.stringify(received)} (${end ?? 'over'})`
}

async function report(options: Options): Promise<number> {
  const reports = (await Promise.all(options.operands.map(readReports))).flat()
  for (const one of options.reports.length > 0
    ? options.reports
    : [{ kind: 'html', path: undefined } as const]) {
    await write(one, reports)
  }
  return 0
}

async function readReports(file: string): Promise<Report[]> {
  const content = JSON.parse(await readFile(file, 'utf8')) as Report | Report[]
  const reports = Array.isArray(content) ? content : [content]
  for (const one of reports) {
    if (one.formatVersion === 1 && Array.isArray(one.results)) continue
    throw new SyntaxError(`Expected a JSON report of this command in ${file}`)
  }
  return reports
}

async function write({ kind, path }: ReportOption, reports: readonly Report[]): Promise<void> {
  const text = formats[kind](reports)
  if (path === undefined) {
    process.stdout.write(text)
    return
  }
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

const formats: Readonly<Record<ReportOption['kind'], (reports: readonly Report[]) => string>> = {
  tap: (reports) => reports.map(tapReport).join(''),
  junit: junitReport,
  json: (reports) => `${JSON.stringify(reports.length === 1 ? reports[0] : reports, undefined, 1)}\n`,
  md: markdownReport,
  html: (reports) => htmlReport(reports),
}
