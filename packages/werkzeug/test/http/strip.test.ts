import { expect, test } from 'vitest'
import { skipSpace, strip, stripEnd } from '../../src/http/strip.ts'

test.each<[text: string, stripped: string, strippedEnd: string]>([
  ['', '', ''],
  ['a', 'a', 'a'],
  [' a b ', 'a b', ' a b'],
  ['\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u2028\u3000', '', ''],
  ['\ufeff', '\ufeff', '\ufeff'],
  ['\0', '\0', '\0'],
])('%j', (text, stripped, strippedEnd) => {
  expect(strip(text)).toBe(stripped)
  expect(stripEnd(text)).toBe(strippedEnd)
})

test('space is skipped from a position', () => {
  expect(skipSpace('a \x1fb', 1)).toBe(3)
  expect(skipSpace('a', 5)).toBe(5)
})
