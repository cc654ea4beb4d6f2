import { expect, test } from 'vitest'
import { FRAGMENT_PART, PATH_PART, QUERY_PART, quotePart, USER_PART } from '../../src/urls/quote-part.ts'

const ASCII = Array.from({ length: 95 }, (_, at) => String.fromCharCode(0x20 + at)).join('')

test.each([
  ['path', PATH_PART, ' "#<>?[\\]^`{|}'],
  ['query', QUERY_PART, ' "#<>[\\]^`{|}'],
  ['fragment', FRAGMENT_PART, ' "<>[\\]^`{|}'],
  ['user', USER_PART, ' "#/:<>?@[\\]^`{|}'],
] as [string, Uint8Array, string][])('a %s escapes what it must', (_, safe, escaped) => {
  const changed = [...ASCII].filter((char) => quotePart(char, safe) !== char)
  expect(changed.join('')).toBe(escaped)
})

test('all else is escaped as UTF-8', () => {
  expect(quotePart('\0\x7f\xe9\u{1f600}', PATH_PART)).toBe('%00%7F%C3%A9%F0%9F%98%80')
  expect(() => quotePart('a\ud800', PATH_PART)).toThrow(SyntaxError)
})
