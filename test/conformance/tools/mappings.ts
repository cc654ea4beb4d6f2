/** Which of our cases stand for a rule of another suite: the files in `mapping/`. */
import { readFile, readdir } from 'node:fs/promises'
import type { CaseInfo } from '../src/case.ts'
import { readCaseFile } from '../src/load-cases.ts'

const MAPPING = new URL('../mapping/', import.meta.url)

/** Another suite. */
export interface Mapping {
  readonly project: string
  readonly url: string
  /** What was read. */
  readonly commit: string
  /** What its ids are. */
  readonly about: string
  /** Their id; ours, or `null` where we have none; why, or what is different. */
  readonly rows: readonly (readonly [theirs: string, ours: readonly string[] | null, reason: string])[]
}

/** The mappings, by the name of the file. */
export async function readMappings(): Promise<Map<string, Mapping>> {
  const names = (await jsonFiles()).filter((name) => !name.startsWith('missing'))
  const mappings = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(new URL(name, MAPPING), 'utf8')) as Mapping),
  )
  return new Map(names.map((name, index) => [name.slice(0, -'.json'.length), mappings[index]!]))
}

/** Cases that another suite has and ours has not: proposals, in the format of cases. */
export async function readMissing(): Promise<CaseInfo[]> {
  const names = (await jsonFiles()).filter((name) => name.startsWith('missing'))
  const files = await Promise.all(names.map((name) => readCaseFile(new URL(name, MAPPING))))
  return files.flatMap(({ cases }) => cases)
}

/** What our cases are called elsewhere, by id: `Http11Probe COMP-BASELINE`. */
export async function readAliases(): Promise<Map<string, string[]>> {
  const aliases = new Map<string, string[]>()
  for (const { project, rows } of (await readMappings()).values()) {
    for (const [theirs, ours] of rows) {
      for (const id of ours ?? []) aliases.set(id, [...(aliases.get(id) ?? []), `${project} ${theirs}`])
    }
  }
  return aliases
}

async function jsonFiles(): Promise<string[]> {
  return (await readdir(MAPPING)).filter((name) => name.endsWith('.json')).toSorted()
}
