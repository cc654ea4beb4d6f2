/**
 * The migration table: every public name of WebOb has a row, every TypeScript name in it exists, each name that is left
 * out or changed its shape says why, and the page is what the rows say.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  createAcceptCharsetHeader,
  createAcceptEncodingHeader,
  createAcceptHeader,
  createAcceptLanguageHeader,
} from '@triptych/webob/acceptparse'
import { Morsel } from '@triptych/webob/cookies'
import { wsgify } from '@triptych/webob/dec'
import { Response, ResponseBodyFile } from '@triptych/webob/response'
import { MODULES, migrationPage, rowsOf } from '../../../tools/migration-page.ts'

const inventory = JSON.parse(
  readFileSync(new URL('../../fixtures/webob-names.json', import.meta.url), 'utf8'),
) as { modules: Record<string, Record<string, string[]>> }

const marked = (module: string): string[] =>
  Object.entries(inventory.modules[module] ?? {})
    .flatMap(([mark, names]) => names.map((name) => `${name} ${mark}`))
    .toSorted()

/** Objects whose constructors set members that are on no prototype. */
const SAMPLES: Record<string, object> = {
  AcceptCharset: createAcceptCharsetHeader('utf-8'),
  AcceptEncoding: createAcceptEncodingHeader('gzip'),
  AcceptLanguage: createAcceptLanguageHeader('en'),
  Accept: createAcceptHeader('text/html'),
  Morsel: new Morsel('a', 'b'),
  ResponseBodyFile: new ResponseBodyFile(new Response()),
  'wsgify(fn)': wsgify(() => null),
}

/** Whether a module has a name, or a class of it has a member, on itself, on what it inherits or on its objects. */
function exists(module: Record<string, unknown>, name: string): boolean {
  const [owner = '', member] = name.split('.')
  const value = module[owner]
  if (member === undefined) return owner in module
  const sample = SAMPLES[owner]
  if (sample && member in sample) return true
  if (typeof value === 'object' && value !== null) return member in value
  if (typeof value !== 'function') return false
  if (member in value) return true
  return member in ((value.prototype ?? {}) as object)
}

test('all modules of the inventory are in the table', () => {
  expect(MODULES.map(({ python }) => python).toSorted()).toEqual(Object.keys(inventory.modules).toSorted())
})

test('the inventory has the 652 names that were counted, and the one instance that is public too', () => {
  const names = Object.entries(inventory.modules)
    .filter(([module]) => module !== 'root')
    .flatMap(([, marks]) => Object.values(marks).flat())
  expect(names.length).toBe(653)
})

describe.each(MODULES)('$python', ({ python, subpath }) => {
  test('has a row for each public name, with the mark of the inventory', () => {
    expect(
      rowsOf(python)
        .map(([name, mark]) => `${name} ${mark}`)
        .toSorted(),
    ).toEqual(marked(python))
  })

  test('names only what exists', async () => {
    const module = (await import(`@triptych/webob${subpath}`)) as Record<string, unknown>
    const missing = rowsOf(python)
      .map(([, , name]) => name)
      .filter((name) => name !== null && !name.includes(' ') && !exists(module, name))
    expect(missing).toEqual([])
  })

  test('says why a name is left out, and nothing else is left out', () => {
    const silent = rowsOf(python).filter(
      ([, , name, note]) => name === null && (note === undefined || note === 'reason' || note.length < 8),
    )
    expect(silent).toEqual([])
  })
})

test('the page is what the rows say (`npx tsx tools/migration-page.ts` writes it)', () => {
  const page = readFileSync(new URL('../../../docs/webob/migration.md', import.meta.url), 'utf8')
  expect(page).toBe(migrationPage())
})
