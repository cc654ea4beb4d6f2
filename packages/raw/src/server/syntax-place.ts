import { spawnSync } from 'node:child_process'

/** `file:line`, the line itself, and a mark below the column, which is not there at the end of a file. */
const PLACE = /^(?:file:\/\/)?(\S[^\n]*:\d+)\n(?:[^\n]*\n([ \t]*)\^)?/

/**
 * Where an error of syntax is, `file:line:column`, by what Node puts before its stack; at the end of a file without a
 * column.
 *
 * @example
 * assert.equal(placeOfReport('/app.mjs:2\nfunction (\n         ^\n\nSyntaxError: no'), '/app.mjs:2:10')
 * assert.equal(placeOfReport('SyntaxError: no'), undefined)
 */
export function placeOfReport(text: string): string | undefined {
  const found = PLACE.exec(text)
  const [, place, indent] = found ?? []
  return indent === undefined ? place : `${place}:${indent.length + 1}`
}

/**
 * Has Node parse a JavaScript file, and gives the place of its error of syntax. For modules Node tells it in no other way.
 *
 * @returns `undefined` when there is none
 * @example
 * import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * const folder = mkdtempSync(join(tmpdir(), 'triptych-'))
 * writeFileSync(join(folder, 'a.mjs'), 'export const a = = 1')
 * assert.equal(checkSyntax(join(folder, 'a.mjs')), `${join(folder, 'a.mjs')}:1:18`)
 * rmSync(folder, { recursive: true })
 */
export function checkSyntax(path: string): string | undefined {
  return placeOfReport(spawnSync(process.execPath, ['--check', path], { encoding: 'utf8' }).stderr)
}
