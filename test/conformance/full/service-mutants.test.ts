import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { SERVER_MUTANTS, createWrongServer } from '../mutants/service-servers.ts'
import type { ServerFault } from '../mutants/service-servers.ts'
import { SERVICE_MUTANTS, timeService } from '../mutants/service-mutants.ts'
import type { Result } from '../src/result.ts'
import { run } from '../src/run.ts'
import { serviceSuite } from '../src/suites/service.ts'
import { inProcessTarget } from '../src/target/in-process-target.ts'
import type { Target } from '../src/target.ts'

const cases = await serviceSuite.cases()

async function results(target: Target, only?: readonly string[]): Promise<Result[]> {
  const all: Result[] = []
  for await (const result of run(serviceSuite, target, { parallel: 16, repeat: 1, ...(only && { only }) }))
    all.push(result)
  return all
}

const idsOf = (all: readonly Result[], ...verdicts: readonly Result['verdict'][]): string[] =>
  all.filter(({ verdict }) => verdicts.includes(verdict)).map(({ case: { id } }) => id)

/** Cases that some mutant fails. */
const caught = new Set<string>()

test('the right service passes in process', async () => {
  const all = await results(inProcessTarget('right', timeService()))
  expect(idsOf(all, 'fail', 'flaky', 'tolerated', 'not run')).toEqual([])
  expect(idsOf(all, 'pass').length).toBeGreaterThan(500)
})

test.each(SERVICE_MUTANTS)('caught in process: $name', async ({ caughtBy, application }) => {
  const failed = idsOf(await results(inProcessTarget('mutant', application)), 'fail')
  for (const id of failed) caught.add(id)
  expect(failed).toEqual(expect.arrayContaining(caughtBy.map((id) => `service.${id}`)))
})

async function onTheWire(fault: ServerFault | undefined, only: readonly string[]): Promise<Result[]> {
  const server = await createWrongServer(fault)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const target = { name: 'mutant', at: 'wire', address: { host: '127.0.0.1', port }, stop: async () => {} }
  try {
    return await results(target, only)
  } finally {
    server.close()
  }
}

test('the right server passes on the wire', async () => {
  const only = [...new Set(SERVER_MUTANTS.flatMap(({ caughtBy }) => caughtBy))]
  expect(idsOf(await onTheWire(undefined, only), 'pass')).toHaveLength(only.length)
})

test.concurrent.each(SERVER_MUTANTS)('caught on the wire: $fault', async ({ fault, caughtBy, verdict }) => {
  const found = idsOf(await onTheWire(fault, caughtBy), verdict)
  for (const id of found) caught.add(id)
  expect(found.toSorted()).toEqual(caughtBy.map((id) => `service.${id}`).toSorted())
})

test('what neither a mutant nor a recorded Python server fails is marked as a guard', () => {
  const unfailed = cases.filter(({ id, python }) => !caught.has(id) && python === undefined)
  const guards = cases.filter(({ guard }) => guard === true)
  expect(guards.map(({ id }) => id)).toEqual(unfailed.map(({ id }) => id))
})
