/** Servers that are wrong on purpose are caught by the suites `wire` and `gateway`; the same server without fault is not. */
import { afterEach, describe, expect, test } from 'vitest'
import { HTTP_MUTANTS, startMutant } from '../mutants/http-mutants.ts'
import type { RunningMutant } from '../mutants/http-mutants.ts'
import { run } from '../src/run.ts'
import { gatewaySuite } from '../src/suites/gateway.ts'
import { openUrl } from '../src/target/open-url.ts'

let running: RunningMutant | undefined
afterEach(async () => {
  await running?.stop()
})

/** What node:http itself gets wrong on Node 20; newer ones take the tab. */
const NODES_OWN = ['wire.length.ows-tab', 'wire.line.version-bad-rtsp']

async function failing(only: readonly string[]): Promise<string[]> {
  const target = await openUrl(running!.url)
  const failed: string[] = []
  for await (const { case: info, verdict } of run(gatewaySuite, target, { only, parallel: 8, repeat: 1 })) {
    if (verdict === 'fail') failed.push(info.id)
  }
  return failed.toSorted()
}

describe('mutants', () => {
  test.each(HTTP_MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
    'a server that %s',
    async (_name, mutant) => {
      running = await startMutant(mutant)
      expect(await failing([mutant.group])).toEqual(expect.arrayContaining([...mutant.caughtBy]))
    },
  )

  test('each group has one', async () => {
    const cases = await gatewaySuite.cases()
    const groups = new Set(cases.map(({ id, group }) => `${id.slice(0, id.indexOf('.'))}.${group}`))
    expect(new Set(HTTP_MUTANTS.map(({ group }) => group))).toEqual(groups)
  })

  test('the relay itself is not caught', async () => {
    running = await startMutant({})
    expect(await failing([])).toEqual(NODES_OWN)
  })
})
