import fc from 'fast-check'
import { expect, test } from 'vitest'
import { delimiterIndex, splitList } from '../../src/http/list.ts'
import { megabyte, textOf } from './hostile-text.ts'

test.each<[text: string, elements: string[]]>([
  // RFC 9110 section 5.6.1.2
  ['foo,bar', ['foo', 'bar']],
  ['foo ,bar,', ['foo', 'bar']],
  ['foo , ,bar,charlie', ['foo', 'bar', 'charlie']],
  ['', []],
  [',', []],
  [',   ,', []],
  ['"a,b", c', ['"a,b"', 'c']],
  ['"a\\",b", c', ['"a\\",b"', 'c']],
  ['a\\,b', ['a\\', 'b']],
  ['a="b, c', ['a="b, c']],
])('%j', (text, elements) => {
  expect(splitList(text)).toEqual(elements)
})

test('another delimiter, or the first of two', () => {
  expect(splitList('a;b,c', ';')).toEqual(['a', 'b,c'])
  expect(delimiterIndex('a,b;c', 0, ';,')).toBe(1)
  expect(delimiterIndex('a;b,c', 0, ';,')).toBe(1)
  expect(delimiterIndex('abc', 0, ';,')).toBe(3)
})

test('any text is split into trimmed elements that are not empty', () => {
  fc.assert(
    fc.property(textOf('a,"\\ \t'), (text) => {
      for (const element of splitList(text)) {
        expect(element).not.toBe('')
        expect(element).not.toMatch(/^[ \t]|[ \t]$/)
      }
    }),
  )
})

test.each([',', '"', '\\', '",', '"\\', 'a,'])('a megabyte of %j', (pattern) => {
  expect(splitList(megabyte(pattern)).length).toBeLessThanOrEqual(500_000)
})
