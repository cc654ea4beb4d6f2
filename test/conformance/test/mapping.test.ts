import assert from 'node:assert/strict'
import { describe, expect, test } from 'vitest'
import { readAliases, readMappings, readMissing } from '../tools/mappings.ts'
import { allCases } from '../tools/site.ts'

const mappings = await readMappings()
const missing = await readMissing()
const ours = new Set((await allCases()).map(({ id }) => id))
const proposed = new Set(missing.map(({ id }) => id))

describe.each([...mappings])('%s', (_, { rows, commit, url }) => {
  test('names cases that there are, or that are proposed', () => {
    const unknown = rows.flatMap(([, ids]) => (ids ?? []).filter((id) => !ours.has(id) && !proposed.has(id)))
    assert.deepEqual(unknown, [])
  })

  test('has each rule once, with a case or with a reason', () => {
    const names = rows.map(([theirs]) => theirs)
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    )
    for (const [theirs, ids, reason] of rows) {
      expect(ids === null || ids.length > 0, theirs).toBe(true)
      expect(reason.length, theirs).toBeGreaterThan(ids === null ? 30 : 0)
    }
  })

  test('says what was read', () => {
    expect(commit).toMatch(/^[\da-f]{40}$/)
    expect(url).toMatch(/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/)
  })
})

// What was counted in the sources of the other suites when they were read.
test.each([
  ['http11probe', 215],
  ['h1spec-unetworking', 33],
  ['h1spec-dropseed', 33],
  ['h1spec-wooshdev', 5],
  ['cispa', 106],
  ['cowboy-rfc7230', 154],
])('%s has %d rules', (name, count) => {
  expect(mappings.get(name)?.rows.length).toBe(count)
})

test('a proposal is needed by a mapping, and is none any more once there is the case', async () => {
  const needed = await readAliases()
  assert.deepEqual(
    [...proposed].filter((id) => ours.has(id) || !needed.has(id)),
    [],
  )
})

test('other names are those of the mappings', async () => {
  const aliases = await readAliases()
  expect(aliases.get('wire.line.baseline')).toContain('Http11Probe COMP-BASELINE')
})
