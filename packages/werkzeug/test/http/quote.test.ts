import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quoteHeaderValue, quoteParameter, unquoteHeaderValue } from '../../src/http/quote.ts'

test.each<[value: unknown, text: string]>([
  ['', '""'],
  ["!#$%&'*+-.^_`|~aZ9", "!#$%&'*+-.^_`|~aZ9"],
  ['a b', '"a b"'],
  ['a/b', '"a/b"'],
  ['"\\', '"\\"\\\\"'],
  ['\xe9', '"\xe9"'],
  [42, '42'],
])('quote %j', (value, text) => {
  expect(quoteHeaderValue(value)).toBe(text)
})

test('a token is quoted on demand', () => {
  expect(quoteHeaderValue('a', false)).toBe('"a"')
})

test('a parameter', () => {
  expect(quoteParameter('a', 'b c')).toBe('a="b c"')
  expect(quoteParameter('a*', "utf-8''b c")).toBe("a*=utf-8''b c")
})

test.each<[text: string, value: string]>([
  ['a', 'a'],
  ['"a"', 'a'],
  ['"a', '"a'],
  ['"', '"'],
  ['""', ''],
  ['"a\\b\\\\"', 'ab\\'],
  ['"\\\n"', '\\\n'],
  ['"\\\u{1f600}"', '\u{1f600}'],
  ['a\\b', 'a\\b'],
])('unquote %j', (text, value) => {
  expect(unquoteHeaderValue(text)).toBe(value)
})

test('what is quoted is unquoted', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (value, allowToken) => {
      expect(unquoteHeaderValue(quoteHeaderValue(value, allowToken))).toBe(value)
    }),
  )
})
