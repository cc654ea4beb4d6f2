import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { QueryLimitError, query } from '../src/query.ts'
import { textOf } from './http/hostile-text.ts'

/** Without prototypes and classes, as JSON. */
const plain = (text: string, limits?: Parameters<typeof query>[1]): unknown =>
  JSON.parse(JSON.stringify(query({ QUERY_STRING: text }, limits).values))

describe('values', () => {
  test.each<[text: string, values: unknown]>([
    ['', {}],
    ['a=1&b=x+y', { a: '1', b: 'x y' }],
    ['a', { a: '' }],
    ['a=1&a=2', { a: ['1', '2'] }],
    ['a[]=1&a[]=2', { a: ['1', '2'] }],
    ['a[1]=y&a[0]=x', { a: ['x', 'y'] }],
    ['a[b][c]=1', { a: { b: { c: '1' } } }],
    ['a%5Bb%5D=1', { a: { b: '1' } }],
    ['a.b=1', { 'a.b': '1' }],
    ['a=%E2%98%83', { a: '\u2603' }],
    ['a=\xe2\x98\x83', { a: '\u2603' }],
    ['a=\u2603', { a: '\u2603' }],
    ['constructor=1&toString=2', { constructor: '1', toString: '2' }],
    ['a;b=1', { 'a;b': '1' }],
  ])('%j', (text, values) => {
    expect(plain(text)).toEqual(values)
  })

  test('no QUERY_STRING is an empty one', () => {
    expect(plain('')).toEqual({})
    expect(Object.keys(query({}).values)).toEqual([])
  })
})

describe('problems', () => {
  test.each<[text: string, problems: [string, number][]]>([
    ['a=1&&b', []],
    ['a=1&__proto__=2', [['dropped-name', 4]]],
    ['a[__proto__]=1', [['dropped-name', 0]]],
    ['a[__proto__][b]=1', [['dropped-name', 0]]],
    ['a[b][__proto__]=1', [['dropped-name', 0]]],
    ['__proto__[a]=1', [['dropped-name', 0]]],
    ['%5F%5Fproto__=1', [['dropped-name', 0]]],
    ['=1', [['dropped-name', 0]]],
    ['x__proto__=1&a[__proto__x]=2', []],
    [
      'a=%zz&b=%FF&__proto__',
      [
        ['percent', 0],
        ['utf-8', 6],
        ['dropped-name', 12],
      ],
    ],
  ])('%j', (text, problems) => {
    expect(query({ QUERY_STRING: text }).problems.map(({ code, at }) => [code, at])).toEqual(problems)
  })

  test('Object.prototype stays as it is', () => {
    for (const text of [
      '__proto__[polluted]=1',
      'a[__proto__][polluted]=1',
      'a[constructor][prototype][polluted]=1',
    ]) {
      query({ QUERY_STRING: text })
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

describe('limits', () => {
  test.each<[name: string, text: string, limits?: Parameters<typeof query>[1]]>([
    ['pairs', Array.from({ length: 1001 }, (_, at) => `a${at}=1`).join('&')],
    ['pairs, set lower', 'a=1&b=2&c=3', { parameterLimit: 2 }],
    ['repeated name', 'a=1&'.repeat(101)],
    ['brackets (CVE-2025-15284)', 'a[]=1&'.repeat(101)],
    ['index', 'a[100000000]=1'],
    ['list, set lower', 'a=1&a=2&a=3', { arrayLimit: 2 }],
    ['depth (CVE-2024-45590)', `a${'[b]'.repeat(6)}=1`],
    ['depth of a hostile name', `a${'[b]'.repeat(100_000)}=1`],
  ])('%s', (_name, text, limits) => {
    expect(() => query({ QUERY_STRING: text }, limits)).toThrow(QueryLimitError)
    expect(() => query({ QUERY_STRING: text }, limits)).toThrow(
      expect.objectContaining({ code: 'ERR_QUERY_LIMIT' }),
    )
  })

  test('a name like length is data (CVE-2022-24999)', () => {
    expect(plain('a[length]=100000000')).toEqual({ a: { length: '100000000' } })
  })
})

test('any text has values or exceeds a limit', () => {
  fc.assert(
    fc.property(textOf('ab[]=&%_proto.0'), (text) => {
      let error: unknown
      try {
        query({ QUERY_STRING: text })
      } catch (caught) {
        error = caught
      }
      expect(error === undefined || error instanceof QueryLimitError).toBe(true)
    }),
    { numRuns: 500 },
  )
})
