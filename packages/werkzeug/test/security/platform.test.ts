import { afterEach, expect, test, vi } from 'vitest'
import { runningPlatform } from '../../src/security/platform.ts'

afterEach(() => vi.unstubAllGlobals())

test.each([
  [{ platform: 'win32' }, 'windows'],
  [{ platform: 'linux' }, 'posix'],
  [{}, 'posix'],
  [undefined, 'posix'],
] as [object | undefined, string][])('%j runs on %s', (process, platform) => {
  vi.stubGlobal('process', process)
  expect(runningPlatform()).toBe(platform)
})
