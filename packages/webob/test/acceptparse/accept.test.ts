import { describe, expect, expectTypeOf, test } from 'vitest'
import { Accept, AcceptOffer, createAcceptHeader } from '../../src/acceptparse/index.ts'
import type { AcceptRange, Offered } from '../../src/acceptparse/index.ts'

/** The examples of RFC 9110 section 12.5.1. */
const RFC =
  'text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5'
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'

describe('parse', () => {
  test.each<[text: string, ranges: AcceptRange[]]>([
    ['', []],
    ['a/b', [['a/b', 1, [], []]]],
    ['A/b;C=D', [['A/b;C=D', 1, [['C', 'D']], []]]],
    ['*/*;q=0.5', [['*/*', 0.5, [], []]]],
    ['a/b ; c="d e" ; q=0.5 ; x ; y="z\\""', [['a/b;c="d e"', 0.5, [['c', 'd e']], ['x', ['y', 'z"']]]]],
    ['a/b;c="d"', [['a/b;c=d', 1, [['c', 'd']], []]]],
    [
      'a/b,c/d;q=0',
      [
        ['a/b', 1, [], []],
        ['c/d', 0, [], []],
      ],
    ],
  ])('%j', (text, ranges) => {
    expect(Accept.parse(text)).toEqual(ranges)
    expect(new Accept(text).parsed).toEqual(ranges)
  })

  test.each([
    'a',
    'a/',
    '/b',
    'a/b;',
    'a/b;c',
    'a/b;c=',
    'a/b;q=2',
    'a/b;q=0.5;',
    'a/b c/d',
    ' a/b',
    'a/b;c="d',
    'a /b',
    'a/b;c =d',
    'a/b;c="\0"',
    'a/b/c',
    ',a/b',
    '\xe9/b',
  ])('%j is none', (text) => {
    expect(() => Accept.parse(text)).toThrow(
      new SyntaxError(`Expected an Accept field, got ${JSON.stringify(text)}`),
    )
    expect(new Accept(text).state).toBe('invalid')
  })

  test('gives a list of its own', () => {
    Accept.parse('a/b').pop()
    expect(Accept.parse('a/b')).toHaveLength(1)
  })

  test.each([',', ', ', 'a/b,', 'a/b;c=d', ';c="', '\\"', ' ', ' ;', ';q=1', '/'])(
    'reads a megabyte of %j in linear time',
    (piece) => {
      for (const start of ['', 'a/b', 'a/b;c="', 'a/b;q=1']) {
        const accept = new Accept(start + piece.repeat(1_000_000 / piece.length))
        expect(['valid', 'invalid']).toContain(accept.state)
        expect(accept.best(['x/y'])).toBe(accept.truthy ? null : 'x/y')
      }
    },
  )
})

describe('parseOffer', () => {
  test.each<[offer: string, type: string, subtype: string, params: [string, string][], text: string]>([
    ['text/html', 'text', 'html', [], 'text/html'],
    ['Text/HTML ; Level=One', 'text', 'html', [['level', 'One']], 'text/html;level=One'],
    [
      'a/b;c="d e";f="g"',
      'a',
      'b',
      [
        ['c', 'd e'],
        ['f', 'g'],
      ],
      'a/b;c="d e";f=g',
    ],
    ['a/b;c="d\\"\\\\"', 'a', 'b', [['c', 'd"\\']], 'a/b;c="d\\"\\\\"'],
  ])('%j', (offer, type, subtype, params, text) => {
    const parsed = Accept.parseOffer(offer)
    expect(parsed).toStrictEqual(new AcceptOffer(type, subtype, params))
    expect(String(parsed)).toBe(text)
    expect(Accept.parseOffer(parsed)).toBe(parsed)
  })

  test.each(['', 'a', 'a/*', '*/*', '*/b', 'a/b;q=1', 'a/b;Q=1', 'a/b;', 'a/b, c/d', ' a/b', 'a/b;c'])(
    '%j is none',
    (offer) => {
      expect(() => Accept.parseOffer(offer)).toThrow(SyntaxError)
    },
  )
})

