/**
 * The migration tables: every public name of WebOb and Werkzeug has a row, every TypeScript name in it exists, each name
 * that is left out or changed its shape says why, and the page is what the rows say.
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
import * as datastructures from '@triptych/werkzeug/datastructures'
import { HTTPException } from '@triptych/werkzeug/exceptions'
import * as routing from '@triptych/werkzeug/routing'
import { BaseWSGIServer } from '@triptych/werkzeug/serving'
import { TestResponse } from '@triptych/werkzeug/test'
import { UserAgent } from '@triptych/werkzeug/user-agent'
import { Request as WerkzeugRequest, Response as WerkzeugResponse } from '@triptych/werkzeug/wrappers'
import { LIBRARIES, migrationPage, rowsOf, type Library } from '../../tools/migration-page.ts'

interface Inventory {
  modules: Record<string, Record<string, string[]>>
}

const inventoryOf = ({ name }: Library): Inventory =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}-names.json`, import.meta.url), 'utf8')) as Inventory

/** What was counted when the libraries were read. */
const COUNTS: Record<Library['name'], number> = { webob: 653, werkzeug: 828 }

/** Objects whose constructors set members that are on no prototype. */
const SAMPLES: Record<Library['name'], Record<string, object>> = {
  webob: {
    AcceptCharset: createAcceptCharsetHeader('utf-8'),
    AcceptEncoding: createAcceptEncodingHeader('gzip'),
    AcceptLanguage: createAcceptLanguageHeader('en'),
    Accept: createAcceptHeader('text/html'),
    Morsel: new Morsel('a', 'b'),
    ResponseBodyFile: new ResponseBodyFile(new Response()),
    'wsgify(fn)': wsgify(() => null),
  },
  werkzeug: {
    Accept: new datastructures.Accept(),
    BaseConverter: new routing.BaseConverter(new routing.Map()),
    BaseWSGIServer: new BaseWSGIServer('127.0.0.1', 0, () => []),
    BuildError: new routing.BuildError('', {}, null),
    Map: new routing.Map(),
    RequestRedirect: new routing.RequestRedirect('/'),
    Rule: new routing.Rule('/'),
    TestResponse: new TestResponse(),
    Weighting: new routing.Weighting([], []),
    Authorization: new datastructures.Authorization('basic'),
    CallbackDict: new datastructures.CallbackDict(),
    ETags: new datastructures.ETags(),
    FileStorage: new datastructures.FileStorage(),
    HTTPException: new HTTPException(),
    IfRange: new datastructures.IfRange(),
    Range: new datastructures.Range('bytes', []),
    Request: WerkzeugRequest.fromValues('/'),
    Response: new WerkzeugResponse(),
    UserAgent: new UserAgent(''),
  },
}

/** Whether a module has a name, or a class of it has a member, on itself, on what it inherits or on its objects. */
function exists(module: Record<string, unknown>, name: string, samples: Record<string, object>): boolean {
  const [owner = '', member] = name.split('.')
  const value = module[owner]
  if (member === undefined) return owner in module
  const sample = samples[owner]
  if (sample && member in sample) return true
  if (typeof value === 'object' && value !== null) return member in value
  if (typeof value !== 'function') return false
  if (member in value) return true
  return member in ((value.prototype ?? {}) as object)
}

describe.each(LIBRARIES)('$name', (library) => {
  const { name, modules, later } = library
  const inventory = inventoryOf(library)

  test('all modules of the inventory are in the table', () => {
    expect([...modules.map(({ python }) => python), ...later].toSorted()).toEqual(
      Object.keys(inventory.modules).toSorted(),
    )
  })

  test('the inventory has the names that were counted', () => {
    const names = Object.entries(inventory.modules)
      .filter(([module]) => module !== 'root')
      .flatMap(([, marks]) => Object.values(marks).flat())
    expect(names.length).toBe(COUNTS[name])
  })

  describe.each(modules)('$python', ({ python, subpaths }) => {
    const rows = rowsOf(library, python)

    test('has a row for each public name, with the mark of the inventory', () => {
      const marked = Object.entries(inventory.modules[python] ?? {}).flatMap(([mark, names]) =>
        names.map((one) => `${one} ${mark}`),
      )
      expect(rows.map(([one, mark]) => `${one} ${mark}`).toSorted()).toEqual(marked.toSorted())
    })

    test('names only what exists', async () => {
      const found = await Promise.all(subpaths.map((subpath) => import(`@triptych/${name}${subpath}`)))
      const module = Object.assign({}, ...found) as Record<string, unknown>
      const missing = rows
        .map(([, , ours]) => ours)
        .filter((ours) => ours !== null && !ours.includes(' ') && !exists(module, ours, SAMPLES[name]))
      expect(missing).toEqual([])
    })

    test('says why a name is left out, and nothing else is left out', () => {
      const silent = rows.filter(
        ([, , ours, note]) => ours === null && (note === undefined || note === 'reason' || note.length < 8),
      )
      expect(silent).toEqual([])
    })
  })

  test('the page is what the rows say (`npx tsx tools/migration-page.ts` writes it)', () => {
    const page = readFileSync(new URL(`../../docs/${name}/migration.md`, import.meta.url), 'utf8')
    expect(page).toBe(migrationPage(library))
  })
})
