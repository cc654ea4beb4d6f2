import { afterEach, expect, test, vi } from 'vitest'
import { nativeCrypto } from '../../src/security/native-crypto.ts'

afterEach(() => vi.unstubAllGlobals())

test('Node has one', () => {
  expect(nativeCrypto()).toHaveProperty('scryptSync')
})

test.each([
  undefined,
  {},
  { getBuiltinModule: () => undefined },
  { getBuiltinModule: () => ({ scryptSync() {} }) },
])('%j has none', (process) => {
  vi.stubGlobal('process', process)
  expect(nativeCrypto()).toBeUndefined()
})
