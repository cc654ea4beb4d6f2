import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { htmlReport } from '../report/html.ts'
import { junitReport } from '../report/junit.ts'
import { markdownReport } from '../report/markdown.ts'
import { tapReport } from '../report/tap.ts'
import type { Report } from '../result.ts'
import type { ReportOption } from './options.ts'

/**
 * Reads what `--report json` wrote: one report, or a list.
 *
 * @throws SyntaxError that names the file
 */
export async function readReports(file: string): Promise<Report[]> {
  let content: unknown
  try {
    content = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new SyntaxError(`Expected a JSON report in ${file}, got: ${error.message}`, { cause: error })
  }
  const reports = (Array.isArray(content) ? content : [content]) as (Report | null)[]
  if (reports.every((one) => one?.formatVersion === 1 && Array.isArray(one.results)))
    return reports as Report[]
  throw new SyntaxError(`Expected what --report json=PATH wrote in ${file}, got something else`)
}

/** Makes the folders of reports, so that nothing is lost at the end of a long run. */
export async function makeFolders(options: readonly ReportOption[]): Promise<void> {
  for (const { path } of options) if (path !== undefined) await mkdir(dirname(path), { recursive: true })
}

/** Writes one report, to its file or to standard output. */
export async function writeReport({ kind, path }: ReportOption, reports: readonly Report[]): Promise<void> {
  const text = FORMATS[kind](reports)
  if (path === undefined) process.stdout.write(text)
  else await writeFile(path, text)
}

const FORMATS: Readonly<Record<ReportOption['kind'], (reports: readonly Report[]) => string>> = {
  tap: tapReport,
  junit: junitReport,
  json: (reports) => `${JSON.stringify(reports.length === 1 ? reports[0] : reports, undefined, 1)}\n`,
  md: markdownReport,
  html: (reports) => htmlReport(reports),
}
