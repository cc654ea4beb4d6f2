/** The files in `observed/`: for each target its reports, one result a line. */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { CaseInfo } from '../src/case.ts'
import { maskPassing } from '../src/report/html/mask-passing.ts'
import type { Exchange, Report, Result } from '../src/result.ts'

const OBSERVED = new URL('../observed/', import.meta.url)

/** Where the checkout lies says nothing. */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** More bytes of an exchange are not kept: half from its beginning, half from its end. */
const MOST_BYTES = 800

/**
 * Puts a report into the file of its target, in place of an earlier one of the same suite and set-up. A result that differs
 * from the earlier one in times and ports only is left as it was.
 */
export async function keepReport(report: Report): Promise<void> {
  // A library is not a server of the same name.
  const name = `${report.suite === 'toolkit' ? 'toolkit-' : ''}${report.target.name}.json`
  const file = new URL(name, OBSERVED)
  const kept = await readReports(file)
  const isEarlier = ({ suite, target }: Report): boolean =>
    suite === report.suite && target.setup === report.target.setup
  const earlier = new Map(kept.find(isEarlier)?.results.map((one) => [one.case.id, slim(one)]))
  const results = report.results.map(slim).map((one) => {
    const before = earlier.get(one.case.id)
    return before !== undefined && keyOf(before) === keyOf(one) ? before : one
  })
  await writeFile(file, formatReports([...kept.filter((one) => !isEarlier(one)), { ...report, results }]))
}

/** Equal for results of which neither is worth more than the other. */
function keyOf(result: Result): string {
  return maskPassing(JSON.stringify(result))
}

/** The reports in a file; none where there is none. */
export async function readReports(file: URL): Promise<Report[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  const content = JSON.parse(text) as Report | Report[]
  return Array.isArray(content) ? content : [content]
}

/** JSON that shows in a diff which results have changed. */
export function formatReports(reports: readonly Report[]): string {
  return `[\n${reports.map(formatReport).join(',\n')}\n]\n`
}

function formatReport({ results, ...head }: Report): string {
  const text = JSON.stringify({ ...head, results: [] })
  const lines = results.map((result) => JSON.stringify(result))
  return `${text.slice(0, -2)}\n${lines.join(',\n')}\n]}`
}

/** The files of the cases hold the rest of a case; times differ from run to run and say nothing. */
function slim({ case: info, exchanges, ...result }: Result): Result {
  const { id, group, title, ref, level } = info
  const head: CaseInfo = { id, group, title, ref, level }
  const notes = result.notes.map((note) => note.replaceAll(ROOT, ''))
  return { case: head, ...result, notes, exchanges: exchanges.map(slimExchange), ms: 0 }
}

function slimExchange({ channel, sent, received, end }: Exchange): Exchange {
  return { channel, sent: shorten(sent), received: shorten(received), ...(end !== undefined && { end }) }
}

function shorten(bytes: string): string {
  if (bytes.length <= MOST_BYTES) return bytes
  const half = MOST_BYTES / 2
  return `${bytes.slice(0, half)}[... ${bytes.length - MOST_BYTES} bytes ...]${bytes.slice(-half)}`
}
