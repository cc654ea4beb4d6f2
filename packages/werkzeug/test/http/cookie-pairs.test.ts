import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCookies } from '../../src/http/cookie-pairs.ts'

test.each<[text: string, pairs: [name: string, value: string][]]>([
  ['', []],
  [
    'a=1; b=2',
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
  [
    'a=1; a=2',
    [
      ['a', '1'],
      ['a', '2'],
    ],
  ],
  ['a', [['a', '']]],
  ['a=b=c', [['a', 'b=c']]],
  [
    'a = b ;c',
    [
      ['a', 'b'],
      ['c', ''],
    ],
  ],
  ['a="b c"', [['a', 'b c']]],
  [
    'a="b;c"; d=e',
    [
      ['a', 'b;c'],
      ['d', 'e'],
    ],
  ],
  ['a="b', [['a', '"b']]],
  [
    'a="b;c',
    [
      ['a', '"b'],
      ['c', ''],
    ],
  ],
  ['a="\\073\\""', [['a', ';"']]],
  ['a="\\303\\251\\377"', [['a', '\xe9\ufffd']]],
  ['a="\\400"', [['a', '400']]],
  ['a=\\073', [['a', '\\073']]],
  ['a="\xe9"', [['a', '\xe9']]],
  ['=__Host-test=bad', []],
  ['; ;a=1;;', [['a', '1']]],
  ['__proto__=1', [['__proto__', '1']]],
  ['a=\nb', [['a', 'b']]],
  [
    'a=x\ny; b=1',
    [
      ['x\ny', ''],
      ['b', '1'],
    ],
  ],
  ['a=x\nb=c', [['x\nb', 'c']]],
  ['a="x\ny"', [['a', 'x\ny']]],
])('%j', (text, pairs) => {
  expect(readCookies(text)).toEqual(pairs)
})

test('plain pairs are read as they are written', () => {
  const word = fc.stringMatching(/^[a-z0-9]{1,8}$/)
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word)), (pairs) => {
      expect(readCookies(pairs.map((pair) => pair.join('=')).join('; '))).toEqual(pairs)
    }),
  )
})

test.each(['a="', 'a="\\', '"', '=', ';', 'a=\n', 'a=b', '\\1', ' '])('1 MB of %j', (part) => {
  const text = `a=${part.repeat((1 << 20) / part.length)}\nx`
  expect(readCookies(text)).toBeInstanceOf(Array)
})
