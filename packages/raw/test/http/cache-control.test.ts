import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  directiveValues,
  formatCacheControl,
  parseCacheControl,
  requestDirectives,
  responseDirectives,
} from '../../src/http/cache-control.ts'
import { megabyte, textOf } from './hostile-text.ts'

test.each<[text: string, directives: [name: string, value: string | undefined][], problems: string[]]>([
  ['', [], []],
  [' , no-cache ,, ', [['no-cache', undefined]], []],
  [
    'Max-Age="60" , PRIVATE="a, \\"b"',
    [
      ['max-age', '60'],
      ['private', 'a, "b'],
    ],
    [],
  ],
  ['a=, b', [['b', undefined]], ['directive']],
  ['a = b, c', [['c', undefined]], ['directive']],
  ['a b, c', [['c', undefined]], ['directive']],
  ['a="b, c', [], ['directive']],
  ['=b, c', [['c', undefined]], ['directive']],
  [
    'a=1, A=2',
    [
      ['a', '1'],
      ['a', '2'],
    ],
    ['duplicate'],
  ],
  ['a=""', [['a', '']], []],
  ['__proto__=1', [['__proto__', '1']], []],
])('%j', (text, directives, problems) => {
  const read = parseCacheControl(text)
  expect(read.directives.map(({ name, value }) => [name, value])).toEqual(directives)
  expect(read.problems.map(({ code }) => code)).toEqual(problems)
})

test('values stand for what their directive says', () => {
  const text = 'max-stale, min-fresh, s-maxage=x, no-store=1, no-cache, private=a, ext, ext2=1, max-age="5"'
  expect([...directiveValues(parseCacheControl(text))]).toEqual([
    ['max-stale', true],
    ['min-fresh', null],
    ['s-maxage', null],
    ['no-store', true],
    ['no-cache', true],
    ['private', 'a'],
    ['ext', true],
    ['ext2', '1'],
    ['max-age', 5],
  ])
})

describe('of a request', () => {
  const nothing = {
    maxAge: undefined,
    maxStale: undefined,
    minFresh: undefined,
    noCache: false,
    noStore: false,
    noTransform: false,
    onlyIfCached: false,
    staleIfError: undefined,
  }
  test.each<[text: string, found: object]>([
    ['', {}],
    ['max-stale', { maxStale: true }],
    ['max-stale=5', { maxStale: 5 }],
    ['max-stale=x, max-age=-1', {}],
    ['max-age=0, min-fresh=1, stale-if-error=2', { maxAge: 0, minFresh: 1, staleIfError: 2 }],
    [
      'no-cache, no-store, no-transform, only-if-cached',
      { noCache: true, noStore: true, noTransform: true, onlyIfCached: true },
    ],
  ])('%j', (text, found) => {
    expect(requestDirectives(parseCacheControl(text))).toEqual({ ...nothing, ...found })
  })
})

describe('of a response', () => {
  const nothing = {
    immutable: false,
    maxAge: undefined,
    mustRevalidate: false,
    mustUnderstand: false,
    noCache: false,
    noStore: false,
    noTransform: false,
    private: false,
    proxyRevalidate: false,
    public: false,
    sMaxage: undefined,
    staleIfError: undefined,
    staleWhileRevalidate: undefined,
  }
  test.each<[text: string, found: object]>([
    ['', {}],
    ['max-age=1, max-age=2', { maxAge: 1 }],
    ['max-age=x, s-maxage', { maxAge: null, sMaxage: null }],
    ['no-cache, private="A, b,"', { noCache: true, private: ['a', 'b'] }],
    ['no-cache=Set-Cookie', { noCache: ['set-cookie'] }],
    ['public=yes, immutable, must-revalidate', { public: true, immutable: true, mustRevalidate: true }],
    ['must-understand, no-store, no-transform', { mustUnderstand: true, noStore: true, noTransform: true }],
    ['proxy-revalidate, s-maxage=9', { proxyRevalidate: true, sMaxage: 9 }],
    ['stale-if-error=3, stale-while-revalidate=x', { staleIfError: 3 }],
  ])('%j', (text, found) => {
    expect(responseDirectives(parseCacheControl(text))).toEqual({ ...nothing, ...found })
  })
})

describe('formatCacheControl', () => {
  test('writes what is set', () => {
    const text = formatCacheControl([
      ['a', false],
      ['b', null],
      ['c', undefined],
      ['d', true],
      ['e', 0],
      ['f', ''],
    ])
    expect(text).toBe('d, e=0, f=""')
  })

  test('refuses what cannot be written', () => {
    expect(() => formatCacheControl([['a b', true]])).toThrow(TypeError)
    expect(() => formatCacheControl([['a', 'b\r\nc']])).toThrow(TypeError)
    for (const value of [-1, 1.5, Number.NaN, Infinity]) {
      expect(() => formatCacheControl([['a', value]])).toThrow(RangeError)
    }
  })

  test('what is written is read', () => {
    const name = fc.string({ unit: fc.constantFrom(...'abc-_1'), minLength: 1, maxLength: 6 })
    const value = fc.oneof(fc.constant(true as const), fc.string({ unit: fc.constantFrom(...'a1 ,="\\') }))
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (list) => {
        const read = parseCacheControl(formatCacheControl(list)).directives
        expect(read.map(({ name, value }) => [name, value ?? true])).toEqual(list)
      }),
    )
  })
})

test('any text is read', () => {
  fc.assert(
    fc.property(textOf('max-age=1,"\\ '), (text) => {
      const read = parseCacheControl(text)
      requestDirectives(read)
      responseDirectives(read)
      expect(directiveValues(read).size).toBeLessThanOrEqual(read.directives.length)
    }),
  )
})

test.each([',', '"', '\\', '=', 'a="', 'a,', ' '])('a megabyte of %j', (pattern) => {
  expect(directiveValues(parseCacheControl(megabyte(pattern))).size).toBeLessThanOrEqual(1)
})
