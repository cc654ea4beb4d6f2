import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { isLibraryFile } from '../../src/debug/is-library-file.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

test.each([
  ['node:fs', true],
  ['wasm://wasm/1', true],
  ['/app/node_modules/a/index.js', true],
  ['/app/node_modules_of_mine/index.js', false],
  ['/app/src/index.ts', false],
  [here('../../src/debug/console.ts'), true],
  [here('../../dist/debug/console.js'), true],
  [here('../../../raw/src/gateway.ts'), true],
  [here('./is-library-file.test.ts'), false],
  [here('../../../../examples/time-service/raw.ts'), false],
])('%s', (file, library) => {
  expect(isLibraryFile(file)).toBe(library)
})
