import { expect, test } from 'vitest'
import { AcceptCharset, createAcceptCharsetHeader } from '../../src/acceptparse/index.ts'

test.each<[text: string | null, offers: string[], acceptable: [string, number][]]>([
  [
    null,
    ['a', 'b'],
    [
      ['a', 1],
      ['b', 1],
    ],
  ],
  ['', ['a'], [['a', 1]]],
  ['utf-8', ['latin-1', 'UTF-8'], [['UTF-8', 1]]],
  [
    'utf-8;q=0.5, latin-1',
    ['utf-8', 'latin-1'],
    [
      ['latin-1', 1],
      ['utf-8', 0.5],
    ],
  ],
  [
    'iso-8859-5, unicode-1-1;q=0.8',
    ['unicode-1-1', 'iso-8859-5', 'utf-8'],
    [
      ['iso-8859-5', 1],
      ['unicode-1-1', 0.8],
    ],
  ],
  ['*;q=0.2, utf-8;q=0', ['utf-8', 'latin-1'], [['latin-1', 0.2]]],
  ['utf-8, utf-8;q=0', ['utf-8'], [['utf-8', 1]]],
  ['*;q=0', ['utf-8'], []],
])('%j: of %j %j', (text, offers, acceptable) => {
  const accept = createAcceptCharsetHeader(text)
  expect(accept.acceptableOffers(offers)).toEqual(acceptable)
  expect(accept.best(offers)).toBe(acceptable[0]?.[0] ?? null)
})

test('parse gives charsets and weights in a list of its own', () => {
  expect(AcceptCharset.parse(',,utf-8 ; q=0.5, *')).toEqual([
    ['utf-8', 0.5],
    ['*', 1],
  ])
  AcceptCharset.parse('utf-8').pop()
  expect(AcceptCharset.parse('utf-8')).toEqual([['utf-8', 1]])
})

test.each(['', ' ', ',', 'a b', 'a;q', 'a;q=1.5', 'a;x=1', 'a/b', 'utf-8;q=0.5;q=0.5', '\xe9'])(
  '%j is none',
  (text) => {
    expect(() => AcceptCharset.parse(text)).toThrow(SyntaxError)
  },
)

test.each(['a', ',', 'a,', ' ', ', ', ';q=1', 'a;q=0,'])('reads a megabyte of %j in linear time', (piece) => {
  const accept = createAcceptCharsetHeader(piece.repeat(1_000_000 / piece.length))
  expect(accept.best(['utf-8'])).toBe(accept.truthy ? null : 'utf-8')
})
