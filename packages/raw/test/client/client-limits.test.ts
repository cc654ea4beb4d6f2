import { expect, test } from 'vitest'
import { completeClientLimits, DEFAULT_CLIENT_LIMITS } from '../../src/client/client-limits.ts'
import type { ClientLimits } from '../../src/client/client-limits.ts'

test('defaults fill in what is not given, or given as undefined', () => {
  const limits = { headTimeout: 5, idleTimeout: undefined } as unknown as ClientLimits
  expect(completeClientLimits(limits)).toEqual({ ...DEFAULT_CLIENT_LIMITS, headTimeout: 5 })
})

test.each([
  ['connectTimeout', -1],
  ['headTimeout', 1.5],
  ['idleTimeout', Infinity],
  ['totalTimeout', 2 ** 31],
  ['maxBodySize', -1],
])('%s of %d is refused', (name, value) => {
  expect(() => completeClientLimits({ [name]: value })).toThrow(new RegExp(`Expected ${name} to be`))
})
