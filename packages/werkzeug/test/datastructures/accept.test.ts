import { Accept, CharsetAccept, LanguageAccept, MIMEAccept } from '@triptych/werkzeug/datastructures'
import { describe, expect, expectTypeOf, test } from 'vitest'

describe('Accept', () => {
  test.each<[string | null, [string, number][]]>([
    [
      'a;q=0.5, b, c;q=0.7',
      [
        ['b', 1],
        ['c', 0.7],
        ['a', 0.5],
      ],
    ],
    [
      '*;q=0.9, a;q=0.1',
      [
        ['a', 0.1],
        ['*', 0.9],
      ],
    ],
    ['a;q=2, b;q=-1, c;q=x, d;q=1.0', [['d', 1]]],
    ["text/html; *=UTF-8''q=0.5", [['text/html', 1]]],
    ['a;b=c;q=0.5', [['a; b=c', 0.5]]],
    ['', []],
    [null, []],
  ])('%j', (header, items) => {
    expect([...Accept.fromHeader(header)]).toEqual(items)
  })

  test('reading', () => {
    const accept = Accept.fromHeader('gzip, br;q=0.5, zstd;q=0')
    expect([accept.quality('GZIP'), accept.quality('br'), accept.quality('none')]).toEqual([1, 0.5, 0])
    expect([accept.has('zstd'), accept.has('none')]).toEqual([true, false])
    expect([accept.find('br'), accept.find('none'), accept.index(['gzip', 1])]).toEqual([1, -1, 0])
    expect([accept.at(0), accept.best, [...accept.values()]]).toEqual([
      ['gzip', 1],
      'gzip',
      ['gzip', 'br', 'zstd'],
    ])
    expect(accept.toHeader()).toBe('gzip,br;q=0.5,zstd;q=0')
    expect(() => accept.index('none')).toThrow(RangeError)
    expect(() => accept.at(9)).toThrow(RangeError)
    expect(new Accept(accept).equals(accept)).toBe(true)
    expect([Accept.fromHeader(null).provided, new Accept([]).provided, new Accept().best]).toEqual([
      false,
      true,
      null,
    ])
  })

  test('the best match', () => {
    const accept = Accept.fromHeader('a, b, *;q=0.5, c;q=0')
    expect(accept.bestMatch(['b', 'a'])).toBe('b')
    expect(accept.bestMatch(['x', 'a'])).toBe('a')
    expect(accept.bestMatch(['c'])).toBeNull()
    expect(accept.bestMatch(['c'], { default: 7 })).toBe(7)
    expectTypeOf(accept.bestMatch(['c'], { default: 7 })).toEqualTypeOf<'c' | number>()
    expectTypeOf(MIMEAccept.fromHeader('a/b')).toEqualTypeOf<MIMEAccept>()
  })

  test('equal headers share what cannot be changed', () => {
    const accept = Accept.fromHeader('a, b;q=0.5')
    for (let n = 0; n < 300; n++) {
      expect(Accept.fromHeader(`a, b;q=0.5, c${n}`).size).toBe(3)
      expect(accept.quality(`c${n}`)).toBe(0)
    }
    expect(Accept.fromHeader('a, b;q=0.5').equals(accept)).toBe(true)
    expect(Accept.fromHeader('a, b;q=0.5')).toBe(Accept.fromHeader('a, b;q=0.5'))
    expect(LanguageAccept.fromHeader('a, b;q=0.5')).toBeInstanceOf(LanguageAccept)
    expect(() => (accept.at(0) as [string, number]).push(1)).toThrow(TypeError)
    expect([accept.quality('a'), accept.quality('b'), accept.quality('c')]).toEqual([1, 0.5, 0])
  })

  test('a quality is written without an exponent', () => {
    expect(new Accept([['a', 1e-7]]).toHeader()).toBe('a;q=0.00000010000000000000')
    expect(Accept.fromHeader(new Accept([['a', 1e-7]]).toHeader()).quality('a')).toBe(1e-7)
  })

  test('the best match is one of the offers', () => {
    const accept = Accept.fromHeader('gzip')
    expectTypeOf(accept.bestMatch(['br', 'gzip'])).toEqualTypeOf<'br' | 'gzip' | null>()
    const language = LanguageAccept.fromHeader('en').bestMatch(['de', 'en'], { default: false })
    expectTypeOf(language).toEqualTypeOf<'de' | 'en' | boolean>()
    const offers: string[] = []
    expectTypeOf(accept.bestMatch(offers)).toEqualTypeOf<string | null>()
    expect(accept.bestMatch(new Set(['br', 'gzip']))).toBe('gzip')
  })

  test('a hostile header ends', () => {
    expect(Accept.fromHeader('a;q=0.5,'.repeat(120_000)).size).toBe(120_000)
    expect(Accept.fromHeader(`a;${' '.repeat(1_000_000)}`).size).toBe(1)
  })
})

