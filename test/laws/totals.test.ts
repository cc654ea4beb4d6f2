/** The last line of .ci/run counts everything that ran, and never hides a failure. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ROOT } from '../../tools/sources.ts'

const folder = mkdtempSync(join(tmpdir(), 'triptych-totals-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (status: string, ...tests: string[]): object => ({
  status,
  assertionResults: tests.map((result) => ({ status: result })),
})

test.each([
  {
    name: 'all well',
    steps: 'types 0\nunit 0',
    unit: [file('passed', 'passed', 'passed', 'skipped')],
    line: '3 passed, 0 failed',
  },
  {
    name: 'a failed test',
    steps: 'types 0\nunit 1',
    unit: [file('failed', 'passed', 'failed')],
    line: '2 passed, 1 failed',
  },
  {
    name: 'a file that does not load',
    steps: 'unit 1',
    unit: [file('failed'), file('passed', 'passed')],
    line: '1 passed, 1 failed',
  },
  {
    name: 'an error outside of tests',
    steps: 'unit 1',
    unit: [file('passed', 'passed')],
    line: '1 passed, 1 failed',
  },
  {
    name: 'a failed check',
    steps: 'types 2\nunit 0',
    unit: [file('passed', 'passed')],
    line: '1 passed, 1 failed',
  },
  { name: 'no report', steps: 'install 1\nunit 1', unit: undefined, line: '0 passed, 2 failed' },
])('$name', ({ name, steps, unit, line }) => {
  const reports = mkdtempSync(join(folder, 'reports-'))
  writeFileSync(join(reports, 'steps'), steps)
  if (unit) writeFileSync(join(reports, 'unit.json'), JSON.stringify({ testResults: unit }))
  const { stdout, status } = spawnSync(process.execPath, [`${ROOT}/tools/totals.mjs`, reports], {
    encoding: 'utf8',
  })
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(line)
  expect(status).toBe(name === 'all well' ? 0 : 1)
})
