import { expect, expectTypeOf, test } from 'vitest'
import { ImmutableMultiDict, type MultiDict } from '../../../src/datastructures/index.ts'
import { parseCookie } from '../../../src/sansio/http.ts'

test('the text is decoded already', () => {
  expect(parseCookie('a=\u2603; a=2').getlist('a')).toEqual(['\u2603', '2'])
  expect(parseCookie().isEmpty).toBe(true)
  expect(parseCookie(null).isEmpty).toBe(true)
})

test('another class', () => {
  const cookies = parseCookie('a=1', ImmutableMultiDict)
  expect(cookies.get('a')).toBe('1')
  expectTypeOf(cookies).toEqualTypeOf<ImmutableMultiDict>()
  expectTypeOf(parseCookie('a=1')).toEqualTypeOf<MultiDict>()
})
