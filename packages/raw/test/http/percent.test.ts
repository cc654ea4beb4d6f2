import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  PATH,
  QUERY,
  REG_NAME,
  SEGMENT,
  UNRESERVED,
  USERINFO,
  decodePercent,
  decodePercentBytes,
  decodePercentUtf8,
  encodePercent,
  encodePercentUtf8,
  percentProblems,
  safeSet,
} from '../../src/http/percent.ts'
import { anyText, byteText, megabyte, textOf } from './hostile-text.ts'

describe('decodePercent', () => {
  test.each<[name: string, input: string, expected: string, problems: number[]]>([
    ['nothing to decode', '/a+b', '/a+b', []],
    ['either case', '%4a%4A', 'JJ', []],
    ['every nibble', '%00%0f%f0%ff', '\x00\x0f\xf0\xff', []],
    ['once only', '%2541', '%41', []],
    ['no digits', '%zz', '%zz', [0]],
    ['one digit', 'a%4', 'a%4', [1]],
    ['at the end', 'a%', 'a%', [1]],
    ['percent before an escape', '%%41', '%A', [0]],
    ['percent inside an escape', '%4%41', '%4A', [0]],
    ['digits of int(x, 16) that are none here', '%+1% 1%u0041', '%+1% 1%u0041', [0, 3, 6]],
    ['full-width digits', '%\uff14\uff11', '%\uff14\uff11', [0]],
    ['a raw byte stays', '\xe9%41', '\xe9A', []],
  ])('%s', (_name, input, expected, problems) => {
    expect(decodePercent(input)).toBe(expected)
    expect(percentProblems(input).map(({ at }) => at)).toEqual(problems)
  })

  test('a million escapes, good and bad', () => {
    expect(decodePercent(megabyte('%41')).length).toBe(333_334)
    expect(decodePercent(megabyte('%'))).toBe(megabyte('%'))
    expect(decodePercent(megabyte('%4'))).toBe(megabyte('%4'))
  })
})

test.each<[input: string, replaced: string, strict: string | undefined]>([
  ['%E2%98%83', '\u2603', '\u2603'],
  ['caf\xc3%A9', 'caf\xe9', 'caf\xe9'],
  ['%C0%AF', '\ufffd\ufffd', undefined],
  ['%FF%41', '\ufffdA', undefined],
  ['%ED%A0%80', '\ufffd\ufffd\ufffd', undefined],
  ['%EF%BB%BFa', '\ufeffa', '\ufeffa'],
  ['%zz', '%zz', '%zz'],
])('UTF-8 behind %j', (input, replaced, strict) => {
  expect(decodePercentUtf8(input)).toBe(replaced)
  expect(decodePercentUtf8(input, 'strict')).toBe(strict)
})

describe('sets', () => {
  const members = (set: Uint8Array): string =>
    Array.from(set, (mark, code) => (mark ? String.fromCharCode(code) : '')).join('')
  const alnum = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~'

  test.each<[name: string, set: Uint8Array, extra: string]>([
    ['UNRESERVED, RFC 3986 section 2.3', UNRESERVED, '-.'],
    ['REG_NAME, section 3.2.2', REG_NAME, "!$&'()*+,-.;="],
    ['USERINFO, section 3.2.1', USERINFO, "!$&'()*+,-.:;="],
    ['SEGMENT, section 3.3', SEGMENT, "!$&'()*+,-.:;=@"],
    ['PATH, section 3.3', PATH, "!$&'()*+,-./:;=@"],
    ['QUERY, section 3.4', QUERY, "!$&'()*+,-./:;=?@"],
  ])('%s', (_name, set, extra) => {
    expect([...members(set)].toSorted().join('')).toBe([...(alnum + extra)].toSorted().join(''))
  })

  test('a set holds neither % nor what is not ASCII', () => {
    expect(() => safeSet('%')).toThrow(TypeError)
    expect(() => safeSet('\xe9')).toThrow(/"\xe9"/)
  })
})

describe('encodePercent', () => {
  test.each<[input: string, set: Uint8Array, expected: string]>([
    ['', PATH, ''],
    ['/a b/\xff', PATH, '/a%20b/%FF'],
    ['a/b', SEGMENT, 'a%2Fb'],
    ['100%', PATH, '100%25'],
    ['a?b#c', QUERY, 'a?b%23c'],
    ['\0\n', UNRESERVED, '%00%0A'],
  ])('%j', (input, set, expected) => {
    expect(encodePercent(input, set)).toBe(expected)
  })

  test('refuses what is no byte', () => {
    expect(() => encodePercent('a\u2603', PATH)).toThrow(TypeError)
    expect(encodePercentUtf8('a\u2603', PATH)).toBe('a%E2%98%83')
    expect(encodePercentUtf8('\ud800', PATH)).toBe('%EF%BF%BD')
  })
})

test('round trips', () => {
  fc.assert(
    fc.property(
      byteText,
      fc.constantFrom(UNRESERVED, PATH, QUERY),
      (text, set) => decodePercent(encodePercent(text, set)) === text,
    ),
  )
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      (text) => decodePercentUtf8(encodePercentUtf8(text, PATH), 'strict') === text,
    ),
  )
})

test('never throws, and lists a problem where an escape is left', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, textOf('%4aZ+')), (text) => {
      expect(decodePercentBytes(text)).toBeInstanceOf(Uint8Array)
      for (const { at } of percentProblems(text)) expect(text.slice(at, at + 3)).not.toMatch(/^%[0-9a-f]{2}/i)
    }),
  )
})
