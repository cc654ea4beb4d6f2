import type { CaseInfo } from './case.ts'
import { perhaps } from './nearest.ts'

/**
 * The cases that `only` names, and those that they depend on.
 *
 * @param only ids, groups or beginnings of ids in whole segments, with or without the suite; none: all cases
 * @throws RangeError for a name that fits none, with the nearest that does
 * @example
 * import { loadSuite } from '@triptych/conformance'
 * const cases = await (await loadSuite('wire')).cases()
 * assert.equal(chooseCases(cases, 'wire', ['te.bad-vtab'])[0].id, 'wire.te.bad-vtab')
 * assert.throws(() => chooseCases(cases, 'wire', ['te.bad-vtap']), /perhaps te.bad-vtab/)
 */
export function chooseCases(
  cases: readonly CaseInfo[],
  suite: string,
  only: readonly string[] = [],
): readonly CaseInfo[] {
  if (only.length === 0) return cases
  const chosen = new Set<CaseInfo>()
  for (const name of only) {
    const found = cases.filter(({ id }) => fits(id, suite, name))
    if (found.length === 0) throw noSuchCase(name, cases)
    for (const one of found) chosen.add(one)
  }
  const byId = new Map(cases.map((one) => [one.id, one]))
  for (const one of chosen) {
    for (const id of one.after ?? []) {
      const needed = byId.get(id)
      if (needed !== undefined) chosen.add(needed)
    }
  }
  return cases.filter((one) => chosen.has(one))
}

/** Whether a name means a case: `wire.te.bad-vtab`, `wire.te`, `te.bad-vtab`, `te`, `wire`. */
export function fits(id: string, suite: string, name: string): boolean {
  // Without the suite it means the case in every suite that runs it.
  return (
    isWithin(id, name) || isWithin(id, `${suite}.${name}`) || isWithin(id.slice(id.indexOf('.') + 1), name)
  )
}

function isWithin(id: string, name: string): boolean {
  return id === name || id.startsWith(`${name}.`)
}

/** The error for a name that none of these cases has. */
export function noSuchCase(name: string, cases: readonly CaseInfo[]): RangeError {
  const names = new Set<string>()
  for (const { id } of cases) {
    const [suite = '', group = ''] = id.split('.')
    for (const one of [id, id.slice(suite.length + 1), `${suite}.${group}`, group]) names.add(one)
  }
  const hint = perhaps(name, [...names])
  return new RangeError(
    `Expected an id, a group or the beginning of one, got ${name}${hint === '' ? ': --list shows them' : hint}`,
  )
}
