import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkSyntax, placeOfReport } from '../../src/server/syntax-place.ts'

let folder = ''
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'triptych-syntax-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  ['/a.mjs:1\nlet = =\n      ^\n\nSyntaxError: no', '/a.mjs:1:7'],
  ['file:///a b.mjs:12\n\tx x\n\t  ^\n', '/a b.mjs:12:4'],
  ['/a.mjs:3\n\n\n\nSyntaxError: no', '/a.mjs:3'],
  ['SyntaxError: no\n    at x (/a.js:1:1)', undefined],
  ['', undefined],
])('%j is at %s', (text, place) => {
  expect(placeOfReport(text)).toBe(place)
})

test.each([
  ['module.mjs', 'export const a = 1\nexport const b = = 2\n', ':2:18'],
  ['script.cjs', 'function (\n', ':1:1'],
  ['end.mjs', 'export default function (\n', ':2'],
])('%s is parsed', (name, text, place) => {
  const path = join(folder, name)
  writeFileSync(path, text)
  expect(checkSyntax(path)).toBe(path + place)
})

test('a file without errors has no place', () => {
  const path = join(folder, 'good.mjs')
  writeFileSync(path, 'export const a = 1\n')
  expect(checkSyntax(path)).toBe(undefined)
})

test('hostile text takes linear time', () => {
  expect(placeOfReport(`${'/a:1'.repeat(50_000)} \n`.repeat(3))).toBe(undefined)
})
