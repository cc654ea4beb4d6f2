import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { CacheControl, serializeCacheControl, UpdateDict } from '../../src/cachecontrol/index.ts'
import type { CacheControlType, DirectiveValue } from '../../src/cachecontrol/index.ts'

const BIG = 99_999_999_999_999_999_999n

describe('parse', () => {
  test.each<[header: string, properties: [string, DirectiveValue][]]>([
    ['', []],
    ['public', [['public', null]]],
    [
      'public, max-age=3600',
      [
        ['public', null],
        ['max-age', 3600],
      ],
    ],
    ['max-age = 5', [['max-age', null]]],
    ['max-age =5', [['max-age', 5]]],
    ['max-age="5"', [['max-age', 5]]],
    ['max-age=" 5 "', [['max-age', 5]]],
    ['max-age=-5', [['max-age', -5]]],
    ['max-age=+5', [['max-age', 5]]],
    ['max-age=-0', [['max-age', 0]]],
    ['max-age=5.5', [['max-age', '5.5']]],
    ['max-age=1e3', [['max-age', '1e3']]],
    ['max-age=0x10', [['max-age', '0x10']]],
    ['max-age=', [['max-age', null]]],
    ['max-age=""', [['max-age', null]]],
    [`max-age=${BIG}`, [['max-age', BIG]]],
    [`max-age=-${BIG}`, [['max-age', -BIG]]],
    [`max-age=+${BIG}`, [['max-age', BIG]]],
    ['max-age=9007199254740991', [['max-age', 9_007_199_254_740_991]]],
    ['max-age=9007199254740993', [['max-age', 9_007_199_254_740_993n]]],
    // The last one of a name counts, in the place of the first; names are kept as they are written.
    [
      'a=1, b, a=2',
      [
        ['a', 2],
        ['b', null],
      ],
    ],
    [
      'Max-Age=1, max-age=2',
      [
        ['Max-Age', 1],
        ['max-age', 2],
      ],
    ],
    [
      'private="Set-Cookie, X", no-cache',
      [
        ['private', 'Set-Cookie, X'],
        ['no-cache', null],
      ],
    ],
    [
      'a="b',
      [
        ['a', null],
        ['b', null],
      ],
    ],
    // Whatever is no directive is passed over.
    [
      ',;= 5 public;;x',
      [
        ['public', null],
        ['x', null],
      ],
    ],
    [
      '__proto__=1, constructor',
      [
        ['proto__', 1],
        ['constructor', null],
      ],
    ],
  ])('%j', (header, properties) => {
    const control = CacheControl.parse(header)
    expect([...control.properties]).toStrictEqual(properties)
    expect(control.type).toBe(null)
  })

  test('says what changes it', () => {
    const texts: string[] = []
    const control = CacheControl.parse('public', {
      type: 'response',
      updatesTo: (one) => texts.push(String(one)),
    })
    expect(texts).toEqual([])
    control.maxAge = 5
    control.public = false
    control.noStore = false
    control.properties.clear()
    expect(texts).toEqual(['max-age=5, public', 'max-age=5', ''])
  })

  test.each(['a', 'a ', 'a=', 'a="', '"', '=', ',', '-', 'a,', ' ', 'a=1,'])(
    'reads a megabyte of %j in linear time',
    (piece) => {
      const control = CacheControl.parse(`no-store,${piece.repeat(1_000_000 / piece.length)}`)
      expect(control.noStore).toBe(true)
    },
  )

  test('leaves more digits than Python takes as the text that they are', () => {
    const digits = '9'.repeat(1_000_000)
    expect(CacheControl.parse(`max-age=${digits}`).maxAge).toBe(digits)
    expect(CacheControl.parse(`max-age=${'9'.repeat(4300)}`).maxAge).toBe(10n ** 4300n - 1n)
  })
})

const outcome = (act: () => string): string => {
  try {
    return act()
  } catch (error) {
    return (error as Error).name
  }
}

type Values =
  | 'maxStale'
  | 'minFresh'
  | 'private'
  | 'noCache'
  | 'maxAge'
  | 'sMaxage'
  | 'sMaxAge'
  | 'staleWhileRevalidate'
  | 'staleIfError'

describe.each<[name: Values, directive: string, type: CacheControlType | null, alone: DirectiveValue]>([
  ['maxStale', 'max-stale', 'request', '*'],
  ['minFresh', 'min-fresh', 'request', null],
  ['private', 'private', 'response', '*'],
  ['noCache', 'no-cache', null, '*'],
  ['maxAge', 'max-age', null, -1],
  ['sMaxage', 's-maxage', 'response', null],
  ['sMaxAge', 's-maxage', 'response', null],
  ['staleWhileRevalidate', 'stale-while-revalidate', 'response', null],
  ['staleIfError', 'stale-if-error', 'response', null],
])('%s', (name, directive, type, alone) => {
  test('is what the field says', () => {
    expect(CacheControl.parse('')[name]).toBe(null)
    expect(CacheControl.parse(directive)[name]).toBe(alone)
    expect(CacheControl.parse(`${directive}=0`)[name]).toBe(0)
    expect(CacheControl.parse(`${directive}="a, b"`)[name]).toBe('a, b')
  })

  test('is set, stands alone and goes', () => {
    const control = new CacheControl({}, type)
    const texts = ([5, BIG, 'a b', true, 0, null, true, false] as const).map((value) => {
      control[name] = value
      return String(control)
    })
    const values = ['=5', `=${BIG}`, '="a b"', '', '=0'].map((value) => directive + value)
    expect(texts).toEqual([...values, '', directive, ''])
  })

  test.each(['request', 'response', null] as const)('set for %s', (other) => {
    const control = new CacheControl({}, other)
    const set = (): string => {
      control[name] = 1
      return String(control)
    }
    const isOwn = type === null || type === other
    expect(outcome(set)).toBe(isOwn ? `${directive}=1` : 'TypeError')
    expect(control.properties.size).toBe(isOwn ? 1 : 0)
  })
})

