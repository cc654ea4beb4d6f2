/** The matrix of what was recorded, as a page. */
import { readFile, readdir, stat } from 'node:fs/promises'
import type { CaseInfo } from '../src/case.ts'
import { htmlReport } from '../src/report/html.ts'
import type { HtmlOptions } from '../src/report/html.ts'
import type { Report } from '../src/result.ts'
import { SUITE_NAMES, loadSuite } from '../src/suites/index.ts'
import { TargetError } from '../src/target.ts'
import { readAliases } from './mappings.ts'

const OBSERVED = new URL('../observed/', import.meta.url)
const CASES = new URL('../cases/', import.meta.url)
const MAPPING = new URL('../mapping/', import.meta.url)

/** All recorded reports, our own first. */
export async function observedReports(): Promise<Report[]> {
  const names = (await readdir(OBSERVED)).flatMap((file) =>
    file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : [],
  )
  const isOther = (name: string): number => (name.startsWith('triptych') ? 0 : 1)
  const files = names.toSorted((a, b) => isOther(a) - isOther(b) || (a < b ? -1 : 1))
  const contents = await Promise.all(
    files.map(
      async (name) =>
        JSON.parse(await readFile(new URL(`${name}.json`, OBSERVED), 'utf8')) as Report | Report[],
    ),
  )
  return contents.flat()
}

/** All cases of all suites as they are now, without those of a suite whose package is missing: the reports name them. */
export async function allCases(): Promise<CaseInfo[]> {
  const cases = new Map<string, CaseInfo>()
  for (const name of SUITE_NAMES) {
    for (const one of await casesOf(name)) if (!cases.has(one.id)) cases.set(one.id, one)
  }
  return [...cases.values()]
}

async function casesOf(suite: string): Promise<readonly CaseInfo[]> {
  try {
    return await (await loadSuite(suite)).cases()
  } catch (error) {
    if (error instanceof TargetError) return []
    throw error
  }
}

let made: { readonly stamp: string; readonly page: Promise<string> } | undefined

/** The page; made again only when a report, a case or a mapping has changed. */
export async function conformancePage(back?: HtmlOptions['back']): Promise<string> {
  const stamp = JSON.stringify([back, await Promise.all([OBSERVED, CASES, MAPPING].map(stampOf))])
  if (made?.stamp !== stamp) made = { stamp, page: makePage(back) }
  return made.page
}

async function makePage(back: HtmlOptions['back']): Promise<string> {
  const [reports, plain, others] = await Promise.all([observedReports(), allCases(), readAliases()])
  const cases = plain.map((one) => {
    const aliases = [...(one.aliases ?? []), ...(others.get(one.id) ?? [])]
    return aliases.length === 0 ? one : { ...one, aliases }
  })
  return htmlReport(reports, { title: 'Triptych conformance', cases, ...(back && { back }) })
}

async function stampOf(folder: URL): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).toSorted()
  const times = await Promise.all(
    names.map(async (name) => (await stat(new URL(name.replaceAll('\\', '/'), folder))).mtimeMs),
  )
  return JSON.stringify([names, times])
}