describe('acceptableOffers', () => {
  test.each<[accept: string | null, offers: string[], acceptable: [string, number][]]>([
    [RFC, ['text/plain;format=flowed'], [['text/plain;format=flowed', 1]]],
    [RFC, ['text/plain'], [['text/plain', 0.7]]],
    [RFC, ['text/html'], [['text/html', 0.3]]],
    [RFC, ['image/jpeg'], [['image/jpeg', 0.5]]],
    [RFC, ['text/plain;format=fixed'], [['text/plain;format=fixed', 0.4]]],
    [RFC, ['text/html;level=3'], [['text/html;level=3', 0.3]]],
    [
      'audio/*;q=0.2, audio/basic',
      ['audio/mpeg', 'audio/basic'],
      [
        ['audio/basic', 1],
        ['audio/mpeg', 0.2],
      ],
    ],
    // Equal ones are in the order of the offers.
    [
      'c/d, a/b',
      ['a/b', 'c/d'],
      [
        ['a/b', 1],
        ['c/d', 1],
      ],
    ],
    // The most specific range decides, wherever it stands; of equal ones the first.
    ['a/b;q=0, a/*', ['a/b', 'a/c'], [['a/c', 1]]],
    ['*/*;q=0.1, a/b;q=0', ['a/b'], []],
    ['a/b;q=0.5, a/b;q=0.7', ['a/b'], [['a/b', 0.5]]],
    // Parameters match as a whole, in their order, with the case of their values.
    ['a/b;c=d', ['a/b'], []],
    ['a/b;c=d', ['a/b;C=d'], [['a/b;C=d', 1]]],
    ['a/b;c=d', ['a/b;c=D'], []],
    ['a/b;c=d;e=f', ['a/b;e=f;c=d'], []],
    ['a/b', ['a/b;c=d'], [['a/b;c=d', 1]]],
    // An empty field accepts nothing, none and an unreadable one everything.
    ['', ['a/b'], []],
    [
      null,
      ['a/b', 'c/d'],
      [
        ['a/b', 1],
        ['c/d', 1],
      ],
    ],
    ['nonsense', ['a/b'], [['a/b', 1]]],
    // What is no media type is no offer.
    ['*/*', ['a', 'a/*', 'a/b;q=0.5', 'a/b'], [['a/b', 1]]],
    [null, ['a', 'a/*', 'a/b'], [['a/b', 1]]],
    ['*/*', ['a/b', 'a/b'], [['a/b', 1]]],
  ])('%j: of %j %j', (text, offers, acceptable) => {
    const accept = createAcceptHeader(text)
    expect(accept.acceptableOffers(offers)).toEqual(acceptable)
    expect(accept.best(offers)).toBe(acceptable[0]?.[0] ?? null)
    const objects = acceptable.map(([offer]) => Accept.parseOffer(offer))
    expect(accept.acceptableOffers(objects).map(([offer]) => offer)).toEqual(objects)
  })

  test('takes any iterable, and gives the offers themselves', () => {
    const offers = [new AcceptOffer('a', 'b'), new AcceptOffer('text', 'html')]
    const accept = createAcceptHeader(BROWSER)
    expect(accept.best(new Set(offers))).toBe(offers[1])
    expectTypeOf(accept.acceptableOffers(offers)).toEqualTypeOf<Offered<AcceptOffer>[]>()
    expectTypeOf(accept.best(offers)).toEqualTypeOf<AcceptOffer | null>()
  })
})

test.each<[text: string | null, acceptsHtml: boolean]>([
  [null, true],
  ['', false],
  [BROWSER, true],
  ['*/*', true],
  ['application/xml', true],
  ['text/*;q=0', false],
  ['application/json', false],
])('%j accepts HTML: %j', (text, acceptsHtml) => {
  const accept = createAcceptHeader(text)
  expect([accept.acceptsHtml, accept.acceptHtml()]).toEqual([acceptsHtml, acceptsHtml])
})
