import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseStack } from '../../src/debug/parse-stack.ts'

describe('parseStack', () => {
  test.each<[line: string, name: string, file: string, at: number, column: number, isAsync: boolean]>([
    ['at f (/app/a.ts:3:4)', 'f', '/app/a.ts', 3, 4, false],
    ['at /app/a.ts:3:4', '', '/app/a.ts', 3, 4, false],
    ['at async f (/app/a.ts:3:4)', 'f', '/app/a.ts', 3, 4, true],
    ['at async /app/a.ts:3:4', '', '/app/a.ts', 3, 4, true],
    ['at new Shop (file:///app/a%20b.ts:3:4)', 'new Shop', '/app/a b.ts', 3, 4, false],
    ['at Shop.buy [as sell] (/app/(group)/a.ts:3:4)', 'Shop.buy [as sell]', '/app/(group)/a.ts', 3, 4, false],
    ['at Object.<anonymous> (node:internal/x:1:2)', 'Object.<anonymous>', 'node:internal/x', 1, 2, false],
    ['at a b c (/app/a.ts:3:4)', 'a b c', '/app/a.ts', 3, 4, false],
  ])('%s', (line, name, file, at, column, isAsync) => {
    const { header, frames } = parseStack(`Error: x\n    ${line}`)
    expect(header).toBe('Error: x')
    expect(frames).toEqual([{ name, file, line: at, column, isAsync }])
  })

  test.each([
    'at Array.map (<anonymous>)',
    'at <anonymous>',
    'at eval (eval at f (/app/a.ts:1:2), <anonymous>:3:4)',
    'at f (/app/a.ts)',
    'at f (native)',
    'at ',
  ])('%s is no place in a file', (line) => {
    expect(
      parseStack(`Error: x\n    ${line}\n    at g (/a.ts:1:1)`).frames.map(({ name }) => name),
    ).not.toContain('f')
  })

  test('a message that looks like frames stays the message', () => {
    const { header, frames } = parseStack('Error: a\n    at evil (/x.ts:1:1)\nb\n    at f (/app/a.ts:3:4)')
    expect(header).toBe('Error: a\n    at evil (/x.ts:1:1)\nb')
    expect(frames).toHaveLength(1)
  })

  test('a real stack has this function first', () => {
    const { frames } = parseStack(new Error('here').stack!)
    expect(frames[0]!.file).toMatch(/parse-stack\.test\.ts$/)
  })

  test('never throws, and ends', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        parseStack(`${a}\n    at ${b}`)
      }),
    )
    for (const piece of ['(', ')', ':', '    at (', '\n', ':1:1)', 'async ']) {
      parseStack(`Error\n    at ${piece.repeat(300_000)}`)
    }
    expect(parseStack(`Error\n${'    at f (/a:1:1)\n'.repeat(10_000)}`).frames).toHaveLength(200)
  })
})
