import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatQuery, parseQuery } from '../../src/http/query.ts'
import { encodeUtf8 } from '../../src/http/utf8.ts'
import { anyText, byteText, megabyte, textOf } from './hostile-text.ts'

describe('parseQuery, WHATWG URL section 5.1', () => {
  test.each<[name: string, text: string, pairs: [string, string][], problems: [string, number][]]>([
    ['empty', '', [], []],
    ['empty pieces', '&&a=1&', [['a', '1']], []],
    [
      'no value',
      'a&b=',
      [
        ['a', ''],
        ['b', ''],
      ],
      [],
    ],
    [
      'no name',
      '=1&=',
      [
        ['', '1'],
        ['', ''],
      ],
      [],
    ],
    ['equals signs in the value', 'a=b=c==', [['a', 'b=c==']], []],
    [
      'repeated',
      'a=1&a=2',
      [
        ['a', '1'],
        ['a', '2'],
      ],
      [],
    ],
    ['plus', '+a+=+1+', [[' a ', ' 1 ']], []],
    ['escaped plus', 'a=%2B', [['a', '+']], []],
    ['escaped delimiters', '%26=%3D', [['&', '=']], []],
    ['semicolon is no separator', 'a=1;b=2', [['a', '1;b=2']], []],
    [
      'UTF-8',
      'a=%E2%98%83&%C3%A9=',
      [
        ['a', '\u2603'],
        ['\xe9', ''],
      ],
      [],
    ],
    [
      'UTF-8 as raw bytes',
      'a=\xe2\x98\x83&b=\xe2%98\x83',
      [
        ['a', '\u2603'],
        ['b', '\u2603'],
      ],
      [],
    ],
    ['byte order mark stays', 'a=%EF%BB%BFx', [['a', '\ufeffx']], []],
    [
      'malformed escapes',
      'a=%&b=%4&c=%zz%41',
      [
        ['a', '%'],
        ['b', '%4'],
        ['c', '%zzA'],
      ],
      [
        ['percent', 0],
        ['percent', 4],
        ['percent', 9],
      ],
    ],
    ['%u is no escape', 'a=%u0041', [['a', '%u0041']], [['percent', 0]]],
    [
      'no UTF-8',
      'a=1&b=%FF%41',
      [
        ['a', '1'],
        ['b', '\ufffdA'],
      ],
      [['utf-8', 4]],
    ],
    ['overlong', 'a=%C0%AF', [['a', '\ufffd\ufffd']], [['utf-8', 0]]],
    [
      'after a bad one, good ones are still good',
      '%=%&a=%E2%98%83',
      [
        ['%', '%'],
        ['a', '\u2603'],
      ],
      [
        ['percent', 0],
        ['percent', 0],
      ],
    ],
    [
      'prototype',
      '__proto__=1&constructor',
      [
        ['__proto__', '1'],
        ['constructor', ''],
      ],
      [],
    ],
  ])('%s', (_name, text, pairs, problems) => {
    const read = parseQuery(text)
    expect(read.pairs).toEqual(pairs)
    expect(read.problems.map(({ code, at }) => [code, at])).toEqual(problems)
  })

  test('is what URLSearchParams reads, for any ASCII text', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'ab&=+%;4eE2980'), maxLength: 60 }),
      fc.string({ unit: 'binary-ascii' }),
    )
    fc.assert(
      fc.property(text, (query) => {
        fc.pre(!query.startsWith('?'))
        expect(parseQuery(query).pairs).toEqual([...new URLSearchParams(query)])
      }),
      { numRuns: 1000 },
    )
  })

  test('latin-1 keeps each byte', () => {
    expect(parseQuery('a=%FF\xfe+%zz', { encoding: 'latin-1' })).toEqual({
      pairs: [['a', '\xff\xfe %zz']],
      problems: [{ code: 'percent', at: 0 }],
    })
    fc.assert(
      fc.property(byteText, (text) => {
        for (const pair of parseQuery(text, { encoding: 'latin-1' }).pairs)
          expect(pair.join('')).toMatch(/^[\0-\xff]*$/)
      }),
    )
  })

  test('stops at the limit and says so', () => {
    expect(parseQuery('a&b&&c', { limit: 2 })).toEqual({
      pairs: [
        ['a', ''],
        ['b', ''],
      ],
      problems: [{ code: 'too-many-pairs', at: 5 }],
    })
    expect(parseQuery('a&b&', { limit: 2 }).problems).toEqual([])
    expect(parseQuery(megabyte('a&'), { limit: 1000 }).pairs.length).toBe(1000)
  })

  test('ten thousand names, or one ten thousand times', () => {
    const names = Array.from({ length: 10_000 }, (_, at) => `n${at}=${at}`)
    expect(parseQuery(names.join('&')).pairs.at(-1)).toEqual(['n9999', '9999'])
    expect(parseQuery('a=1&'.repeat(10_000)).pairs.length).toBe(10_000)
  })

  test('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, textOf('a&=+%4\xe9')), (text) => Array.isArray(parseQuery(text).pairs)),
    )
  })

  test.each(['&', '=', '+', '%', 'a=%&', 'a=%ff&', '%41', 'a=1&', '\xff', 'a'])(
    'a megabyte of %j',
    (pattern) => {
      expect(parseQuery(megabyte(pattern)).pairs.length).toBeLessThanOrEqual(500_000)
    },
  )
})

describe('formatQuery, WHATWG URL section 5.2', () => {
  test('is what URLSearchParams writes', () => {
    const pair = fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        expect(formatQuery(pairs)).toBe(new URLSearchParams(pairs).toString())
      }),
    )
    fc.assert(
      fc.property(
        anyText,
        (text) => formatQuery([[text, '']]) === new URLSearchParams([[text, '']]).toString(),
      ),
    )
    expect(formatQuery([['a~*-._', ' +&=']])).toBe('a%7E*-._=+%2B%26%3D')
  })

  test('comes back', () => {
    const pair = fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        expect(parseQuery(formatQuery(pairs))).toEqual({ pairs, problems: [] })
      }),
    )
    expect(parseQuery(`a=${encodeUtf8('\u2603')}`).pairs).toEqual([['a', '\u2603']])
  })
})
