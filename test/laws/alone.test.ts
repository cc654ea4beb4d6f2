/** Every module imports alone in a fresh process: no module leans on another one having been loaded before it. */
import { execFile } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { buildCopy } from '../../tools/built-copy.ts'
import { sourceFiles } from '../../tools/sources.ts'

const copy = buildCopy('alone')
afterAll(copy.remove)

function importAlone(path: string): Promise<string> {
  const url = pathToFileURL(`${copy.path}/${path}`).href
  const program = `await import(${JSON.stringify(url)}); process.stdout.write('imported')`
  return new Promise((resolve) => {
    const args = ['--unhandled-rejections=strict', '--input-type=module', '--eval', program]
    execFile(process.execPath, args, { timeout: 30_000 }, (error, stdout, stderr) =>
      resolve(error ? stderr || error.message : stdout),
    )
  })
}

describe.concurrent('imports alone', () => {
  test.each(sourceFiles())('%s', async (path) => {
    const built = path.replace('/src/', '/dist/').replace(/\.ts$/, '.js')
    expect(await importAlone(built)).toBe('imported')
  })
})
