import { describe, expect, test } from 'vitest'
import { parseCookie } from '../../src/cookies/parse-cookie.ts'

describe('parseCookie', () => {
  test.each<[header: string, pairs: [string, string][]]>([
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
    ['a="x\\073 y"', [['a', 'x; y']]],
    ['a=\xc3\xa9', [['a', '']]],
    ['a="\xc3\xa9"', [['a', '\xc3\xa9']]],
    ['$Version=1; a=1; $Path=/', [['a', '1']]],
    [
      'path=/; a=1; Domain=x; expires=y; max-age=1; samesite=z; secure=1; HttpOnly=1; comment=c',
      [['a', '1']],
    ],
    ['a/b=1; {x}=2; c=3', [['c', '3']]],
    [
      '__proto__=1; constructor=2',
      [
        ['__proto__', '1'],
        ['constructor', '2'],
      ],
    ],
  ])('%j', (header, pairs) => {
    expect(parseCookie(header)).toEqual(pairs)
  })

  test('a megabyte of pairs', () => {
    expect(parseCookie('a=1; '.repeat(200_000)).length).toBe(200_000)
  })

  test('a megabyte without a pair', () => {
    expect(parseCookie('a'.repeat(1_000_000))).toEqual([])
  })
})
