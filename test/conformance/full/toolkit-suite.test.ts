/** Our packages under the suite `toolkit`: what they fail is known with its reason; wrong libraries are caught. */
import { describe, expect, test } from 'vitest'
import { KNOWN } from '../adapters/known.ts'
import { adapter as platform } from '../adapters/platform.ts'
import { adapter as raw } from '../adapters/raw.ts'
import { adapter as webob } from '../adapters/webob.ts'
import { adapter as werkzeug } from '../adapters/werkzeug.ts'
import { TOOLKIT_MUTANTS } from '../mutants/toolkit-mutants.ts'
import { run } from '../src/run.ts'
import { toolkitSuite } from '../src/suites/toolkit.ts'
import type { Adapter } from '../src/suites/toolkit/adapter.ts'
import { grow } from '../src/suites/toolkit/growth.ts'

async function verdictsOf(adapter: Adapter, only?: string): Promise<Map<string, string>> {
  const target = { name: 'one', at: 'here', adapter, stop: async () => {} }
  const found = new Map<string, string>()
  for await (const { case: info, verdict } of run(toolkitSuite, target, {
    repeat: 1,
    ...(only && { only: [only] }),
  })) {
    found.set(info.id, verdict)
  }
  return found
}
const failed = (verdicts: ReadonlyMap<string, string>): string[] =>
  [...verdicts].flatMap(([id, verdict]) => (verdict === 'fail' ? [id] : [])).toSorted()

describe('our packages', () => {
  test.each([
    ['raw', raw],
    ['webob', webob],
    ['werkzeug', werkzeug],
  ])('%s fails what its original fails, and nothing else', async (name, adapter) => {
    expect(failed(await verdictsOf(adapter))).toEqual(Object.keys(KNOWN[name]!).toSorted())
  })

  test('the platform’s classes can be asked too', async () => {
    const verdicts = [...(await verdictsOf(platform)).values()]
    expect(verdicts.filter((verdict) => verdict === 'pass').length).toBeGreaterThan(60)
  })
})

describe('mutants', () => {
  test.each(TOOLKIT_MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
    'a library that %s',
    async (_name, mutant) => {
      const found = failed(await verdictsOf(mutant.adapter, `toolkit.${mutant.group}`))
      expect(found).toEqual(expect.arrayContaining([...mutant.caughtBy]))
    },
  )

  test('each group has one', async () => {
    const groups = new Set((await toolkitSuite.cases()).map(({ group }) => group))
    expect(new Set(TOOLKIT_MUTANTS.map(({ group }) => group))).toEqual(groups)
  })
})

test('texts grow where they are told to', () => {
  expect(grow({ value: { before: 'a', repeat: 'bc' }, length: 1 }, 5)).toEqual({
    value: 'abcbcbc',
    length: 1,
  })
  expect(grow('same', 5)).toBe('same')
})
