import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { PROXY_MUTANTS, startMutantProxy } from '../mutants/proxy-mutants.ts'
import type { Report, Result, Verdict } from '../src/result.ts'
import { run } from '../src/run.ts'
import { proxySuite } from '../src/suites/proxy.ts'
import type { Target } from '../src/target.ts'
import {
  apacheForward,
  apacheProxy,
  haproxy,
  isInstalled,
  nginxProxy,
  squid,
  startDaemon,
  tinyproxy,
  varnish,
} from './daemons/index.ts'
import type { Daemon } from './daemons/index.ts'

async function results(target: Target, only?: readonly string[]): Promise<Result[]> {
  const all: Result[] = []
  for await (const result of run(proxySuite, target, { slow: 1.5, ...(only && { only }) })) all.push(result)
  return all
}

const verdictsOf = (all: readonly Result[]): Record<string, Verdict> =>
  Object.fromEntries(all.flatMap(({ case: { id }, verdict }) => (verdict === 'n/a' ? [] : [[id, verdict]])))

/**
 * Where the verdicts are not those that were recorded. The program that recorded them did not look at the version of the
 * answer, and put cases for any role to reverse proxies only.
 */
const SINCE: Readonly<Record<string, Readonly<Record<string, Verdict>>>> = {
  // It passes HTTP/1.0 on as the backend's version.
  haproxy: { 'proxy.reply.http10': 'fail' },
  'apache-forward': { 'proxy.fwd.max-forwards-trace-0': 'pass', 'proxy.fwd.max-forwards-dec': 'pass' },
  squid: { 'proxy.fwd.max-forwards-trace-0': 'pass', 'proxy.fwd.max-forwards-dec': 'pass' },
  // It does not look at Max-Forwards.
  tinyproxy: { 'proxy.fwd.max-forwards-trace-0': 'fail', 'proxy.fwd.max-forwards-dec': 'fail' },
}

/** What was seen to be chance, however long it is waited for. */
const CHANCE: Readonly<Record<string, readonly string[]>> = {
  // Whether the client sees that the backend's answer broke off depends on what Varnish has sent by then.
  varnish: ['proxy.reply.chunk-cut'],
}
/** On a machine that does other work so many cases may differ from run to run; each says so, as flaky. */
const MOST_FLAKY = 6

async function recorded(name: string): Promise<Record<string, Verdict>> {
  const file = new URL(`../observed/${name}.json`, import.meta.url)
  const reports = [JSON.parse(await readFile(file, 'utf8')) as Report | Report[]].flat()
  return { ...verdictsOf(reports.find(({ suite }) => suite === 'proxy')!.results), ...SINCE[name] }
}

const DAEMONS: readonly Daemon[] = [
  nginxProxy,
  haproxy,
  apacheProxy,
  varnish,
  apacheForward,
  squid,
  tinyproxy,
]

// They wait rather than work: side by side they disturb one another little.
describe.concurrent('real proxies', () => {
  for (const daemon of DAEMONS) {
    const needs = isInstalled(daemon) ? '' : ` (needs ${daemon.program})`
    // What is missing stands in the title.
    // Skipped where the daemon is not installed; the title says which.
    test.skipIf(needs !== '')(`${daemon.name}: as recorded, three times in a row${needs}`, async () => {
      const wanted = await recorded(daemon.name)
      const target = await startDaemon(daemon)
      try {
        for (let time = 1; time <= 3; time++) {
          const found = verdictsOf(await results(target))
          const flaky = Object.keys(found).filter((id) => found[id] === 'flaky')
          expect(flaky.length, `run ${time}: ${flaky.join(', ')}`).toBeLessThanOrEqual(MOST_FLAKY)
          const left = new Set([...flaky, ...(CHANCE[daemon.name] ?? [])])
          const steady = (all: Record<string, Verdict>): Record<string, Verdict> =>
            Object.fromEntries(Object.entries(all).filter(([id]) => !left.has(id)))
          expect(steady(found), `run ${time}`).toEqual(steady(wanted))
        }
      } finally {
        await target.stop()
      }
    })
  }
})

test.each(['reverse', 'forward'] as const)('the %s proxy without a fault passes everything', async (role) => {
  const target = await startMutantProxy(role)
  try {
    const bad = Object.entries(verdictsOf(await results(target))).filter(([, verdict]) => verdict !== 'pass')
    expect(bad).toEqual([])
  } finally {
    await target.stop()
  }
})

describe.concurrent('mutants', () => {
  test.each(PROXY_MUTANTS)('$role proxy, $fault: caught', async ({ role, fault, caughtBy }) => {
    const target = await startMutantProxy(role, fault)
    try {
      const missed = (await results(target, caughtBy)).filter(
        ({ verdict, case: { level } }) => verdict !== (level === 'may' ? 'tolerated' : 'fail'),
      )
      expect(missed.map(({ case: { id }, verdict, outcome }) => `${id}: ${verdict}, ${outcome}`)).toEqual([])
    } finally {
      await target.stop()
    }
  })
})
