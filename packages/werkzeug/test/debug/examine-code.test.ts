import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { examineCode } from '../../src/debug/examine-code.ts'

describe('examineCode', () => {
  test.each<[code: string, kind: string]>([
    ['1 + 1', 'plain'],
    ['const x = 1', 'plain'],
    ['{ a: 1 }', 'plain'],
    ['{ let a = 1; }', 'plain'],
    ['// a remark', 'plain'],
    ['f(', 'incomplete'],
    ['f(1,\n2,', 'incomplete'],
    ['[1, 2', 'incomplete'],
    ['new Promise((resolve) => {', 'incomplete'],
    ['new Promise(() => {}', 'incomplete'],
    ['if (x) {\n  y()', 'incomplete'],
    ['const x =', 'incomplete'],
    ['x = `a', 'incomplete'],
    ['/* a remark', 'incomplete'],
    ['await f(', 'incomplete'],
    ['await f()', 'expression'],
    ['(await f()).x;', 'expression'],
    ['const x = await f()', 'declaration'],
    ['let { a = 1, b } = await f();', 'declaration'],
    ['await f(); await g()', 'body'],
    ['for await (const x of y) z(x)', 'body'],
    ['1 +* 2', 'wrong'],
    ['"abc', 'wrong'],
    [')', 'wrong'],
    ['const const = 1', 'wrong'],
    ['await await', 'incomplete'],
  ])('%j is %s', (code, kind) => {
    expect(examineCode(code).kind).toBe(kind)
  })

  test('takes a declaration apart', () => {
    expect(examineCode('let { a = 1 } = await f(x => 2);')).toEqual({
      kind: 'declaration',
      keyword: 'let',
      pattern: '{ a = 1 }',
      code: ' await f(x => 2)',
    })
  })

  test('never throws, and runs nothing', () => {
    fc.assert(fc.property(fc.string(), (code) => void examineCode(code)))
    examineCode('globalThis.wasRun = true')
    examineCode('await (globalThis.wasRun = true)')
    expect(globalThis).not.toHaveProperty('wasRun')
    for (const piece of ['(', '{', '=', 'await ', '`', '/*', 'const a = ']) examineCode(piece.repeat(2000))
  })
})
