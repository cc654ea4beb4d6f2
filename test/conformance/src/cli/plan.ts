import type { Baseline } from '../baseline.ts'
import type { CaseInfo } from '../case.ts'
import { chooseCases, fits, noSuchCase } from '../choose-cases.ts'
import { readCaseFile } from '../load-cases.ts'
import { perhaps } from '../nearest.ts'
import type { Suite } from '../suite.ts'
import { loadSuite } from '../suites/index.ts'
import { UsageError } from './options.ts'
import type { Options } from './options.ts'

/** A suite with the cases that are asked for. */
export interface Plan {
  readonly suite: Suite
  /** From files of the user's own. */
  readonly further: readonly CaseInfo[]
  /** Names of `--only` that mean cases of this suite. */
  readonly only: readonly string[]
  readonly chosen: readonly CaseInfo[]
}

/**
 * What is to be run: suites in the order given, without those of which `--only` names nothing.
 *
 * @throws UsageError, RangeError or SyntaxError for names and files that fit nothing
 */
export async function planOf(options: Options): Promise<Plan[]> {
  const files = await Promise.all(options.cases.map((path) => readCaseFile(path)))
  // Wire cases are the gateway's too.
  const isFor = (suite: string, file: string): boolean =>
    file === suite || (suite === 'gateway' && file === 'wire')
  files.forEach(({ suite }, index) => {
    if (options.suites.some((name) => isFor(name, suite))) return
    throw new UsageError(
      `Expected cases of ${options.suites.join(' or ')} in ${options.cases[index]}, got ${suite}`,
    )
  })
  const loaded = await Promise.all(
    options.suites.map(async (name) => {
      const suite = await loadSuite(name)
      const further = files.filter((file) => isFor(name, file.suite)).flatMap(({ cases }) => cases)
      return { suite, further, cases: withoutTwins([...(await suite.cases()), ...further]) }
    }),
  )
  for (const name of options.only) {
    if (loaded.some(({ suite, cases }) => cases.some(({ id }) => fits(id, suite.name, name)))) continue
    throw noSuchCase(
      name,
      loaded.flatMap(({ cases }) => cases),
    )
  }
  return loaded.flatMap(({ suite, further, cases }) => {
    const only = options.only.filter((name) => cases.some(({ id }) => fits(id, suite.name, name)))
    if (only.length === 0 && options.only.length > 0) {
      console.error(`conform: --only names no case of ${suite.name}, which is left out`)
      return []
    }
    return [{ suite, further, only, chosen: chooseCases(cases, suite.name, only) }]
  })
}

function withoutTwins(cases: readonly CaseInfo[]): readonly CaseInfo[] {
  const ids = new Set<string>()
  for (const { id } of cases) {
    if (ids.has(id)) throw new UsageError(`Expected an id of its own for each case, got ${id} twice`)
    ids.add(id)
  }
  return cases
}

/**
 * A baseline may not name what does not exist: such a line would hide nothing, and look as if it did.
 *
 * @throws UsageError
 */
export function checkBaseline(baseline: Baseline, plans: readonly Plan[]): void {
  const ids = new Set(plans.flatMap(({ chosen }) => chosen.map(({ id }) => id)))
  const suites = new Set([...ids].map((id) => id.split('.')[0]))
  for (const id of Object.keys(baseline)) {
    // One file may serve several runs.
    if (ids.has(id) || !suites.has(id.split('.')[0])) continue
    throw new UsageError(`The baseline names ${id}, and there is no such case${perhaps(id, [...ids])}`)
  }
}
