/**
 * `npm run oracle -- [DIR or FILE ...] [--verbose]`: replays every vector file (`*.jsonl`) below the folders against
 * the library that the nearest folder named `webob` or `werkzeug` chooses, a line for each file and each failing id.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Player, type Library, type Vector } from './engine.ts'
import { deviationsOf, judge, type Verdict } from './judge.ts'
import type { Json } from './values.ts'

const HERE = dirname(fileURLToPath(import.meta.url))

/** The replayers by folder name; loaded only when a folder asks for them. */
const LIBRARIES: Record<string, () => Promise<OracleLibrary>> = {
  webob: async () => (await import('./webob/library.ts')).webob,
  werkzeug: async () => (await import('./werkzeug/library.ts')).werkzeug,
}

/** A library with a replayer of its own for `security.jsonl`. */
export interface OracleLibrary extends Library {
  security?: (row: Vector) => Promise<Verdict>
}

/** The vector files below a path, sorted. */
function vectorFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(path, name))
    .toSorted()
}

const libraryName = (file: string): string | undefined =>
  file.split(/[\\/]/).findLast((part) => Object.hasOwn(LIBRARIES, part))

/** The vectors of a file, one JSON object a line. */
export const readVectors = (file: string): Vector[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Vector)

/** Where the original is a doubtful witness: the reasons by id, of the `quirks.json` beside the vectors. */
function readQuirks(file: string): Record<string, string[]> {
  const path = join(dirname(file), 'quirks.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string[]>) : {}
}

/** Plays all vectors of a file against a library, in their order. */
export async function replay(file: string, library: OracleLibrary): Promise<Verdict[]> {
  const player = new Player(library)
  const rules = deviationsOf(library)
  const verdicts: Verdict[] = []
  const quirks = readQuirks(file)
  for (const line of readVectors(file)) {
    const vector = Object.hasOwn(quirks, line.id) ? { ...line, quirks: quirks[line.id] } : line
    const isRequirement = 'require' in vector && library.security !== undefined
    verdicts.push(isRequirement ? await library.security!(vector) : await judge(vector, player, rules))
  }
  return verdicts
}

/** The library that a vector file belongs to. Throws when no folder on its way names one. */
export async function libraryOf(file: string): Promise<OracleLibrary> {
  const name = libraryName(resolve(file))
  if (!name) {
    throw new Error(`${file}: no folder on its path is named ${Object.keys(LIBRARIES).join(' or ')}`)
  }
  return LIBRARIES[name]!()
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { verbose: { type: 'boolean', default: false } },
  })
  const places = positionals.length > 0 ? positionals : [join(HERE, 'vectors')]
  const absent = places.find((place) => !existsSync(place))
  if (absent !== undefined) {
    console.error(`oracle: ${absent} is neither a folder nor a file`)
    return 2
  }
  const count = { passed: 0, failed: 0, deviating: 0 }
  const byRule = new Map<string, number>()
  for (const file of places.flatMap(vectorFiles)) {
    const verdicts = await replay(file, await libraryOf(file))
    const here = { passed: 0, failed: 0, deviating: 0 }
    for (const { outcome, rules } of verdicts) {
      here[outcome]++
      count[outcome]++
      if (outcome === 'deviating') for (const rule of rules) byRule.set(rule, (byRule.get(rule) ?? 0) + 1)
    }
    console.log(
      `${relative(process.cwd(), file)}: ${here.passed} passed, ${here.failed} failed, ${here.deviating} deviating`,
    )
    for (const verdict of verdicts) if (verdict.outcome === 'failed') report(verdict, values.verbose)
  }
  for (const [rule, taken] of [...byRule].toSorted((a, b) => b[1] - a[1]))
    console.log(`  by ${rule}: ${taken}`)
  console.log(`${count.passed} passed, ${count.failed} failed, ${count.deviating} deviating`)
  return count.failed > 0 ? 1 : 0
}

function report(verdict: Verdict, verbose: boolean): void {
  const { unbound } = verdict.actual
  console.log(`  failed ${verdict.id}${typeof unbound === 'string' ? ` (${unbound})` : ''}`)
  if (!verbose) return
  for (const [part, wanted, got] of differences(verdict.expected, verdict.actual)) {
    console.log(
      `    ${part}\n      expected ${JSON.stringify(wanted)}\n      actual   ${JSON.stringify(got)}`,
    )
  }
}

/** The parts of two answers, those of lists and maps one by one where both have them. */
function differences(expected: Json, actual: Json): [string, unknown, unknown][] {
  const rows: [string, unknown, unknown][] = []
  for (const part of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const wanted = expected[part]
    const got = actual[part]
    if (typeof wanted === 'object' && wanted && typeof got === 'object' && got) {
      for (const key of new Set([...Object.keys(wanted), ...Object.keys(got)])) {
        const a = (wanted as Json)[key]
        const b = (got as Json)[key]
        if (JSON.stringify(a) !== JSON.stringify(b)) rows.push([`${part}.${key}`, a, b])
      }
    } else rows.push([part, wanted, got])
  }
  return rows
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main()
