/** The committed columns of our own servers are what the servers answer today. */
import assert from 'node:assert/strict'
import { describe, expect, test } from 'vitest'
import type { Report } from '../src/result.ts'
import { COLUMNS, measure } from '../tools/columns.ts'
import { readReports } from '../tools/observed-files.ts'

const HINT =
  'run node --conditions=@triptych/source --import tsx test/conformance/tools/observed.ts NAME and look at what has changed'

async function committed(name: string, suite: string): Promise<Report | undefined> {
  const reports = await readReports(new URL(`../observed/${name}.json`, import.meta.url))
  return reports.find((report) => report.suite === suite && report.startedAt > '2026-')
}

const verdicts = ({ results }: Report): ReadonlyMap<string, string> =>
  new Map(results.map(({ case: info, verdict }) => [info.id, verdict]))

describe('our own columns', () => {
  for (const column of COLUMNS.filter(({ isOwn }) => isOwn)) {
    const missing = column.missing()
    const reason = missing === undefined ? '' : ` (skipped: ${missing})`
    // The reason stands in the title.
    // Skipped where what it measures is not installed; the title says what.
    test.skipIf(missing !== undefined)(
      `${column.name}, suite ${column.suite}, are true${reason}`,
      async () => {
        const kept = await committed(column.name, column.suite)
        assert.ok(kept, `Expected a report of ${column.suite} in observed/${column.name}.json: ${HINT}`)
        const before = verdicts(kept)
        const now = verdicts(await measure(column))
        const changed = [...new Set([...before.keys(), ...now.keys()])]
          .filter((id) => before.get(id) !== now.get(id))
          .map((id) => `${id}: committed ${before.get(id) ?? 'nothing'}, now ${now.get(id) ?? 'nothing'}`)
        assert.deepEqual(changed, [], HINT)
      },
    )
  }

  // llhttp of Node 20 takes no tab for whitespace; newer ones and our own parser do.
  const isNodes = (name: string, id: string): boolean =>
    id === 'wire.length.ows-tab' && !name.endsWith('-socket')

  test('break no rule that must hold', async () => {
    for (const column of COLUMNS.filter(({ isOwn }) => isOwn)) {
      if (column.missing() !== undefined) continue
      const { name, suite } = column
      const report = await committed(name, suite)
      const broken = (report?.results ?? []).filter(
        ({ case: info, verdict }) =>
          info.level === 'must' && (verdict === 'fail' || verdict === 'flaky') && !isNodes(name, info.id),
      )
      expect(
        broken.map(({ case: info }) => info.id),
        `${name} ${suite}`,
      ).toEqual([])
    }
  })
})
