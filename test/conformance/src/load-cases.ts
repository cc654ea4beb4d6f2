import { readFile, readdir } from 'node:fs/promises'
import { LEVELS } from './case.ts'
import type { CaseInfo } from './case.ts'

/** A file of cases: FORMAT.md. */
export interface CaseFile<Case extends CaseInfo = CaseInfo> {
  readonly suite: string
  readonly formatVersion: 1
  readonly group?: string
  readonly title?: string
  /** Where the facts come from. */
  readonly source?: string
  readonly cases: readonly Case[]
}

/** Files that a bundle carries with it, by suite; empty where they lie beside the program. */
const carried = new Map<string, readonly CaseFile[]>()

/**
 * Makes the files of a suite known that are not read from the disk: the bundled command has them inside.
 *
 * @public
 */
export function carryCases(suite: string, files: readonly CaseFile[]): void {
  carried.set(suite, files)
}

/**
 * The cases of a suite, from all files of its folder in the order of their names.
 *
 * @throws SyntaxError for a file that is none
 */
export async function loadCases<Case extends CaseInfo>(suite: string): Promise<Case[]> {
  const files = carried.get(suite) ?? (await readFolder(new URL(`../cases/${suite}/`, import.meta.url)))
  return files.flatMap(({ cases }) => cases as readonly Case[])
}

async function readFolder(folder: URL): Promise<CaseFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted()
  return Promise.all(names.map((name) => readCaseFile(new URL(name, folder))))
}

/**
 * Reads one file of cases. Ids without the suite in front get it.
 *
 * @throws SyntaxError that names the file and what is wrong with it
 */
export async function readCaseFile(file: URL | string): Promise<CaseFile> {
  const text = await readFile(file, 'utf8')
  let content: CaseFile
  try {
    content = JSON.parse(text) as CaseFile
  } catch (error) {
    throw new SyntaxError(`Expected JSON in ${String(file)}, got: ${(error as Error).message}`, {
      cause: error,
    })
  }
  if (typeof content?.suite !== 'string' || !Array.isArray(content.cases)) {
    throw new SyntaxError(`Expected the members suite and cases in ${String(file)}, see FORMAT.md`)
  }
  const cases = content.cases.map((one, index) => {
    const missing = missingMembers(one, content.suite)
    if (missing.length === 0 && LEVELS.includes(one.level)) return withFullId(one, content.suite)
    const what = missing.length === 0 ? `level (${LEVELS.join(', ')})` : missing.join(', ')
    throw new SyntaxError(`Expected ${what} in case ${index + 1} of ${String(file)}, see FORMAT.md`)
  })
  return { ...content, cases }
}

/** What no case can do without; the schemas say the same, and more. */
export const REQUIRED: readonly string[] = ['id', 'title', 'ref', 'level']

/** What the cases of a suite cannot do without. */
export const REQUIRED_BY_SUITE: ReadonlyMap<string, readonly string[]> = new Map([
  ['wire', ['send', 'expect']],
  ['gateway', ['send', 'expect']],
  ['echo', ['send', 'expect']],
  ['service', ['send', 'answers', 'connection']],
  ['proxy', ['role', 'client', 'backend', 'expect']],
  ['process', ['steps']],
  ['toolkit', ['call', 'input', 'expect']],
])

function missingMembers(one: unknown, suite: string): string[] {
  if (typeof one !== 'object' || one === null) return ['an object']
  const members = one as Readonly<Record<string, unknown>>
  const texts = REQUIRED.filter((name) => typeof members[name] !== 'string')
  const others = (REQUIRED_BY_SUITE.get(suite) ?? []).filter((name) => members[name] === undefined)
  return [...texts, ...others]
}

/** The group stands in the id, too. */
function withFullId(one: CaseInfo, suite: string): CaseInfo {
  const id = one.id.startsWith(`${suite}.`) ? one.id : `${suite}.${one.id}`
  return { ...one, id, group: one.group ?? id.split('.')[1]! }
}
