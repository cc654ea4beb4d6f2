import { expect, test } from 'vitest'
import { loadDebugger } from '../../src/server/load-debugger.ts'

test('the debugger is around the application, and lets go', async () => {
  const debugged = await loadDebugger(() => [])
  expect(debugged.application).toBeTypeOf('function')
  await debugged.close()
})
