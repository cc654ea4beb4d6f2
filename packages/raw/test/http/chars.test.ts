import { describe, expect, test } from 'vitest'
import * as chars from '../../src/http/chars.ts'
import { isToken, checkToken, tokenEnd } from '../../src/http/token.ts'

const { all, is, skip, trimOws } = chars

/** Each class as a regular expression says it, from the ABNF of the RFC named beside it. */
test.each<[name: string, mask: number, expression: RegExp]>([
  ['TCHAR, RFC 9110 5.6.2', chars.TCHAR, /[!#$%&'*+\-.^_`|~0-9A-Za-z]/],
  ['QDTEXT, RFC 9110 5.6.4', chars.QDTEXT, /[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]/],
  ['FIELD, RFC 9110 5.5', chars.FIELD, /[\t \x21-\x7e\x80-\xff]/],
  ['WS, RFC 9110 5.6.3', chars.WS, /[\t ]/],
  ['DIGIT, RFC 5234 B.1', chars.DIGIT, /[0-9]/],
  ['ALPHA, RFC 5234 B.1', chars.ALPHA, /[A-Za-z]/],
  ['HEXDIG, RFC 5234 B.1', chars.HEXDIG, /[0-9A-Fa-f]/],
  ['ETAGC, RFC 9110 8.8.3', chars.ETAGC, /[\x21\x23-\x7e\x80-\xff]/],
  ['TOKEN68, RFC 9110 11.2', chars.TOKEN68, /[A-Za-z0-9\-._~+/]/],
  ['ATTR_CHAR, RFC 8187 3.2.1', chars.ATTR_CHAR, /[A-Za-z0-9!#$&+\-.^_`|~]/],
])('%s', (_, mask, expression) => {
  for (let code = 0; code < 0x200; code++) {
    expect([code, is(code, mask)]).toEqual([code, code < 256 && expression.test(String.fromCharCode(code))])
  }
  expect(is(Number.NaN, mask)).toBe(false)
})

describe('skip, all and trimOws', () => {
  test('skip stops at the first other character, or the end', () => {
    expect(skip('12a', 0, chars.DIGIT)).toBe(2)
    expect(skip('12a', 0, chars.DIGIT, 1)).toBe(1)
    expect(skip('123', 1, chars.DIGIT)).toBe(3)
    expect(skip('1', 5, chars.DIGIT)).toBe(5)
  })

  test('all wants at least one character', () => {
    expect([all('12', chars.DIGIT), all('1a', chars.DIGIT), all('', chars.DIGIT)]).toEqual([
      true,
      false,
      false,
    ])
  })

  test.each([
    ['', ''],
    [' \t', ''],
    ['a', 'a'],
    ['\t a b \t', 'a b'],
    ['\xa0a\r\n', '\xa0a\r\n'],
  ])('%j is trimmed to %j', (text, trimmed) => {
    expect(trimOws(text)).toBe(trimmed)
  })
})

test('tokens', () => {
  expect(['a', "!#$%&'*+-.^_`|~", '', 'a b', 'a:', '\xe9', '\u0131'].map(isToken)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ])
  expect(tokenEnd('a/b', 0)).toBe(1)
  expect(tokenEnd('a/b', 1)).toBe(1)
  expect(checkToken('a')).toBe('a')
  expect(() => checkToken('a\r\nb')).toThrow(/"a\\r\\nb"/)
})
