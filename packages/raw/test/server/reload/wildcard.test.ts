import { expect, test } from 'vitest'
import { matchesWildcard } from '../../../src/server/reload/wildcard.ts'

test.each([
  ['a.ts', 'a.ts', true],
  ['a.ts', 'b.ts', false],
  ['src/a.ts', '*.ts', true],
  ['src/a.ts', 'src/*', true],
  ['src/a.ts', '*src*', true],
  ['aa', 'a*a', true],
  ['a', 'a*a', false],
  ['abc', 'a*b', false],
  ['abab', 'a*b*ab', true],
  ['abab', 'ab*ab*ab', false],
  ['', '*', true],
])('%s and %s: %s', (text, pattern, expected) => {
  expect(matchesWildcard(text, pattern)).toBe(expected)
})

test('a hostile pattern takes linear time', () => {
  expect(matchesWildcard('a'.repeat(100_000), `${'a*'.repeat(10_000)}b`)).toBe(false)
})
