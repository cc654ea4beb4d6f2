import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ifRangeMatches, parseIfRange } from '../../src/http/if-range.ts'
import { megabyte, textOf } from './hostile-text.ts'

const current = { tag: { value: 'a', weak: false }, lastModified: 784_111_777_123 }

// RFC 9110 section 13.1.5
test.each<[text: string, matches: boolean | undefined]>([
  ['"a"', true],
  ['"b"', false],
  ['W/"a"', false],
  ['Sun, 06 Nov 1994 08:49:37 GMT', true],
  ['Sun Nov  6 08:49:37 1994', true],
  ['Sun, 06 Nov 1994 08:49:38 GMT', false],
  ['Sun, 06 Nov 1994 08:49:36 GMT', false],
  ['a', undefined],
  ['"a", "b"', undefined],
  ['*', undefined],
  ['', undefined],
])('%j', (text, matches) => {
  const read = parseIfRange(text)
  expect(read === undefined ? undefined : ifRangeMatches(read, current)).toBe(matches)
})

test('a weak tag of ours never matches, and neither does what we have not', () => {
  expect(ifRangeMatches(parseIfRange('"a"')!, { tag: { value: 'a', weak: true } })).toBe(false)
  expect(ifRangeMatches(parseIfRange('"a"')!, { lastModified: 0 })).toBe(false)
  expect(ifRangeMatches(parseIfRange('Sun, 06 Nov 1994 08:49:37 GMT')!, { tag: current.tag })).toBe(false)
})

test('any text is one validator or none', () => {
  fc.assert(
    fc.property(textOf('W/"a, 06Nov:GMT'), (text) => {
      const read = parseIfRange(text)
      expect(read === undefined || (read.tag === undefined) !== (read.date === undefined)).toBe(true)
    }),
  )
  expect(parseIfRange(megabyte('"'))).toBeUndefined()
})
