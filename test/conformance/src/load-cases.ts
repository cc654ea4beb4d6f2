import { readFile, readdir } from 'node:fs/promises'
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

/** Makes the files of a suite known that are not read from the disk: the bundled command has them inside. */
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
  const prefix = `${content.suite}.`
  const cases = content.cases.map((one) =>
    one.id.startsWith(prefix) ? one : { ...one, id: prefix + one.id },
  )
  return { ...content, cases }
}
