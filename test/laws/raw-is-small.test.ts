/** `packages/raw` stays readable as "the raw level": a short list of names, a short core, a purpose for each room. */
import { describe, expect, test } from 'vitest'
import { exists, exportsOf, parse, read, sourceFiles } from '../../tools/sources.ts'

const CORE = ['gateway', 'environ', 'headers', 'status', 'input']
const README = 'packages/raw/README.md'
const manifest = JSON.parse(read('packages/raw/package.json')) as {
  name: string
  exports: Record<string, string | Record<string, string>>
}
const subpaths = Object.entries(manifest.exports).flatMap(([subpath, target]) =>
  typeof target === 'string' ? [] : [{ subpath, target }],
)

describe('raw is small', () => {
  test('the root offers at most 20 names, types included', () => {
    const names = exportsOf(parse('packages/raw/src/index.ts')).map(({ name }) => name)
    expect(names.length).toBeGreaterThan(0)
    expect(names.length, names.join(', ')).toBeLessThanOrEqual(20)
  })

  test('contract, environ, headers, status and input have at most 800 lines together', () => {
    const lines = CORE.map((name) => read(`packages/raw/src/${name}.ts`).trimEnd().split('\n').length)
    expect(
      lines.reduce((sum, count) => sum + count),
      lines.join(' + '),
    ).toBeLessThanOrEqual(800)
  })

  test('the README lists them in reading order, the contract first', () => {
    const listed = read(README).match(/^(\d+\.|[-*|]).*src\/\w+\.ts/gm) ?? []
    const order = listed
      .map((line) => /src\/(\w+)\.ts/.exec(line)?.[1] ?? '')
      .filter((name) => CORE.includes(name))
    expect(order[0]).toBe('gateway')
    expect(order.toSorted()).toEqual(CORE.toSorted())
  })

  test.each(subpaths)('$subpath leads to a file of its own at the top of src', ({ subpath, target }) => {
    const name = subpath === '.' ? 'index' : subpath.slice(2)
    const source = target['@triptych/source'] ?? ''
    expect([`./src/${name}.ts`, `./src/${name}/index.ts`]).toContain(source)
    expect(exists(`packages/raw/${source.slice(2)}`), source).toBe(true)
    const built = source.replace('./src/', './dist/').replace(/\.ts$/, '')
    expect(Object.entries(target)).toEqual([
      ['@triptych/source', source],
      ['types', `${built}.d.ts`],
      ['default', `${built}.js`],
    ])
  })

  test.each(subpaths)('the README says in one line what $subpath is for', ({ subpath }) => {
    const specifier = manifest.name + subpath.slice(1)
    const short = subpath === '.' ? '.' : subpath.slice(1)
    const line = read(README)
      .split('\n')
      .find(
        (text) => /^[|*-]/.test(text) && (text.includes(`\`${specifier}\``) || text.includes(`\`${short}\``)),
      )
    const purpose = line?.replace(/`[^`]*`/, '').match(/[a-z]{2,}/gi) ?? []
    expect(purpose.length, line).toBeGreaterThan(1)
  })

  test('no subpath is a pattern', () => {
    expect(Object.keys(manifest.exports).filter((subpath) => subpath.includes('*'))).toEqual([])
  })

  test('an index is a list, not code, and names what it lists', () => {
    const indexes = sourceFiles().filter((path) => path.endsWith('/index.ts'))
    for (const path of indexes) {
      const statements = parse(path).program['body'] as { type: string; source?: unknown }[]
      const others = statements.filter(({ type, source }) => type !== 'ExportNamedDeclaration' || !source)
      expect(
        others.map(({ type }) => type),
        path,
      ).toEqual([])
    }
  })
})
