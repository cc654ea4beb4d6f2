import type { CaseInfo } from '../../case.ts'
import type { Report, Result } from '../../result.ts'

/** A target with all its results, over all suites. */
export interface Column {
  readonly name: string
  readonly software: string
  readonly results: ReadonlyMap<string, Result>
}

/** A case with what each target made of it. */
export interface Row {
  readonly suite: string
  readonly case: CaseInfo
  /** In the order of the columns; `undefined` where the target was not asked. */
  readonly results: readonly (Result | undefined)[]
  /** The targets do not all have the same verdict. */
  readonly differs: boolean
}

/** Targets by cases. */
export interface Matrix {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

/**
 * Lays reports side by side: those of one target name share a column, cases of one id share a row.
 *
 * @example
 * const report = { formatVersion: 1, suite: 'wire', target: { name: 'a' }, startedAt: '', ms: 0, results: [] }
 * assert.deepEqual(matrixOf([report, { ...report, suite: 'proxy' }]).columns.map(({ name }) => name), ['a'])
 */
export function matrixOf(reports: readonly Report[]): Matrix {
  const byName = new Map<string, { software: string; results: Map<string, Result> }>()
  const cases = new Map<string, { suite: string; case: CaseInfo }>()
  for (const { suite, target, results } of reports) {
    const column = byName.get(target.name) ?? {
      software: target.software ?? target.at ?? '',
      results: new Map(),
    }
    byName.set(target.name, column)
    for (const result of results) {
      const { id } = result.case
      // The gateway asks the wire cases again, and sees more: its result counts.
      const known = column.results.get(id)
      if (known === undefined || known.verdict === 'n/a') column.results.set(id, result)
      if (!cases.has(id)) cases.set(id, { suite, case: result.case })
    }
  }
  const columns = [...byName].map(([name, column]) => ({ name, ...column }))
  const rows = [...cases.values()].map(({ case: info }) => {
    const results = columns.map((column) => column.results.get(info.id))
    const verdicts = new Set(
      results.flatMap((one) => (one === undefined || one.verdict === 'n/a' ? [] : [one.verdict])),
    )
    return { suite: info.id.slice(0, info.id.indexOf('.')), case: info, results, differs: verdicts.size > 1 }
  })
  return { columns, rows: rows.toSorted((a, b) => order(a.case.id, b.case.id)) }
}

const SUITES = ['service', 'lint', 'wire', 'gateway', 'proxy', 'process', 'toolkit']

function order(a: string, b: string): number {
  const suite = (id: string): number => SUITES.indexOf(id.slice(0, id.indexOf('.')))
  return suite(a) - suite(b) || (a < b ? -1 : 1)
}
