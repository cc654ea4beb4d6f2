/** Every export says what it is; functions and classes show it by an example that asserts (test/examples runs it). */
import { describe, expect, test } from 'vitest'
import { exportsOf, parse, sourceFiles } from '../../tools/sources.ts'
import type { Source } from '../../tools/sources.ts'

function undocumented(source: Source): string[] {
  return exportsOf(source).flatMap(({ name, kind, line, doc, passedOn }) => {
    if (passedOn) return []
    const at = `${source.path}:${line} ${name}`
    const sentence = doc?.split(/^@/m)[0]?.trim() ?? ''
    if (sentence === '') return [`${at} has no doc comment`]
    if ((kind === 'function' || kind === 'class') && !/^@example[^]*\bassert\b/m.test(doc ?? '')) {
      return [`${at} has no example that asserts`]
    }
    return []
  })
}

describe('doc comments', () => {
  const modules = sourceFiles().filter((path) => !path.endsWith('/index.ts'))
  test.each(modules)('%s', (path) => {
    expect(undocumented(parse(path))).toEqual([])
  })

  const example = '/** What it does.\n * @example\n * assert.ok(f())\n */\n'
  test.each([
    ['export function f(): void {}', 'has no doc comment'],
    ['export type T = 1', 'has no doc comment'],
    ['export interface T {}', 'has no doc comment'],
    ['// A remark.\nexport const x = 1', 'has no doc comment'],
    ['/** The module. */\nimport y from "y"\nexport const x = y', 'has no doc comment'],
    ['/** What it does. */\nexport function f(): void {}', 'has no example that asserts'],
    ['/** What it does. */\nexport const f = (): void => {}', 'has no example that asserts'],
    ['/** What it does.\n * @example\n * f()\n */\nexport class F {}', 'has no example that asserts'],
  ])('catches %j', (text, complaint) => {
    expect(undocumented(parse('sample.ts', text)).join()).toContain(complaint)
  })

  test.each([
    `${example}export function f(): void {}`,
    `${example}export async function* f(): AsyncGenerator {}`,
    `${example}export function f(x: 1): void\nexport function f(x: 2): void\nexport function f(): void {}`,
    '/** What it holds. */\nexport type T = 1',
    '/** What it holds. */\nexport const x: number = 1',
    'function f(): void {}',
    'export { f } from "./f.ts"',
  ])('permits %j', (text) => {
    expect(undocumented(parse('sample.ts', text))).toEqual([])
  })
})
