import { expect, expectTypeOf, test } from 'vitest'
import { ImmutableMultiDict, type MultiDict } from '../../src/datastructures/index.ts'
import { parseCookie } from '../../src/http/cookie.ts'

test('an environ, text or nothing', () => {
  expect(parseCookie({ HTTP_COOKIE: 'a=1' }).toDict()).toEqual(new Map([['a', '1']]))
  expect(parseCookie('a=1; a=2').getlist('a')).toEqual(['1', '2'])
  expect(parseCookie({}).isEmpty).toBe(true)
  expect(parseCookie(null).isEmpty).toBe(true)
})

test('one character a byte, in UTF-8', () => {
  expect(parseCookie('a=\xc3\xa9').get('a')).toBe('\xe9')
})

test.each(['a=\xe9', 'a=\u4e2d', '\ud83d=x'])('%j is refused', (text) => {
  expect(() => parseCookie(text)).toThrow(SyntaxError)
})

test('another class', () => {
  const cookies = parseCookie('a=1', ImmutableMultiDict)
  expect(cookies).toBeInstanceOf(ImmutableMultiDict)
  expectTypeOf(cookies).toEqualTypeOf<ImmutableMultiDict>()
  expectTypeOf(parseCookie('a=1')).toEqualTypeOf<MultiDict>()
})
