import { describe, expect, test } from 'vitest'
import { AnyETag, ETagMatcher, IfRange, IfRangeDate } from '../../src/etag/index.ts'

const DATE = 'Sun, 06 Nov 1994 08:49:37 GMT'
const at = (seconds: number): Date => new Date(Date.parse(DATE) + seconds * 1000)

describe('IfRange.parse', () => {
  test.each([
    [null, new IfRange(AnyETag)],
    [undefined, new IfRange(AnyETag)],
    ['', new IfRange(AnyETag)],
    ['*', new IfRange(AnyETag)],
    ['"a"', new IfRange(new ETagMatcher(['a']))],
    ['a', new IfRange(new ETagMatcher(['a']))],
    // A weak tag is no condition for a range (RFC 9110 section 13.1.5).
    ['W/"a"', new IfRange(new ETagMatcher([]))],
    [DATE, new IfRangeDate(at(0))],
    ['yesterday GMT', new IfRangeDate(null)],
    ['Sun, 06 Nov 1994 08:49:37', new IfRange(new ETagMatcher(['Sun, 06 Nov 1994 08:49:37']))],
  ])('%j', (text, condition) => {
    expect(IfRange.parse(text)).toStrictEqual(condition)
  })

  test.each([' GMT', '1 ', '"', 'Sun, '])('reads a megabyte of %j in linear time', (piece) => {
    const condition = IfRange.parse(`${piece.repeat(1_000_000 / piece.length)} GMT`)
    expect(condition.has({ etagStrong: null, lastModified: at(0) })).toBe(false)
  })
})

describe('has', () => {
  test.each<[field: string, etag: string | null, modified: Date | null, has: boolean]>([
    ['', null, null, true],
    ['', 'a', at(0), true],
    ['"a"', 'a', null, true],
    ['"a"', 'b', null, false],
    ['"a"', null, at(0), false],
    ['W/"a"', 'a', null, false],
    [DATE, null, at(0), true],
    [DATE, null, at(-1), true],
    [DATE, null, at(1), false],
    [DATE, 'a', null, false],
    ['yesterday GMT', null, at(0), false],
  ])('%j, a response with tag %j of %j: %j', (field, etagStrong, lastModified, has) => {
    expect(IfRange.parse(field).has({ etagStrong, lastModified })).toBe(has)
  })
})

test.each<[field: string, truthy: boolean, text: string]>([
  ['', false, ''],
  ['*', false, ''],
  ['"a"', true, '"a"'],
  [DATE, true, DATE],
  ['yesterday GMT', true, ''],
])('%j is truthy: %j, and written %j', (field, truthy, text) => {
  const condition = IfRange.parse(field)
  expect([condition.truthy, String(condition)]).toEqual([truthy, text])
})
