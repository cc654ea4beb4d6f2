import type { CaseInfo } from '../../case.ts'
import type { Report, Result } from '../../result.ts'

/** A target as one suite saw it. */
export interface Column {
  readonly name: string
  readonly software: string
  /** How it was set up, where that is known. */
  readonly setup: string
  /** By the id of the case. */
  readonly results: ReadonlyMap<string, Result>
}

/** A case with what each target made of it. */
export interface Row {
  readonly case: CaseInfo
  /** In the order of the columns; `undefined` where the target was not asked. */
  readonly results: readonly (Result | undefined)[]
  /** The targets that could be asked do not all have the same verdict. */
  readonly differs: boolean
}

/** Targets by cases: those whose ids begin with one suite's name. */
export interface Section {
  readonly suite: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

const SUITES: readonly string[] = [
  'service',
  'lint',
  'wire',
  'gateway',
  'echo',
  'proxy',
  'process',
  'toolkit',
]

/**
 * Lays reports side by side, a section for each suite. Reports of one target name share a column, cases of one id a row. The
 * suite `gateway` asks the cases of `wire` again and sees more: what it saw counts.
 *
 * @param cases in the order of the rows; their texts stand in for those of the reports, which may be older
 * @example
 * const report = { formatVersion: 1, suite: 'wire', target: { name: 'a' }, startedAt: '', ms: 0, results: [] }
 * assert.deepEqual(sectionsOf([report]), [])
 */
export function sectionsOf(reports: readonly Report[], cases: readonly CaseInfo[] = []): Section[] {
  const known = new Map(cases.map((one) => [one.id, one]))
  const found = new Map<string, CaseInfo>()
  const columns = new Map<string, Map<string, { target: Report['target']; results: Map<string, Result> }>>()
  for (const { target, results } of inOrder(reports)) {
    for (const result of results) {
      const { id } = result.case
      if (!found.has(id)) found.set(id, known.get(id) ?? result.case)
      const section = entry(columns, suiteOf(id), () => new Map())
      const column = entry(section, target.name, () => ({ target, results: new Map<string, Result>() }))
      column.target = target
      const before = column.results.get(id)
      if (before === undefined || result.verdict !== 'n/a')
        column.results.set(id, withHistory(result, before))
    }
  }
  const places = new Map(cases.map(({ id }, index) => [id, index]))
  const sorted = [...found.values()].toSorted(
    (a, b) => (places.get(a.id) ?? Infinity) - (places.get(b.id) ?? Infinity) || 0,
  )
  const order = namesInOrder(reports)
  return [...columns]
    .map(([suite, section]) => {
      const list = [...section]
        .map(([name, { target, results }]) => ({
          name,
          software: target.software ?? target.at ?? '',
          setup: target.setup ?? '',
          results,
        }))
        .toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
      return {
        suite,
        columns: list,
        rows: byGroup(sorted.filter(({ id }) => suiteOf(id) === suite)).map((one) => rowOf(one, list)),
      }
    })
    .toSorted((a, b) => placeOf(a.suite) - placeOf(b.suite))
}

/** The suite that an id names. */
export function suiteOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf('.')))
}

/** A target that was measured twice and not alike says so. */
function withHistory(result: Result, before: Result | undefined): Result {
  if (before === undefined || before.verdict === 'n/a' || before.verdict === result.verdict) return result
  const note = `Another measurement had ${before.verdict}: ${before.outcome}`
  return { ...result, notes: [...result.notes, note] }
}

function rowOf(info: CaseInfo, columns: readonly Column[]): Row {
  const results = columns.map((column) => column.results.get(info.id))
  const verdicts = results.flatMap((one) => (one === undefined || one.verdict === 'n/a' ? [] : [one.verdict]))
  return { case: info, results, differs: new Set(verdicts).size > 1 }
}

/** Later reports count, and the gateway's more than the wire's. */
function inOrder(reports: readonly Report[]): readonly Report[] {
  const isGateway = ({ suite }: Report): number => (suite === 'gateway' ? 1 : 0)
  return reports.toSorted(
    (a, b) =>
      isGateway(a) - isGateway(b) || (a.startedAt === b.startedAt ? 0 : a.startedAt < b.startedAt ? -1 : 1),
  )
}

function namesInOrder(reports: readonly Report[]): readonly string[] {
  return [...new Set(reports.map(({ target }) => target.name))]
}

/** Keeps the order of groups and, within them, of cases. */
function byGroup(cases: readonly CaseInfo[]): CaseInfo[] {
  const groups = new Map<string, CaseInfo[]>()
  for (const one of cases) entry(groups, one.group, () => []).push(one)
  return [...groups.values()].flat()
}

function placeOf(suite: string): number {
  const index = SUITES.indexOf(suite)
  return index < 0 ? SUITES.length : index
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make()
  map.set(key, value)
  return value
}
