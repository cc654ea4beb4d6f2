/** What the sources look like: erasable syntax only, files of a readable size with names in kebab-case, nothing unfinished. */
import { describe, expect, test } from 'vitest'
import { lineOf, parse, projectFiles, read, sourceFiles, walk } from '../../tools/sources.ts'
import type { Node, Source } from '../../tools/sources.ts'

const LIMIT = 400
const REASON = /Why this long:/

/** What Node can't run by dropping the types, and what the house does without, by line. */
function refused(source: Source): string[] {
  const found: string[] = []
  const report = (node: Node, what: string): void => {
    found.push(`${source.path}:${lineOf(source.text, node.start)} ${what}`)
  }
  walk(source.program, (node) => {
    if (node.type === 'TSEnumDeclaration') report(node, 'is an enum')
    if (node.type === 'TSModuleDeclaration' && node['global'] !== true) report(node, 'is a namespace')
    if (node.type === 'TSParameterProperty') report(node, 'is a parameter property')
    if (node.type === 'Decorator') report(node, 'is a decorator')
    if (node.type === 'TSAnyKeyword') report(node, 'is any')
    if (node.type === 'ExportDefaultDeclaration') report(node, 'is a default export')
    if (node.type === 'ExportAllDeclaration') report(node, 'exports whatever is there')
    if (node.type === 'TSExportAssignment' || node.type === 'TSImportEqualsDeclaration')
      report(node, 'is CommonJS')
  })
  for (const { value, start } of source.comments) {
    const line = lineOf(source.text, start)
    if (/@ts-(ignore|expect-error|nocheck)/.test(value))
      found.push(`${source.path}:${line} silences the compiler`)
    if (/(oxlint|eslint)-disable/.test(value)) found.push(`${source.path}:${line} silences the linter`)
  }
  return found
}

describe('syntax', () => {
  test.each(sourceFiles())('%s', (path) => {
    expect(refused(parse(path))).toEqual([])
  })

  test.each([
    'enum E { A }',
    'const enum E { A }',
    'namespace N { export const x = 1 }',
    'class C { constructor(private x: number) {} }',
    'class C { @d m(): void {} }',
    '@d class C {}',
    'const x: any = 1',
    'export default 1',
    'export * from "./x.ts"',
    'export * as all from "./x.ts"',
    '// @ts-ignore\nf()',
    '// oxlint-disable-next-line\nf()',
  ])('catches %j', (text) => {
    expect(refused(parse('sample.ts', text))).not.toEqual([])
  })
})

describe('files', () => {
  const code = projectFiles(/^(packages|test|tools|examples|docs)\/.*\.(ts|mts|js|mjs)$/).filter(
    (path) => !path.includes('/.'),
  )
  const isLong = (text: string): boolean => text.trimEnd().split('\n').length > LIMIT && !REASON.test(text)

  test(`a source of more than ${LIMIT} lines states its reason`, () => {
    expect(sourceFiles().filter((path) => isLong(read(path)))).toEqual([])
    expect(isLong('line\n'.repeat(LIMIT + 1))).toBe(true)
    expect(isLong(`// Why this long: a table.\n${'line\n'.repeat(LIMIT)}`)).toBe(false)
  })

  const kebab = /^([a-z0-9]+-)*[a-z0-9]+(\.(test|bench|config|d))*\.\w+$/
  test('names are in kebab-case', () => {
    expect(
      code.filter(
        (path) =>
          !path
            .split('/')
            .every((part) => kebab.test(`${part.replace(/\.\w+$/, '')}.ts`) || kebab.test(part)),
      ),
    ).toEqual([])
    expect('requestEnviron.ts').not.toMatch(kebab)
    expect('request_environ.ts').not.toMatch(kebab)
  })

  const unfinished = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')}|${'X'.repeat(3)})\\b`)
  test('nothing is left for later', () => {
    expect(code.filter((path) => unfinished.test(read(path)))).toEqual([])
    expect(`// ${['TO', 'DO'].join('')}: later`).toMatch(unfinished)
  })

  test('every module of tests has its place beside what it tests', () => {
    const tests = projectFiles(/^packages\/[^/]+\/test\/.*\.test\.ts$/)
    const astray = tests.filter((path) => {
      const module = path.replace('/test/', '/src/').replace(/\.test\.ts$/, '')
      return projectFiles(new RegExp(`^${module}(\\.ts$|/)`)).length === 0
    })
    // Whole subjects that no single module answers for.
    const subjects =
      /\/test\/(bin\/|(server\/|http\/|validate\/)?([\w-]*cases|time-?service|hostile|command|spec)[\w-]*\.test\.ts$)/
    expect(astray.filter((path) => !subjects.test(path))).toEqual([])
  })
})
