import { readFile, readdir, stat } from 'node:fs/promises'
import { htmlReport } from '../src/report/html.ts'
import type { HtmlOptions } from '../src/report/html.ts'
import type { Report } from '../src/result.ts'

const OBSERVED = new URL('../observed/', import.meta.url)
let made: { readonly stamp: string; readonly page: string } | undefined

/** All recorded reports: other people's servers and proxies, and our own. */
export async function observedReports(): Promise<Report[]> {
  const names = (await readdir(OBSERVED)).filter((name) => name.endsWith('.json')).toSorted()
  // Our own stand first.
  const order = (name: string): number => (name.startsWith('triptych') ? 0 : 1)
  const contents = await Promise.all(
    names
      .toSorted((a, b) => order(a) - order(b))
      .map(async (name) => JSON.parse(await readFile(new URL(name, OBSERVED), 'utf8')) as Report | Report[]),
  )
  return contents.flat()
}

/** The matrix as a page; made again only when a report has changed. */
export async function conformancePage(back?: HtmlOptions['back']): Promise<string> {
  const names = (await readdir(OBSERVED)).toSorted()
  const times = await Promise.all(names.map(async (name) => (await stat(new URL(name, OBSERVED))).mtimeMs))
  const stamp = JSON.stringify([names, times, back])
  if (made?.stamp !== stamp) {
    const options = { title: 'Triptych conformance', ...(back && { back }) }
    made = { stamp, page: htmlReport(await observedReports(), options) }
  }
  return made.page
}
