import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDictHeader } from '../../src/http/dict-header.ts'
import { dumpHeader } from '../../src/http/dump-header.ts'

test.each<[text: string, pairs: [key: string, value: string | null][]]>([
  ['', []],
  [
    'a=b, c="d, e", f',
    [
      ['a', 'b'],
      ['c', 'd, e'],
      ['f', null],
    ],
  ],
  ['a = b', [['a', 'b']]],
  ['a=1, a=2', [['a', '2']]],
  [
    'A=1, a=2',
    [
      ['A', '1'],
      ['a', '2'],
    ],
  ],
  ['a=', [['a', '']]],
  ['a=""', [['a', '']]],
  ['=a', []],
  ['a="b', []],
  ["a*=utf-8''caf%C3%A9", [['a', 'caf\xe9']]],
  ["a*=ISO-8859-1'en'caf%E9", [['a', 'caf\xe9']]],
  ["a*=utf-8''%e8 x", [['a', '\ufffd']]],
  ["a*=utf-7''%41", [['a', '%41']]],
  ['a*=%41', [['a', '%41']]],
  ['__proto__=x', [['__proto__', 'x']]],
])('%j', (text, pairs) => {
  expect([...parseDictHeader(text)]).toEqual(pairs)
})

test('what is written is read', () => {
  const key = fc.stringMatching(/^[a-z][a-z0-9-]{0,6}$/)
  const value = fc.option(fc.string().filter((text) => !text.includes('\n')))
  fc.assert(
    fc.property(fc.dictionary(key, value), (items) => {
      expect(Object.fromEntries(parseDictHeader(dumpHeader(items)))).toEqual({ ...items })
    }),
  )
})

test.each(['a=', '"', ',', "a*=''x,", '\\'])('1 MB of %j', (part) => {
  expect(parseDictHeader(part.repeat((1 << 20) / part.length)).size).toBeLessThan(2)
})
