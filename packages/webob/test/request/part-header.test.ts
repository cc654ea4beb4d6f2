import { expect, test } from 'vitest'
import { parsePartHeader } from '../../src/request/part-header.ts'

test.each<[text: string, value: string, params: [string, string][]]>([
  ['form-data', 'form-data', []],
  ['', '', []],
  [
    ' form-data ; Name = a ; b="c" ',
    'form-data',
    [
      ['name', 'a'],
      ['b', 'c'],
    ],
  ],
  [
    'a; name="b; c"; d=e',
    'a',
    [
      ['name', 'b; c'],
      ['d', 'e'],
    ],
  ],
  ['a; name="b\\"; c"', 'a', [['name', 'b"; c']]],
  ['a; name="b\\\\c"', 'a', [['name', 'b\\c']]],
  ['a; name="b', 'a', [['name', '"b']]],
  ['a; name=b"c', 'a', [['name', 'b"c']]],
  ['a; name="', 'a', [['name', '"']]],
  ['a; b; c=', 'a', [['c', '']]],
  ['a; b=1; B=2', 'a', [['b', '2']]],
  ['a; __proto__=1', 'a', [['__proto__', '1']]],
])('%s', (text, value, params) => {
  const header = parsePartHeader(text)
  expect([header.value, [...header.params]]).toEqual([value, params])
})

test.each(['"', ';', '\\', '=', '";', ' '])('a megabyte of %s', (text) => {
  expect(parsePartHeader(`a; b=${text.repeat(1_000_000)}`).value).toBe('a')
})
