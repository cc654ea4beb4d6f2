import { expect, test, vi } from 'vitest'
import * as loading from '../../src/server/load-application.ts'
import { loadDebugger } from '../../src/server/load-debugger.ts'
import { LoadError } from '../../src/server/load-error.ts'

vi.mock('../../src/server/load-application.ts', { spy: true })

test('the debugger is around the application, and lets go', async () => {
  const debugged = await loadDebugger(() => [])
  expect(debugged.application).toBeTypeOf('function')
  await debugged.close()
})

test('what to install is said where there is none', async () => {
  const missing = new LoadError('ERR_FILE_NOT_FOUND', 'none')
  vi.mocked(loading.loadMiddleware).mockRejectedValueOnce(missing)
  await expect(loadDebugger(() => [])).rejects.toThrow('run `npm install --save-dev @triptych/werkzeug`')
})

test('an error of the debugger itself stays what it is', async () => {
  const failed = new LoadError('ERR_PROGRAM_FAILED', 'it failed')
  vi.mocked(loading.loadMiddleware).mockRejectedValueOnce(failed)
  await expect(loadDebugger(() => [])).rejects.toBe(failed)
})
