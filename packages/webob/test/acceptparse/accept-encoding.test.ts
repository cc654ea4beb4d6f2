import { expect, test } from 'vitest'
import { AcceptEncoding, createAcceptEncodingHeader } from '../../src/acceptparse/index.ts'

/** The rules and examples of RFC 9110 section 12.5.3. */
test.each<[text: string | null, offers: string[], acceptable: [string, number][]]>([
  [
    null,
    ['gzip', 'identity'],
    [
      ['gzip', 1],
      ['identity', 1],
    ],
  ],
  ['nonsense nonsense', ['gzip'], [['gzip', 1]]],
  ['', ['gzip', 'identity'], [['identity', 1]]],
  [
    'compress, gzip',
    ['gzip', 'compress', 'br'],
    [
      ['gzip', 1],
      ['compress', 1],
    ],
  ],
  [
    '*',
    ['gzip', 'identity'],
    [
      ['gzip', 1],
      ['identity', 1],
    ],
  ],
  [
    'compress;q=0.5, gzip;q=1.0',
    ['compress', 'gzip'],
    [
      ['gzip', 1],
      ['compress', 0.5],
    ],
  ],
  [
    'gzip;q=1.0, identity; q=0.5, *;q=0',
    ['br', 'identity', 'gzip'],
    [
      ['gzip', 1],
      ['identity', 0.5],
    ],
  ],
  ['identity;q=0', ['identity', 'gzip'], []],
  ['*;q=0', ['identity'], []],
  ['*;q=0, identity;q=0.1', ['identity', 'gzip'], [['identity', 0.1]]],
  [
    'GZIP',
    ['gzip', 'Identity'],
    [
      ['gzip', 1],
      ['Identity', 1],
    ],
  ],
])('%j: of %j %j', (text, offers, acceptable) => {
  const accept = createAcceptEncodingHeader(text)
  expect(accept.acceptableOffers(offers)).toEqual(acceptable)
  expect(accept.best(offers)).toBe(acceptable[0]?.[0] ?? null)
})

test('parse gives codings and weights in a list of its own', () => {
  expect(AcceptEncoding.parse('gzip;q=0.5, *')).toEqual([
    ['gzip', 0.5],
    ['*', 1],
  ])
  AcceptEncoding.parse('gzip').pop()
  expect([AcceptEncoding.parse('gzip'), AcceptEncoding.parse('')]).toEqual([[['gzip', 1]], []])
})

test.each([' ', 'a b', ', a', 'a;q', 'a;q=1.5', 'a;x=1', 'a/b'])('%j is none', (text) => {
  expect(() => AcceptEncoding.parse(text)).toThrow(SyntaxError)
})

test.each(['a', ',', 'a,', ' ', ', ', ';q=1', 'a;q=0,'])('reads a megabyte of %j in linear time', (piece) => {
  const accept = createAcceptEncodingHeader(piece.repeat(1_000_000 / piece.length))
  expect(accept.best(['br'])).toBe(accept.truthy ? null : 'br')
})
