import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LoadError } from '../../src/server/load-error.ts'
import { enableTypeScript, isTypeScript } from '../../src/server/typescript.ts'

test.each([
  ['a.ts', true],
  ['a.mts', true],
  ['a.cts', true],
  ['a.js', false],
  ['a.tsx', false],
  ['ts', false],
])('isTypeScript(%j) is %s', (file, expected) => {
  expect(isTypeScript(file)).toBe(expected)
})

test('without tsx and without type stripping it says what to install', async () => {
  // A folder outside of every project: no tsx can be found from it.
  const folder = mkdtempSync(join(tmpdir(), 'triptych-ts-'))
  try {
    const file = join(folder, 'app.ts')
    const error: unknown = await enableTypeScript(file, { loaded: false, native: false }).catch(
      (error) => error,
    )
    expect(error).toBeInstanceOf(LoadError)
    expect(error).toMatchObject({
      code: 'ERR_NO_TYPESCRIPT_LOADER',
      message: expect.stringMatching(/`npm install --save-dev tsx`.*Node 22\.18/) as string,
    })
    expect((error as LoadError).message).toContain(file)
    await enableTypeScript(file, { loaded: false, native: true })
    await enableTypeScript(file, { loaded: true, native: false })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
