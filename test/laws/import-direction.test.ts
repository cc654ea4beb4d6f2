/**
 * The layers of DESIGN, "Import direction", stand in .oxlintrc.json, and `npm run lint` applies them to the tree.
 * This proves that the configuration catches what it must and permits what it must: each row is a file of one
 * import in an empty folder, linted with the project's configuration.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../../tools/sources.ts'

type Row = [file: string, specifier: string]

const REFUSED: Row[] = [
  ['packages/raw/src/gateway.ts', './environ.ts'],
  ['packages/raw/src/http/date.ts', '../environ.ts'],
  ['packages/raw/src/http/date.ts', '../util.ts'],
  ['packages/raw/src/http/date.ts', '../gateways/handler.ts'],
  ['packages/raw/src/http/structured/item.ts', '../../environ.ts'],
  ['packages/raw/src/http/date.ts', 'node:util'],
  ['packages/raw/src/http/date.ts', 'fs'],
  ['packages/raw/src/environ.ts', './gateways/handler.ts'],
  ['packages/raw/src/environ.ts', './server/index.ts'],
  ['packages/raw/src/environ.ts', './http/index.ts'],
  ['packages/raw/src/environ.ts', 'node:path'],
  ['packages/raw/src/index.ts', './proxy/proxy.ts'],
  ['packages/raw/src/index.ts', './validate/index.ts'],
  ['packages/raw/src/gateways/fetch.ts', '../server/listen.ts'],
  ['packages/raw/src/gateways/fetch.ts', '../validate/validator.ts'],
  ['packages/raw/src/gateways/fetch.ts', 'node:http'],
  ['packages/raw/src/validate/validator.ts', '../gateways/handler.ts'],
  ['packages/raw/src/validate/validator.ts', 'node:assert'],
  ['packages/raw/src/testing/client.ts', '../server/index.ts'],
  ['packages/raw/src/testing/client.ts', 'node:events'],
  ['packages/raw/src/proxy/proxy.ts', '../server/index.ts'],
  ['packages/raw/src/server/cli.ts', '../testing/index.ts'],
  ['packages/raw/src/server/cli.ts', '@triptych/werkzeug/debug'],
  ['packages/raw/src/server/cli.ts', '@triptych/raw/http'],
  ['packages/webob/src/request.ts', '@triptych/werkzeug'],
  ['packages/webob/src/request.ts', '@triptych/webob'],
  ['packages/webob/src/request.ts', '@triptych/raw/client'],
  ['packages/webob/src/request.ts', '@triptych/raw/query'],
  ['packages/webob/src/request.ts', '@triptych/raw/gateways/handler'],
  ['packages/webob/src/request.ts', '../../raw/src/http/date.ts'],
  ['packages/webob/src/request.ts', 'node:fs'],
  ['packages/webob/src/client.ts', '@triptych/raw/server'],
  ['packages/werkzeug/src/wrappers/request.ts', '@triptych/webob'],
  ['packages/werkzeug/src/wrappers/request.ts', '@triptych/raw/server'],
  ['packages/werkzeug/src/wrappers/request.ts', 'node:crypto'],
  ['packages/werkzeug/src/middleware/lint.ts', '@triptych/raw/server'],
  ['packages/werkzeug/src/middleware/http-proxy.ts', 'node:http'],
  ['examples/time-service/webob.ts', '../../packages/webob/src/index.ts'],
]

const PERMITTED: Row[] = [
  ['packages/raw/src/http/date.ts', './chars.ts'],
  ['packages/raw/src/http/date.ts', '../gateway.ts'],
  ['packages/raw/src/http/structured/item.ts', '../chars.ts'],
  ['packages/raw/src/http/structured/item.ts', '../../gateway.ts'],
  ['packages/raw/src/http/cookie.ts', 'cookie'],
  ['packages/raw/src/environ.ts', './http/percent.ts'],
  ['packages/raw/src/index.ts', './environ.ts'],
  ['packages/raw/src/query.ts', 'qs'],
  ['packages/raw/src/gateways/fetch.ts', './handler.ts'],
  ['packages/raw/src/gateways/node-http.ts', 'node:http'],
  ['packages/raw/src/gateways/fastcgi/record.ts', 'node:net'],
  ['packages/raw/src/validate/validator.ts', '../environ.ts'],
  ['packages/raw/src/testing/client.ts', '../gateways/handler.ts'],
  ['packages/raw/src/server/cli.ts', 'node:util'],
  ['packages/raw/src/server/cli.ts', '../validate/index.ts'],
  ['packages/raw/src/client/client.ts', 'node:http'],
  ['packages/webob/src/request.ts', '@triptych/raw'],
  ['packages/webob/src/request.ts', '@triptych/raw/http'],
  ['packages/webob/src/static.ts', 'node:fs'],
  ['packages/webob/src/client.ts', '@triptych/raw/client'],
  ['packages/werkzeug/src/wrappers/request.ts', '@triptych/raw/environ'],
  ['packages/werkzeug/src/middleware/lint.ts', '@triptych/raw/validate'],
  ['packages/werkzeug/src/middleware/http-proxy.ts', '@triptych/raw/proxy'],
  ['packages/werkzeug/src/middleware/profiler.ts', 'node:perf_hooks'],
  ['packages/werkzeug/src/serving.ts', '@triptych/raw/server'],
  ['packages/werkzeug/src/debug/console.ts', 'node:inspector'],
  ['packages/raw/test/environ.test.ts', '../src/environ.ts'],
  ['examples/time-service/webob.ts', '@triptych/webob'],
]

const folder = mkdtempSync(join(tmpdir(), 'triptych-layers-'))
const findings = new Map<string, string[]>()

/** A folder for each row would change its depth, so each row has a tree of its own. */
const treeOf = (row: Row, at: number): string => join(folder, String(at), row[0])

