/**
 * Examples are copied, so the TypeScript blocks of pages also compile under the project's own strict
 * options; those of doc comments annotate nothing and are run only. The scope is the one in which test/examples/examples.test.ts runs them.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { inFunction } from '../../tools/example-program.ts'
import { ROOT, codeBlocks, pages } from '../../tools/sources.ts'
import type { Example } from '../../tools/sources.ts'

const folder = `${ROOT}/.tmp/example-types-${process.pid}`
mkdirSync(folder, { recursive: true })
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Writes an example as a module of its own, named after the place that it comes from. */
function write({ path, line, code }: Example): void {
  let program: { body: string; types: string[] }
  try {
    program = inFunction(code)
  } catch {
    // Does not even parse: examples.test.ts says so.
    return
  }
  const { body, types } = program
  const text = [
    `import assert from 'node:assert/strict'`,
    ...types,
    `export async function example(): Promise<void> {\n{\n${body}\n}\n}`,
  ]
  writeFileSync(`${folder}/${path.replaceAll('/', '-').replace(/\.\w+$/, '')}-${line}.ts`, text.join('\n'))
}

test('the examples of pages compile', () => {
  for (const path of pages()) {
    for (const block of codeBlocks(path)) {
      if (block.language === 'ts' && !/^(file=|no-run)/.test(block.info)) write(block)
    }
  }
  const compilerOptions = {
    rootDir: '../..',
    noUnusedLocals: false,
    noUnusedParameters: false,
    noImplicitReturns: false,
  }
  writeFileSync(
    `${folder}/tsconfig.json`,
    JSON.stringify({ extends: '../../tsconfig.check.json', compilerOptions, include: ['*.ts'], exclude: [] }),
  )
  const tsc = `${ROOT}/node_modules/typescript/bin/tsc`
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  })
  // What is wrong in the sources themselves is for `npm run types`.
  const own = stdout.split(/\r?\n(?=\S)/).filter((line) => /^[\w-]+\.ts\(/.test(line))
  expect(own).toEqual([])
})
