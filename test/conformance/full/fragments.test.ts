/** How TCP cuts the bytes of a request makes no difference to our server on sockets: each case again, byte by byte. */
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { splitSequence } from '../src/net/byte-sequence.ts'
import { run } from '../src/run.ts'
import type { Suite } from '../src/suite.ts'
import { gatewaySuite } from '../src/suites/gateway.ts'
import type { HttpCase } from '../src/suites/http/http-case.ts'
import { openApp } from '../src/target/app-target.ts'
import type { Target } from '../src/target.ts'

/** Longer runs of bytes stay whole: they are about limits. */
const LONGEST = 600

let target: Target
beforeAll(async () => {
  target = await openApp(resolve('test/conformance/echo/raw.ts'), { server: 'socket' })
})
afterAll(() => target.stop())

const inPieces: Suite<HttpCase> = {
  ...gatewaySuite,
  cases: async () =>
    (await gatewaySuite.cases()).map((one) => ({ ...one, send: splitSequence(one.send, LONGEST) })),
}

async function verdictsOf(suite: Suite<HttpCase>): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for await (const { case: info, verdict } of run(suite, target)) found[info.id] = verdict
  return found
}

test('byte by byte', async () => {
  const [whole, cut] = [await verdictsOf(gatewaySuite), await verdictsOf(inPieces)]
  const failed = (all: Record<string, string>): string[] =>
    Object.keys(all).filter((id) => all[id] === 'fail')
  expect([failed(whole), failed(cut)]).toEqual([[], []])
  const other = Object.keys(whole).filter(
    (id) => cut[id] !== whole[id] && cut[id] !== 'flaky' && whole[id] !== 'flaky',
  )
  expect(other).toEqual([])
})