type Flags =
  | 'onlyIfCached'
  | 'public'
  | 'noStore'
  | 'noTransform'
  | 'mustRevalidate'
  | 'proxyRevalidate'
  | 'immutable'

test.each<[name: Flags, directive: string, type: CacheControlType]>([
  ['onlyIfCached', 'only-if-cached', 'request'],
  ['public', 'public', 'response'],
  ['noStore', 'no-store', 'response'],
  ['noTransform', 'no-transform', 'request'],
  ['mustRevalidate', 'must-revalidate', 'response'],
  ['proxyRevalidate', 'proxy-revalidate', 'response'],
  ['immutable', 'immutable', 'response'],
])('%s is there or not', (name, directive, type) => {
  expect([CacheControl.parse('')[name], CacheControl.parse(`${directive}=0`)[name]]).toEqual([false, true])
  const control = new CacheControl({}, type)
  const texts = ([true, false, true, null] as const).map((value) => {
    control[name] = value
    return String(control)
  })
  expect(texts).toEqual([directive, '', directive, ''])
})

test.each<[name: Flags, type: CacheControlType]>([
  ['onlyIfCached', 'response'],
  ['public', 'request'],
  ['mustRevalidate', 'request'],
  ['proxyRevalidate', 'request'],
  ['immutable', 'request'],
])('%s is nothing for a %s', (name, type) => {
  const control = new CacheControl({}, type)
  expect(() => {
    control[name] = true
  }).toThrow(TypeError)
  expect(control[name]).toBe(false)
})

test('is made of an object, a map, or a dictionary that it keeps', () => {
  const dict = new UpdateDict<string, DirectiveValue>([['a', 1]])
  expect(new CacheControl(dict).properties).toBe(dict)
  expect(String(new CacheControl(new Map([['a', 1]])))).toBe('a=1')
  expect(String(new CacheControl({ a: 1 }, 'request'))).toBe('a=1')
})

test('a copy changes nothing else', () => {
  let calls = 0
  const control = CacheControl.parse('a, max-age=1', { type: 'response', updatesTo: () => calls++ })
  const copy = control.copy()
  copy.maxAge = 2
  expect([String(control), String(copy), copy.type, calls]).toEqual([
    'a, max-age=1',
    'a, max-age=2',
    'response',
    0,
  ])
})

describe('serializeCacheControl', () => {
  test.each<[text: string, properties: Record<string, DirectiveValue>]>([
    ['', {}],
    ['B=1, a, b', { b: null, a: null, B: 1 }],
    ['a=0, b=-1, c=', { a: 0, b: -1, c: '' }],
    ['a=x.y_z-1', { a: 'x.y_z-1' }],
    ['a="x y", b="x,y", c="x/y", d="\xe9"', { a: 'x y', b: 'x,y', c: 'x/y', d: '\xe9' }],
    ['a="q"q"', { a: 'q"q' }],
    [`a=1${'0'.repeat(30)}`, { a: 10n ** 30n }],
  ])('%s', (text, properties) => {
    expect(serializeCacheControl(properties)).toBe(text)
    expect(serializeCacheControl(new Map(Object.entries(properties)))).toBe(text)
    expect(serializeCacheControl(new CacheControl(properties))).toBe(text)
  })

  test.each<[properties: Record<string, DirectiveValue>]>([
    [{ a: 'x\r\nSet-Cookie: a=b' }],
    [{ a: 'x\ny' }],
    [{ a: '\0' }],
    [{ 'a\r\nSet-Cookie: a': 'b' }],
    [{ 'a\n': null }],
  ])('%j is no field', (properties) => {
    expect(() => serializeCacheControl(properties)).toThrow(TypeError)
  })

  test('is read as what was written', () => {
    const name = fc.stringMatching(/^[a-zA-Z][a-zA-Z_-]{0,5}$/)
    const value = fc.oneof(
      fc.constant(null),
      fc.maxSafeInteger().map((number) => number + 0),
      fc.bigInt({ min: 2n ** 53n }),
      fc.stringMatching(/^[a-z][ -!#-~]{0,9}$/),
    )
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, value), { selector: ([one]) => one }), (pairs) => {
        const text = serializeCacheControl(new Map<string, DirectiveValue>(pairs))
        expect(new Map(CacheControl.parse(text).properties)).toEqual(new Map(pairs))
      }),
    )
  })
})

test('types', () => {
  expectTypeOf<CacheControl['maxAge']>().toEqualTypeOf<number | bigint | string | null>()
  expectTypeOf<CacheControl['noStore']>().toEqualTypeOf<boolean>()
})
