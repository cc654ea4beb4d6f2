import { expect, test } from 'vitest'
import { DEFAULT_LIMITS, completeLimits } from '../../src/server/limits.ts'
import type { Limits } from '../../src/server/limits.ts'

test('the defaults are complete and in range', () => {
  expect(completeLimits({})).toEqual(DEFAULT_LIMITS)
})

test('a short requestTimeout shortens the default of headersTimeout', () => {
  expect(completeLimits({ requestTimeout: 1000 }).headersTimeout).toBe(1000)
  expect(completeLimits({ requestTimeout: 0 }).headersTimeout).toBe(DEFAULT_LIMITS.headersTimeout)
})

const BAD: readonly (readonly [limits: Limits, message: string])[] = [
  [{ maxHeaderSize: 0 }, 'Expected maxHeaderSize to be from 1 to 2147483647 bytes, got 0'],
  [{ maxBodySize: -1 }, 'got -1'],
  [{ maxBodySize: 1.5 }, 'got 1.5'],
  [{ requestTimeout: Number.NaN }, 'got NaN'],
  [{ keepAliveTimeout: 2 ** 31 }, 'milliseconds, got 2147483648'],
  [
    { headersTimeout: 2000, requestTimeout: 1000 },
    'Expected a headersTimeout of at most the requestTimeout of 1000 milliseconds, got 2000',
  ],
]

test.each(BAD)('%j is refused', (limits, message) => {
  expect(() => completeLimits(limits)).toThrow(RangeError)
  expect(() => completeLimits(limits)).toThrow(message)
})
