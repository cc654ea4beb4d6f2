import { expect, test } from 'vitest'
import { fnmatch } from '../../src/middleware/fnmatch.ts'

test.each([
  ['abc', 'abc', true],
  ['abc', 'ab', false],
  ['ab', 'abc', false],
  ['', '', true],
  ['', '*', true],
  ['', '?', false],
  ['a.py', '*.py', true],
  ['a.pyc', '*.py', false],
  ['a.py.py', '*.py', true],
  ['abXcd', 'a*c*', true],
  ['b', '[abc]', true],
  ['d', '[abc]', false],
  ['d', '[!abc]', true],
  ['m', '[a-z]', true],
  ['-', '[a-]', true],
  [']', '[]]', true],
  ['[', '[', true],
  ['a\nb', 'a?b', true],
  ['.*', '.*', true],
  ['xy', '.*', false],
])('%j fits %j: %s', (name, pattern, expected) => {
  expect(fnmatch(name, pattern)).toBe(expected)
})

test('many stars do not make it slow', () => {
  expect(fnmatch('a'.repeat(20_000), `${'*a'.repeat(20)}b`)).toBe(false)
})
