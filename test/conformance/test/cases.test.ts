/** What holds for all case files: their schemas, ids that are unique, and dependencies that exist. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import type { CaseInfo } from '../src/case.ts'
import { REQUIRED, REQUIRED_BY_SUITE } from '../src/load-cases.ts'
import type { CaseFile } from '../src/load-cases.ts'
import { SUITE_NAMES, loadSuite } from '../src/suites/index.ts'

const CASES = new URL('../cases/', import.meta.url)
const SCHEMA: Readonly<Record<string, string>> = { gateway: 'wire', echo: 'wire' }
const read = (url: URL): unknown => JSON.parse(readFileSync(url, 'utf8'))

const files = readdirSync(CASES).flatMap((suite) =>
  readdirSync(new URL(`${suite}/`, CASES)).map((name) => {
    const path = `${suite}/${name}`
    return { path, suite, file: read(new URL(path, CASES)) as CaseFile }
  }),
)

const ajv = new Ajv2020({ allErrors: true, strict: false })
const schemaOf = (suite: string): URL =>
  new URL(`../schema/${SCHEMA[suite] ?? suite}.schema.json`, import.meta.url)

const SCHEMAS: Readonly<Record<string, unknown>> = Object.fromEntries(
  readdirSync(new URL('../schema/', import.meta.url)).map((name) => [
    name,
    read(new URL(`../schema/${name}`, import.meta.url)),
  ]),
)

/** All names that a schema gives to members, at any depth. */
function membersOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]) => [
    ...(key === 'properties' ? Object.keys(value as object) : []),
    ...membersOf(value),
  ])
}

describe('case files', () => {
  test.each(files)('$path keeps its schema', ({ suite, file }) => {
    expect(existsSync(schemaOf(suite)), `a schema for ${suite}`).toBe(true)
    const schema = read(schemaOf(suite)) as object
    const validate = ajv.getSchema(suite) ?? ajv.compile({ ...schema, $id: suite })
    void validate(file)
    expect(validate.errors ?? []).toEqual([])
  })

  test.each(files)('$path says suite and group in each id', ({ path, suite, file }) => {
    expect([file.suite, `${file.suite}/${file.group}.json`]).toEqual([suite, path])
    for (const { id, group } of file.cases) {
      expect(group).toBe(file.group)
      expect(id).toMatch(new RegExp(`^${suite}\\.${file.group}\\.[a-z0-9]`))
    }
  })

  test.each([...REQUIRED_BY_SUITE])('%s: the command asks for what the schema requires', (suite, members) => {
    const schema = read(schemaOf(suite)) as {
      properties: { cases: { items: { required: string[] } } }
    }
    const { required } = schema.properties.cases.items
    expect(required.toSorted()).toEqual([...REQUIRED, 'group', ...members].toSorted())
  })

  test.each(Object.keys(SCHEMAS))('FORMAT.md names every member of %s', (name) => {
    const text = readFileSync(new URL('../FORMAT.md', import.meta.url), 'utf8')
    const unnamed = membersOf(SCHEMAS[name]).filter((member) => !new RegExp(`[\`".]${member}\\b`).test(text))
    expect(unnamed).toEqual([])
  })

  test('the cases that FORMAT.md shows keep the schema', () => {
    const text = readFileSync(new URL('../FORMAT.md', import.meta.url), 'utf8')
    const shown = [...text.matchAll(/```json\n([^]*?)```/g)]
      .map(([, json]) => JSON.parse(json!) as CaseInfo & { steps?: unknown; send?: unknown })
      .filter(({ id }) => id !== undefined)
    expect(shown.length).toBeGreaterThan(0)
    const { properties } = SCHEMAS['wire.schema.json'] as { properties: { cases: { items: object } } }
    const validate = ajv.compile({
      ...properties.cases.items,
      $defs: (SCHEMAS['wire.schema.json'] as { $defs: object }).$defs,
    })
    for (const one of shown) {
      validate(one)
      expect(validate.errors ?? []).toEqual([])
    }
  })

  test('ids are unique', () => {
    const ids = files.flatMap(({ file }) => file.cases.map(({ id }) => id))
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  test.each(SUITE_NAMES)('what a case of %s depends on exists', async (name) => {
    const cases = await (await loadSuite(name)).cases()
    const ids = new Set(cases.map(({ id }) => id))
    expect(ids.size).toBe(cases.length)
    expect(cases.flatMap(({ after = [] }) => after).filter((id) => !ids.has(id))).toEqual([])
  })
})
