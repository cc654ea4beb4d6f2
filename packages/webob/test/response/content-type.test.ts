import { expect, test } from 'vitest'
import { charsetOf, contentTypeIn, hasCharset, isJsonType } from '../../src/response/content-type.ts'

test.each([
  ['text/plain', true],
  ['text/', true],
  ['application/xml', true],
  ['application/xml-dtd', true],
  ['application/atom+xml', true],
  ['image/svg+xml', true],
  ['model/x3d+xml', false],
  ['application/json', false],
  ['Text/plain', false],
])('hasCharset: %s is %s', (type, expected) => {
  expect(hasCharset(type)).toBe(expected)
})

test.each([
  ['application/json', true],
  ['Application/JSON', true],
  ['application/ld+json', true],
  ['application/json; charset=utf-8', false],
  ['application/jsonp', false],
  ['text/json', false],
  [null, false],
  [undefined, false],
])('isJsonType: %s is %s', (type, expected) => {
  expect(isJsonType(type)).toBe(expected)
})

test.each([
  [undefined, null],
  ['', null],
  ['text/plain', null],
  ['text/plain; charset=utf-8', 'utf-8'],
  ['text/plain;CHARSET=a;b=c', 'a'],
  ['text/plain; charset="utf-8"', '"utf-8"'],
  ['text/plain; charset=', ''],
])('charsetOf: %s is %s', (type, expected) => {
  expect(charsetOf(type)).toBe(expected)
  expect(charsetOf(type)).toBe(expected)
})

test('a million semicolons and blanks are read in one go', () => {
  expect(charsetOf(';'.repeat(1_000_000))).toBeNull()
  expect(charsetOf(`;${' '.repeat(1_000_000)}`)).toBeNull()
})

test('contentTypeIn: the last one, in any case', () => {
  expect(
    contentTypeIn([
      ['content-type', 'a/b'],
      ['X', 'y'],
      ['CONTENT-TYPE', 'c/d'],
    ]),
  ).toBe('c/d')
  expect(contentTypeIn([['X', 'y']])).toBeUndefined()
})
