/** What tests may not do: leave others out, skip without a reason, read what a clone does not have. */
import { describe, expect, test } from 'vitest'
import { lineOf, parse, projectFiles, walk } from '../../tools/sources.ts'
import type { Node, Source } from '../../tools/sources.ts'

const RUNNERS = /^(test|it|describe|suite|bench)$/
const CONDITIONAL = /^(skipIf|runIf)$/

/** The name at the left end of `test.concurrent.only.each`, with all that follows. */
function chain(node: Node): string[] {
  if (node.type === 'Identifier') return [String(node['name'])]
  if (node.type === 'CallExpression') return chain(node['callee'] as Node)
  if (node.type !== 'MemberExpression') return []
  return [...chain(node['object'] as Node), String((node['property'] as Node)['name'])]
}

function faults(source: Source): string[] {
  const found: string[] = []
  const { text, path, comments } = source
  walk(source.program, (node, parent) => {
    if (
      node.type === 'Literal' &&
      typeof node['value'] === 'string' &&
      /(^|\/)\.\.\/shared\b|\/work\//.test(node['value'])
    ) {
      found.push(`${path}:${lineOf(text, node.start)} reads what a clone does not have`)
    }
    if (node.type !== 'CallExpression') return
    const [root = '', ...members] = chain(node['callee'] as Node)
    const line = lineOf(text, node.start)
    const args = node['arguments'] as Node[]
    if (RUNNERS.test(root)) {
      if (members.includes('only')) found.push(`${path}:${line} leaves the other tests out`)
      if (members.includes('skip') || members.includes('todo'))
        found.push(`${path}:${line} skips unconditionally`)
      if (CONDITIONAL.test(members.at(-1) ?? '') && (node['callee'] as Node).type === 'MemberExpression') {
        const above = comments.some((comment) => {
          const end = lineOf(text, comment.end)
          return (end === line || end === line - 1) && comment.value.trim().length > 10
        })
        const [title] = (parent?.['arguments'] ?? []) as Node[]
        const reason = above || /\(.{5,}\)/.test(String(title?.['value']))
        if (!reason)
          found.push(`${path}:${line} skips without a reason, in a comment above or in (...) in its title`)
      }
    } else if (members.length === 1 && members[0] === 'skip' && /^(context|ctx|task|t)$/.test(root)) {
      const reason = args.at(-1)
      if (reason === undefined || (reason.type === 'Literal' && typeof reason['value'] !== 'string')) {
        found.push(`${path}:${line} skips without a reason`)
      }
    }
  })
  return found
}

describe('tests', () => {
  test.each(projectFiles(/^(packages\/[^/]+\/)?test\/.*\.(ts|mjs)$/))('%s', (path) => {
    expect(faults(parse(path))).toEqual([])
  })

  const only = ['on', 'ly'].join('')
  test.each([
    [`test.${only}('x', () => {})`, 'leaves'],
    [`describe.concurrent.${only}('x', () => {})`, 'leaves'],
    [`test.${only}.each([1])('x', () => {})`, 'leaves'],
    [`it.skip('x', () => {})`, 'unconditionally'],
    [`test.todo('x')`, 'unconditionally'],
    [`test.skipIf(windows)('x', () => {})`, 'without a reason'],
    [`test('x', (context) => { context.skip() })`, 'without a reason'],
    [`readFileSync('${'../'.repeat(2)}shared/cases.json')`, 'clone'],
  ])('catches %s', (text, complaint) => {
    expect(faults(parse('sample.test.ts', text)).join()).toContain(complaint)
  })

  test.each([
    `// Windows has no unix sockets.\ntest.skipIf(windows)('x', () => {})`,
    `test('x', (context) => { context.skip(windows, 'Windows has no unix sockets') })`,
    `test.skipIf(windows)('x (POSIX only)', () => {})`,
    `test.each([1])('x', () => {})`,
  ])('permits %j', (text) => {
    expect(faults(parse('sample.test.ts', text))).toEqual([])
  })
})
