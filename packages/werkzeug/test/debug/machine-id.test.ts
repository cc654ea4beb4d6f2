import { expect, test } from 'vitest'
import { getMachineId } from '../../src/debug/machine-id.ts'

// A machine may have none: then it is null each time.
test('the machine has one id, or none', () => {
  const id = getMachineId()
  expect(getMachineId()).toBe(id)
  expect(id === null || id.length > 0).toBe(true)
})

test.skipIf(process.platform !== 'linux')('Linux has one (/etc/machine-id or the boot id)', () => {
  expect(getMachineId()).toMatch(/^\S{8,}/)
})
