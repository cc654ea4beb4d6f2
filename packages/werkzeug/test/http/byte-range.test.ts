import { expect, test } from 'vitest'
import { isByteRangeValid } from '../../src/http/byte-range.ts'

test.each<[start: number | null, stop: number | null, length: number | null, valid: boolean]>([
  [0, 5, 10, true],
  [0, 10, 10, true],
  [9, 20, 10, true],
  [10, 20, 10, false],
  [5, 5, 10, false],
  [6, 5, 10, false],
  [-1, 5, 10, false],
  [0, 5, null, true],
  [5, 5, null, false],
  [null, null, 10, true],
  [null, null, 0, true],
  [null, null, -1, false],
  [null, null, null, true],
  [0, null, 10, false],
  [null, 5, 10, false],
])('%j to %j of %j', (start, stop, length, valid) => {
  expect(isByteRangeValid(start, stop, length)).toBe(valid)
})
