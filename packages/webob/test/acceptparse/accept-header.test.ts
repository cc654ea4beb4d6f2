import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  acceptText,
  createAcceptCharsetHeader,
  createAcceptEncodingHeader,
  createAcceptHeader,
  createAcceptLanguageHeader,
} from '../../src/acceptparse/index.ts'
import type { AcceptLike, AcceptState } from '../../src/acceptparse/index.ts'

const CREATE = {
  accept: createAcceptHeader,
  charset: createAcceptCharsetHeader,
  encoding: createAcceptEncodingHeader,
  language: createAcceptLanguageHeader,
}
type Kind = keyof typeof CREATE

test.each<[value: AcceptLike, text: string | null]>([
  [null, null],
  [undefined, null],
  ['', ''],
  ['a/b', 'a/b'],
  [[], ''],
  [{}, ''],
  [['a/b', ['c/d', 0.5], ['e/f', 1]], 'a/b, c/d;q=0.5, e/f'],
  [[['a/b', 1, ';x=y']], 'a/b;q=1;x=y'],
  [{ 'a/b': 0.5, 'c/d': 1, 'e/f': 0 }, 'c/d, a/b;q=0.5, e/f;q=0'],
  [{ 'a/b': [0.5, ';x=y'], 'c/d': 0.7 }, 'c/d;q=0.7, a/b;q=0.5;x=y'],
  [createAcceptHeader('a/b, c/d'), 'a/b, c/d'],
  [createAcceptHeader(null), null],
])('the text of %j is %j', (value, text) => {
  expect(acceptText(value)).toBe(text)
})

describe.each<[kind: Kind, text: string | null, state: AcceptState, string: string]>([
  ['accept', null, 'missing', '<no header in request>'],
  ['accept', '', 'valid', ''],
  ['accept', 'a/b;c="d e";q=0.50;x', 'valid', 'a/b;c="d e";q=0.5;x'],
  ['accept', 'a', 'invalid', '<invalid header value>'],
  ['charset', null, 'missing', '<no header in request>'],
  ['charset', '', 'invalid', '<invalid header value>'],
  ['charset', 'utf-8;q=1.0,, *;q=0.', 'valid', 'utf-8, *;q=0'],
  ['encoding', '', 'valid', ''],
  ['encoding', 'gzip ;q=0.5,br', 'valid', 'gzip;q=0.5, br'],
  ['encoding', 'gzip;q=5', 'invalid', '<invalid header value>'],
  ['language', '', 'invalid', '<invalid header value>'],
  ['language', 'en-GB,de;q=0.1', 'valid', 'en-GB, de;q=0.1'],
  ['language', 'en_GB', 'invalid', '<invalid header value>'],
])('%s %j', (kind, text, state, string) => {
  const field = CREATE[kind](text)

  test(`is ${state}`, () => {
    expect([field.state, field.headerValue, field.truthy]).toEqual([state, text, state === 'valid'])
    expect(String(field)).toBe(string)
    expect(field.parsed === null).toBe(state !== 'valid')
  })

  test('has a copy', () => {
    const copy = field.copy()
    expect(copy).not.toBe(field)
    expect([copy.constructor, copy.state, copy.headerValue]).toEqual([field.constructor, state, text])
  })
})

const field = (value: string | null): ReturnType<typeof createAcceptHeader> => createAcceptHeader(value)

