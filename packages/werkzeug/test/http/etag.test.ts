import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generateEtag, quoteEtag, unquoteEtag } from '../../src/http/etag.ts'

test.each<[text: string | null, tag: string | null, weak: boolean | null]>([
  ['"a"', 'a', false],
  ['W/"a"', 'a', true],
  ['w/"a"', 'a', true],
  ['a', 'a', false],
  [' "a" ', 'a', false],
  ['""', '', false],
  ['"', '', false],
  ['W/', '', true],
  ['', null, null],
  [null, null, null],
])('%j', (text, tag, weak) => {
  expect(unquoteEtag(text)).toEqual([tag, weak])
})

test('a quote cannot stand in a tag', () => {
  expect(() => quoteEtag('a"b')).toThrow(SyntaxError)
})

test('what is quoted is unquoted', () => {
  const tag = fc.string().filter((text) => !text.includes('"'))
  fc.assert(
    fc.property(tag, fc.boolean(), (text, weak) => {
      expect(unquoteEtag(quoteEtag(text, weak))).toEqual([text, weak])
    }),
  )
})

test('the tag of content is its SHA-1', () => {
  expect(generateEtag(new Uint8Array())).toBe('da39a3ee5e6b4b0d3255bfef95601890afd80709')
})