beforeAll(() => {
  const rows = [...REFUSED, ...PERMITTED]
  for (const [at, row] of rows.entries()) {
    mkdirSync(dirname(treeOf(row, at)), { recursive: true })
    writeFileSync(treeOf(row, at), `import { thing } from '${row[1]}'\nexport const other = thing\n`)
    cpSync(join(ROOT, '.oxlintrc.json'), join(folder, String(at), '.oxlintrc.json'))
  }
  const cycle = join(folder, 'cycle/packages/raw/src/http')
  mkdirSync(cycle, { recursive: true })
  cpSync(join(ROOT, '.oxlintrc.json'), join(folder, 'cycle/.oxlintrc.json'))
  writeFileSync(join(cycle, 'a.ts'), `import { b } from './b.ts'\nexport const a = (): unknown => b\n`)
  writeFileSync(join(cycle, 'b.ts'), `import { a } from './a.ts'\nexport const b = (): unknown => a\n`)
  const oxlint = join(ROOT, 'node_modules/oxlint/bin/oxlint')
  const { stdout } = spawnSync(process.execPath, [oxlint, '--format', 'json'], {
    cwd: folder,
    encoding: 'utf8',
  })
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { filename: string; code: string }[] }
  for (const { filename, code } of diagnostics) {
    const key = filename.replaceAll('\\', '/').split('/')[0]!
    findings.set(key, [...(findings.get(key) ?? []), code])
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const LAYERS = /no-restricted-imports|no-nodejs-modules/

describe('import direction', () => {
  test.each(REFUSED.map((row, at) => ({ file: row[0], specifier: row[1], key: String(at) })))(
    '$file may not import $specifier',
    ({ key }) => {
      expect(findings.get(key)?.join()).toMatch(LAYERS)
    },
  )

  test.each(
    PERMITTED.map((row, at) => ({ file: row[0], specifier: row[1], key: String(REFUSED.length + at) })),
  )('$file may import $specifier', ({ key }) => {
    expect(findings.get(key)?.join() ?? '').not.toMatch(LAYERS)
  })

  test('modules may not import one another in a circle', () => {
    expect(findings.get('cycle')).toEqual(['import(no-cycle)', 'import(no-cycle)'])
  })
})
