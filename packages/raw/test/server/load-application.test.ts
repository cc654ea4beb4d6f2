import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Application } from '../../src/gateway.ts'
import { loadApplication, loadMiddleware, parseProgramName } from '../../src/server/load-application.ts'

describe('parseProgramName', () => {
  test.each([
    ['app.ts', 'app.ts', undefined],
    ['app.ts:app', 'app.ts', 'app'],
    ['./a/app.mjs:make', './a/app.mjs', 'make'],
    ['/a:b/app.mjs', '/a:b/app.mjs', undefined],
    ['C:\\x\\app.ts', 'C:\\x\\app.ts', undefined],
    ['C:\\x\\app.ts:app', 'C:\\x\\app.ts', 'app'],
    ['C:/x/app.ts', 'C:/x/app.ts', undefined],
    ['C:/x/app.ts:app', 'C:/x/app.ts', 'app'],
    ['app.ts:', 'app.ts:', undefined],
    [':app', ':app', undefined],
    ['@triptych/werkzeug/middleware/lint:lint', '@triptych/werkzeug/middleware/lint', 'lint'],
  ])('%j', (text, file, name) => {
    expect(parseProgramName(text)).toEqual(name === undefined ? { file } : { file, name })
  })
})

/** Errors of syntax are the command's test: here vite reads the files, and in its own words. */
const FILES: Readonly<Record<string, string>> = {
  'default.mjs': 'export default function one() { return [] }\nexport const app = () => []\n',
  'named.mjs':
    'export function app() { return [] }\nexport function other() { return [] }\nexport const text = "x"\n',
  'object.mjs': 'export default { name: "object", application() { return [this.name] } }\n',
  'plain.cjs': 'exports.app = function app() { return [] }\n',
  'whole.cjs': 'module.exports = function whole() { return [] }\n',
  'built.cjs':
    'const exported = {}\nexported["app"] = function built() { return [] }\nmodule.exports = exported\n',
  'typed.mts': 'export const app: () => string[] = function typed(): string[] { return [] }\n',
  'with:colon.mjs': 'export function app() { return [] }\n',
  'empty.mjs': 'export {}\n',
  'wrong.mjs': 'export default { app: 1 }\n',
  'throws.mjs': 'throw new TypeError("no database")\n',
  'lacks.mjs': 'import "./none.mjs"\nexport const app = () => []\n',
  'wrap.mjs':
    'export const middleware = (app) => (...args) => ["wrapped", ...app(...args)]\nexport const no = 1\n',
  'node_modules/wrap-package/package.json':
    '{ "name": "wrap-package", "type": "module", "exports": "./i.js" }',
  'node_modules/wrap-package/i.js':
    'export default function packed(app) { return app }\nexport const twice = (app) => app\n',
}

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'triptych-load-'))
  for (const [name, text] of Object.entries(FILES)) {
    // Windows has no colon in names
    if (process.platform === 'win32' && name.includes(':')) continue
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (application: Application): unknown => application({} as never, undefined as never)

describe('loadApplication', () => {
  test.each([
    ['default.mjs', 'one'],
    ['default.mjs:app', 'app'],
    ['named.mjs', 'app'],
    ['./named.mjs:other', 'other'],
    ['plain.cjs', 'app'],
    ['plain.cjs:app', 'app'],
    ['whole.cjs', 'whole'],
    ['built.cjs', 'built'],
    ['built.cjs:app', 'built'],
    ['typed.mts', 'typed'],
  ])('%s is %s', async (text, name) => {
    const application = await loadApplication(text, folder)
    expect(application.name).toBe(name)
    expect(run(application)).toEqual([])
  })

  test('an object with an application method is bound', async () => {
    expect(run(await loadApplication('object.mjs', folder))).toEqual(['object'])
  })

  test.skipIf(process.platform === 'win32')('a file with a colon in its name (POSIX only)', async () => {
    expect((await loadApplication('with:colon.mjs', folder)).name).toBe('app')
  })

  test.each([
    ['none.mjs', 'ERR_FILE_NOT_FOUND', "Expected an application's file, found none at "],
    ['node_modules', 'ERR_FILE_NOT_FOUND', "Expected an application's file"],
    ['named.mjs:ap', 'ERR_EXPORT_NOT_FOUND', 'named.mjs to export ap, it exports app, other, text'],
    ['empty.mjs', 'ERR_EXPORT_NOT_FOUND', 'empty.mjs to export default or app, it exports nothing'],
    ['named.mjs:text', 'ERR_NOT_AN_APPLICATION', 'Expected the export text of '],
    ['wrong.mjs', 'ERR_NOT_AN_APPLICATION', 'wrong.mjs to be an application'],
    ['throws.mjs', 'ERR_PROGRAM_FAILED', 'TypeError: no database'],
    ['lacks.mjs', 'ERR_PROGRAM_FAILED', 'none.mjs'],
  ])('%s fails with %s', async (text, code, message) => {
    await expect(loadApplication(text, folder)).rejects.toMatchObject({
      name: 'LoadError',
      code,
      message: expect.stringContaining(message) as string,
    })
  })

  test('an error of the program is the cause', async () => {
    await expect(loadApplication('throws.mjs', folder)).rejects.toMatchObject({
      cause: { message: 'no database' },
    })
  })
})

describe('loadMiddleware', () => {
  test.each(['wrap.mjs', './wrap.mjs:middleware'])('%s', async (text) => {
    const middleware = await loadMiddleware(text, folder)
    expect(run(middleware((() => ['x']) as never) as Application)).toEqual(['wrapped', 'x'])
  })

  test.each(['wrap-package', 'wrap-package:twice'])('the package %s', async (text) => {
    const application: Application = () => []
    expect((await loadMiddleware(text, folder))(application)).toBe(application)
  })

  test.each([
    ['./none.mjs', 'ERR_FILE_NOT_FOUND', 'found none at ./none.mjs'],
    ['no-such-package', 'ERR_FILE_NOT_FOUND', 'no-such-package'],
    ['wrap.mjs:no', 'ERR_NOT_A_MIDDLEWARE', 'got number'],
    ['wrap.mjs:non', 'ERR_EXPORT_NOT_FOUND', 'it exports middleware, no'],
  ])('%s fails with %s', async (text, code, message) => {
    await expect(loadMiddleware(text, folder)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    })
  })
})
