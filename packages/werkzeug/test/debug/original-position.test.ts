import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { transformSync } from 'esbuild'
import { afterAll, describe, expect, test } from 'vitest'
import { originalPosition } from '../../src/debug/original-position.ts'
import { sourceLines } from '../../src/debug/source-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'triptych-maps-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const TYPED =
  '// a remark\ninterface Never { x: 1 }\n\nexport function fail(): never {\n  throw new Error("here")\n}\n'
const { code, map } = transformSync(TYPED, {
  loader: 'ts',
  sourcemap: 'external',
  sourcefile: '../src/typed.ts',
  minifyWhitespace: true,
})
const column = code.indexOf('new Error') + 1
const write = (name: string, text: string): string => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}
const inline = Buffer.from(map).toString('base64')

describe('originalPosition', () => {
  const typed = join(folder, '..', 'src', 'typed.ts')
  write('beside.js.map', map)
  test.each([
    [
      'a map in the file',
      write('inline.js', `${code}//# sourceMappingURL=data:application/json;base64,${inline}\n`),
    ],
    ['a map beside the file', write('beside.js', `${code}//# sourceMappingURL=beside.js.map\n`)],
  ])('%s', (_, file) => {
    const position = { file: typed, line: 5, column: 9 }
    expect(originalPosition({ file, line: 1, column })).toEqual(position)
    expect(originalPosition({ file: pathToFileURL(file).href, line: 1, column })).toEqual(position)
    // The source is not there, but the map holds it.
    expect(sourceLines(typed)[4]).toBe('  throw new Error("here")')
  })

  test.each([
    ['no map', write('plain.js', 'x\n')],
    ['a map that is missing', write('missing.js', 'x\n//# sourceMappingURL=nowhere.map\n')],
    ['a map that is none', write('broken.js', 'x\n//# sourceMappingURL=data:application/json;base64,e30-\n')],
    ['no file', join(folder, 'nowhere.js')],
    ['a module of Node', 'node:fs'],
    ['no path', 'evalmachine.<anonymous>'],
  ])('%s: the place itself', (_, file) => {
    expect(originalPosition({ file, line: 1, column: 1 })).toEqual({ file, line: 1, column: 1 })
  })
})

describe('sourceLines', () => {
  test('are those of the file now', () => {
    const file = write('changing.ts', 'a\r\nb')
    expect(sourceLines(file)).toEqual(['a', 'b'])
    expect(sourceLines(file)).toBe(sourceLines(file))
  })

  test('none of what cannot be read, or is huge', () => {
    expect(sourceLines(folder)).toEqual([])
    expect(sourceLines(write('huge.ts', 'x'.repeat(5 * 1024 * 1024)))).toEqual([])
  })
})
