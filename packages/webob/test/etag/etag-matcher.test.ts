import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { AnyETag, ETagMatcher, NoETag } from '../../src/etag/index.ts'
import type { AnyETagType } from '../../src/etag/index.ts'

const tags = (text: string, strong?: boolean): readonly string[] | 'any' => {
  const matcher = ETagMatcher.parse(text, strong)
  return matcher instanceof ETagMatcher ? matcher.etags : 'any'
}

test('AnyETag has every tag, NoETag none; neither says anything', () => {
  expect([AnyETag.has('a'), AnyETag.has(null), AnyETag.has(undefined)]).toEqual([true, true, true])
  expect([NoETag.has('a'), NoETag.has(null), NoETag.has(undefined)]).toEqual([false, false, false])
  expect([AnyETag.truthy, NoETag.truthy, String(AnyETag), String(NoETag)]).toEqual([false, false, '*', ''])
  expect(Object.isFrozen(AnyETag) && Object.isFrozen(NoETag)).toBe(true)
})

describe('parse', () => {
  test.each<[text: string, strong: readonly string[] | 'any', all: readonly string[] | 'any']>([
    ['', [], []],
    ['*', 'any', 'any'],
    ['"a"', ['a'], ['a']],
    ['"a", "b"', ['a', 'b'], ['a', 'b']],
    ['"a", W/"b"', ['a'], ['a', 'b']],
    ['W/"a"', [], ['a']],
    ['W/"a", W/"b"', [], ['a', 'b']],
    ['""', [''], ['']],
    ['"a b", "c,d"', ['a b', 'c,d'], ['a b', 'c,d']],
    ['"*"', ['*'], ['*']],
    // An escaped quote does not end a tag, unless nothing else does.
    ['"a\\"b", "c"', ['a\\"b', 'c'], ['a\\"b', 'c']],
    ['"a\\"', ['a\\'], ['a\\']],
    // A tag begins the text or follows a blank.
    ['"a","b"', ['a'], ['a']],
    ['x"a" "b"', ['b'], ['b']],
    // Without a tag in quotes the whole is one.
    ['a', ['a'], ['a']],
    ['a, b', ['a, b'], ['a, b']],
    ['"a', ['"a'], ['"a']],
    ['w/"a"', ['w/"a"'], ['w/"a"']],
    ['"a\nb"', ['"a\nb"'], ['"a\nb"']],
  ])('%j', (text, strong, all) => {
    expect([tags(text), tags(text, true), tags(text, false)]).toEqual([strong, strong, all])
  })

  test('no field has no tags', () => {
    expect(ETagMatcher.parse(null)).toEqual(new ETagMatcher([]))
    expect(ETagMatcher.parse(undefined)).toEqual(new ETagMatcher([]))
  })

  test.each(['"', '\\"', ' "', '"\n', ' W/', 'W/"\\', '"a", '])(
    'reads a megabyte of %j in linear time',
    (piece) => {
      const matcher = ETagMatcher.parse(`"${piece.repeat(1_000_000 / piece.length)}`)
      expect(matcher.has('nothing like it')).toBe(false)
    },
  )

  test('reads what it writes', () => {
    const tag = fc.stringMatching(/^[!#-[\]-~]{0,8}$/)
    fc.assert(
      fc.property(fc.array(tag, { minLength: 1 }), (etags) => {
        expect(tags(String(new ETagMatcher(etags)))).toEqual(etags)
      }),
    )
  })
})

test('has tags without their quotes, and never nothing', () => {
  const matcher = new ETagMatcher(['a', 'b'])
  expect(['a', 'b', 'c', '"a"', 'A', '', null, undefined].map((tag) => matcher.has(tag))).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ])
  expect([matcher.truthy, new ETagMatcher([]).truthy, String(matcher)]).toEqual([true, true, '"a", "b"'])
})

test('types', () => {
  expectTypeOf(ETagMatcher.parse('')).toEqualTypeOf<ETagMatcher | AnyETagType>()
  expectTypeOf(AnyETag.has('a')).toEqualTypeOf<true>()
})
