/** What holds for all case files: their schemas, ids that are unique, and dependencies that exist. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
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
