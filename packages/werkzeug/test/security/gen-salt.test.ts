import { expect, test } from 'vitest'
import { genSalt, SALT_CHARS } from '../../src/security/gen-salt.ts'

test.each([1, 16, 5000])('%d characters', (length) => {
  expect(genSalt(length)).toMatch(new RegExp(`^[a-zA-Z0-9]{${length}}$`))
})

test('every character comes up about as often', () => {
  const counts = new Map<string, number>()
  for (const char of genSalt(62_000)) counts.set(char, (counts.get(char) ?? 0) + 1)
  expect(counts.size).toBe(SALT_CHARS.length)
  // A thousand are expected of each; ten standard deviations are 314.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(314)
})

test.each([0, -1, 1.5, Number.NaN])('%d is no length', (length) => {
  expect(() => genSalt(length)).toThrow(RangeError)
})