describe('MIMEAccept', () => {
  const accept = MIMEAccept.fromHeader('text/*, text/html;level=1;q=0.4, text/html;q=0.7, */*;q=0.1')

  test.each<[string, number]>([
    ['text/html', 0.7],
    ['text/html;level=1', 0.4],
    ['TEXT/HTML; level=1', 0.4],
    ['text/plain', 1],
    ['image/png', 0.1],
  ])('quality of %s', (type, quality) => {
    expect(accept.quality(type)).toBe(quality)
  })

  test.each<[string, string, boolean]>([
    ['a/b ; x=1;y=2', 'a/b;y=2; x=1', true],
    ['a/b;x=1', 'a/b', false],
    ['a/b', 'a/b;', false],
    ['a/b;x=/c', 'A/B ;X=/C', true],
    ['a/*;x=1', 'a/b', true],
    ['a/b', '*/*', true],
    ['*/*', 'a/b', true],
  ])('%s is about %s: %s', (item, offer, expected) => {
    expect(new MIMEAccept([[item, 1]]).has(offer)).toBe(expected)
  })

  test('a hostile type ends', () => {
    const hostile = `a/${' '.repeat(1_000_000)}b`
    expect(MIMEAccept.fromHeader(hostile).has(hostile)).toBe(true)
    expect(new MIMEAccept([[`a/b${' ;'.repeat(300_000)}`, 1]]).has('a/b')).toBe(false)
  })

  test('what a page may be', () => {
    expect(MIMEAccept.fromHeader('application/xhtml+xml').acceptHtml).toBe(true)
    expect(MIMEAccept.fromHeader('application/xml').acceptXhtml).toBe(true)
    expect(MIMEAccept.fromHeader('application/json').acceptJson).toBe(true)
    expect(MIMEAccept.fromHeader('image/png').acceptHtml).toBe(false)
  })

  test('what is no media type', () => {
    expect(() => accept.quality('text')).toThrow(SyntaxError)
    expect(() => accept.quality('*/html')).toThrow(SyntaxError)
    expect(MIMEAccept.fromHeader('text, */html').has('text/html')).toBe(false)
  })
})

test.each<[string, string[], string | null]>([
  ['en-US', ['en_us'], 'en_us'],
  ['de-AT, en;q=0.9', ['de', 'en'], 'en'],
  ['de-AT', ['fr', 'de'], 'de'],
  ['de', ['de-AT', 'fr'], 'de-AT'],
  ['fr', ['de'], null],
  ['*', ['de'], 'de'],
])('LanguageAccept %s of %j', (header, offers, expected) => {
  expect(LanguageAccept.fromHeader(header).bestMatch(offers)).toBe(expected)
  expect(LanguageAccept.fromHeader(header).bestMatch(offers, { default: 'x' })).toBe(expected ?? 'x')
})

test.each<[string, string, boolean]>([
  ['latin1', 'ISO-8859-1', true],
  ['utf8', 'UTF-8', true],
  ['windows-1252', 'cp1252', true],
  ['unknown-1', 'UNKNOWN-1', true],
  ['utf-8', 'latin1', false],
])('CharsetAccept: %s is %s: %s', (header, value, expected) => {
  expect(CharsetAccept.fromHeader(header).has(value)).toBe(expected)
})
