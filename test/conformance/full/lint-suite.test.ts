import { expect, test } from 'vitest'
import { LINT_MUTANTS, everyMutant, threeParameters } from '../mutants/lint-mutants.ts'
import { timeService } from '../mutants/service-mutants.ts'
import type { Result } from '../src/result.ts'
import { run } from '../src/run.ts'
import { lintSuite } from '../src/suites/lint.ts'
import type { LintCase } from '../src/suites/lint/lint-case.ts'
import { inProcessTarget } from '../src/target/in-process-target.ts'

async function lint(application: unknown): Promise<Map<string, Result>> {
  const results = new Map<string, Result>()
  for await (const result of run(lintSuite, inProcessTarget('test', application))) {
    results.set((result.case as LintCase).rule, result)
  }
  return results
}

const failed = (results: Map<string, Result>): string[] =>
  [...results].flatMap(([rule, { verdict }]) => (verdict === 'fail' ? [rule] : []))

test.concurrent('an application that keeps the contract has no finding', async () => {
  const results = await lint(timeService())
  expect(failed(results)).toEqual([])
  expect(results.get('H007')?.outcome).toMatch(/^kept in [4-9]\d\d requests$/)
})

test.concurrent('each rule that an application can break is found when it is broken, with the request', async () => {
  const results = await lint(everyMutant())
  const rules = [...results.values()].map((result) => result.case as LintCase)
  const breakable = rules.filter(({ side }) => side === 'application').map(({ rule }) => rule)
  expect([...LINT_MUTANTS.keys(), 'I009', 'A004'].toSorted()).toEqual(breakable.toSorted())
  expect(failed(results)).toEqual(breakable.filter((rule) => rule !== 'A004'))
  expect(results.get('S002')?.notes[0]).toMatch(/^\S+ \S+: S002: The status is "200"/)
  expect(results.get('H005')?.case.level).toBe('should')
})

test('an application that cannot be called at all', async () => {
  const results = await lint(threeParameters)
  expect(failed(results)).toEqual(['A004'])
})

test('ids are words and the id of the rule; what only a server can break is a guard', async () => {
  const cases = await lintSuite.cases()
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length)
  for (const { id, rule, side, guard, title } of cases) {
    expect(id).toMatch(/^lint\.[a-z-]+\.[a-z]\d{3}$/)
    expect(id.endsWith(rule.toLowerCase())).toBe(true)
    expect(guard === true).toBe(side === 'server')
    expect(title).not.toMatch(/\.$/)
  }
})

test('a URL cannot be linted', async () => {
  const target = { name: 'x', at: 'http://127.0.0.1:1', stop: async () => {} }
  await expect(run(lintSuite, target).next()).rejects.toThrow(/^Expected an application \(--app FILE\)/)
})