test.each<[own: string | null, other: AcceptLike, sum: string | null, reversed: string | null]>([
  ['a/b', 'c/d', 'a/b, c/d', 'c/d, a/b'],
  ['a/b', { 'c/d': 0.5 }, 'a/b, c/d;q=0.5', 'c/d;q=0.5, a/b'],
  ['a/b', ['c/d', ['e/f', 0.5]], 'a/b, c/d, e/f;q=0.5', 'c/d, e/f;q=0.5, a/b'],
  ['a/b', field('c/d'), 'a/b, c/d', 'c/d, a/b'],
  // What says nothing adds nothing.
  ['a/b', null, 'a/b', 'a/b'],
  ['a/b', '', 'a/b', 'a/b'],
  ['a/b', [], 'a/b', 'a/b'],
  ['a/b', 'nonsense', 'a/b', 'a/b'],
  ['a/b', field(null), 'a/b', 'a/b'],
  ['a/b', field('nonsense'), 'a/b', 'a/b'],
  [null, 'c/d', 'c/d', 'c/d'],
  [null, '', '', ''],
  [null, field(''), '', ''],
  [null, null, null, null],
  [null, field('nonsense'), null, null],
  ['nonsense', 'c/d', 'c/d', 'c/d'],
  ['nonsense', 'more nonsense', null, null],
  // An empty field before another one makes a list that begins with a comma, as in the original.
  ['a/b', field(''), 'a/b', ', a/b'],
  ['', field('a/b'), ', a/b', 'a/b'],
  ['', field(''), '', ''],
  ['', 'a/b', 'a/b', 'a/b'],
  ['', '', '', ''],
])('%j and %s are %j, and %j the other way round', (own, other, sum, reversed) => {
  const accept = createAcceptHeader(own)
  expect([accept.add(other).headerValue, accept.addTo(other).headerValue]).toEqual([sum, reversed])
  expect(accept.headerValue).toBe(own)
})

describe('old matching', () => {
  test.each<[kind: Kind, text: string | null, offers: (string | [string, number])[], best: string | null]>([
    ['accept', null, ['a/b', 'c/d'], 'a/b'],
    [
      'accept',
      'nonsense',
      [
        ['a/b', 0.5],
        ['c/d', 0.7],
      ],
      'c/d',
    ],
    ['accept', '', ['a/b'], null],
    ['accept', 'text/html;q=0.5, image/png', ['text/html', 'image/png'], 'image/png'],
    [
      'accept',
      'text/html, image/png',
      [
        ['text/html', 0.4],
        ['image/png', 0.5],
      ],
      'image/png',
    ],
    // Of equal ones that which has fewer stars.
    ['accept', '*/*, text/*, text/html', ['image/png', 'text/plain', 'text/html'], 'text/html'],
    // A range of no weight does not keep out what another one covers.
    ['accept', 'text/html;q=0, text/*;q=0.5', ['text/html'], 'text/html'],
    ['accept', 'text/html', ['text/*'], 'text/*'],
    ['charset', 'utf-8, *;q=0.5', ['latin-1', 'UTF-8'], 'UTF-8'],
    ['encoding', 'gzip', ['identity'], null],
    ['language', 'en-GB', ['de', 'en'], 'en'],
    ['language', 'en', ['de', 'en-GB'], 'en-GB'],
  ])('%s %j: the best of %j is %j', (kind, text, offers, best) => {
    expect(CREATE[kind](text).bestMatch(offers)).toBe(best)
  })

  test.each<[kind: Kind, text: string | null, offer: string, quality: number | null]>([
    ['accept', null, 'a/b', 1],
    ['accept', 'nonsense', 'a/b', 1],
    ['accept', '', 'a/b', null],
    ['accept', 'text/html;q=0.5, text/*;q=0.7', 'text/html', 0.7],
    ['accept', 'text/html;q=0', 'text/html', null],
    ['charset', 'utf-8;q=0.5', 'UTF-8', 0.5],
    ['charset', 'utf-8;q=0.5', 'latin-1', null],
    ['encoding', '*;q=0.3', 'gzip', 0.3],
    ['language', 'en-GB;q=0.5', 'en', 0.5],
    ['language', 'en-GB;q=0.5', 'en-US', null],
  ])('%s %j: %j has %j', (kind, text, offer, quality) => {
    const accept = CREATE[kind](text)
    expect([accept.quality(offer), accept.has(offer)]).toEqual([quality, quality !== null])
  })

  test('a default, if nothing is acceptable', () => {
    expect(createAcceptHeader('a/b').bestMatch(['c/d'], 5)).toBe(5)
    expectTypeOf(createAcceptHeader('a/b').bestMatch([], 5)).toEqualTypeOf<string | number>()
    expectTypeOf(createAcceptHeader('a/b').bestMatch([])).toEqualTypeOf<string | null>()
  })

  test.each<[text: string | null, items: string[]]>([
    ['a/b;q=0.5, c/d, e/f;q=0, g/h', ['c/d', 'g/h', 'a/b']],
    ['', []],
    [null, []],
    ['nonsense', []],
  ])('%j iterates by weight', (text, items) => {
    expect([...createAcceptHeader(text)]).toEqual(items)
  })
})
