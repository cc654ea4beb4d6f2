import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatEntityTag,
  formatEntityTags,
  parseEntityTag,
  parseEntityTags,
  strongMatch,
  weakMatch,
} from '../../src/http/entity-tag.ts'
import type { EntityTag } from '../../src/http/entity-tag.ts'
import { megabyte, textOf } from './hostile-text.ts'

test.each<[text: string, tag: EntityTag | undefined]>([
  ['"a"', { value: 'a', weak: false }],
  ['W/"a"', { value: 'a', weak: true }],
  ['W/""', { value: '', weak: true }],
  ['"\\"', { value: '\\', weak: false }],
  ['w/"a"', undefined],
  ['W/ "a"', undefined],
  ['W/', undefined],
  ['"a', undefined],
  ['"a"b"', undefined],
  ['"a" ', undefined],
  ['"a\x00"', undefined],
  ['*', undefined],
  ['', undefined],
])('%j', (text, tag) => {
  expect(parseEntityTag(text)).toEqual(tag)
})

describe('parseEntityTags', () => {
  test.each<[text: string, values: string[], leftOut: string[]]>([
    ['"a" , "b"', ['a', 'b'], []],
    [', "a",, W/"b" ,', ['a', 'b'], []],
    ['"a", b, "c"', ['a', 'c'], ['b']],
    ['"a" "b", "c"', ['c'], ['"a" "b"']],
    ['"a","b c,d","e"', ['a', 'e'], ['"b c,d"']],
    ['"a", *', ['a'], ['*']],
    ['"\\", "b"', ['\\', 'b'], []],
    ['"a", "b', ['a'], ['"b']],
  ])('%j', (text, values, leftOut) => {
    const { any, tags, problems } = parseEntityTags(text)
    expect(any).toBe(false)
    expect(tags.map(({ value }) => value)).toEqual(values)
    expect(problems.map(({ at, end }) => text.slice(at, end))).toEqual(leftOut)
  })

  test('a value without elements is none', () => {
    for (const text of ['', ' ', ','])
      expect(parseEntityTags(text).problems).toEqual([{ code: 'empty', at: 0 }])
  })

  test('any state at all', () => {
    expect(parseEntityTags(' * ')).toEqual({ any: true, tags: [], problems: [] })
    expect(parseEntityTags('**').any).toBe(false)
  })
})

// The table of RFC 9110 section 8.8.3.2
test.each<[one: string, other: string, strong: boolean, weak: boolean]>([
  ['W/"1"', 'W/"1"', false, true],
  ['W/"1"', 'W/"2"', false, false],
  ['W/"1"', '"1"', false, true],
  ['"1"', 'W/"1"', false, true],
  ['"1"', '"1"', true, true],
])('%s and %s', (one, other, strong, weak) => {
  const tags = [parseEntityTag(one)!, parseEntityTag(other)!] as const
  expect([strongMatch(...tags), weakMatch(...tags)]).toEqual([strong, weak])
})

test('what would end the tag or the header is refused', () => {
  for (const value of ['a"', 'a b', 'a\r\nb', '\0', '\u0100']) {
    expect(() => formatEntityTag({ value, weak: false })).toThrow(TypeError)
    expect(() => formatEntityTags([{ value, weak: true }])).toThrow(TypeError)
  }
})

test('what is written is read', () => {
  const tag = fc.record({
    value: fc.string({ unit: fc.constantFrom(...'ab,\\W/*\xff') }),
    weak: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(tag, { minLength: 1 }), (tags) => {
      expect(parseEntityTags(formatEntityTags(tags))).toEqual({ any: false, tags, problems: [] })
      expect(parseEntityTag(formatEntityTag(tags[0]!))).toEqual(tags[0])
    }),
  )
  expect(parseEntityTags(formatEntityTags('*')).any).toBe(true)
})

test('any text is read, and each element is a tag or a problem', () => {
  fc.assert(
    fc.property(textOf('W/"a, \\*'), (text) => {
      const { any, tags, problems } = parseEntityTags(text)
      expect(any || tags.length + problems.length > 0).toBe(true)
      for (const tag of tags) expect(text).toContain(formatEntityTag(tag))
    }),
  )
})

test.each([',', '"', 'W/', '"a" ', '"a",', '\\', 'W/"'])('a megabyte of %j', (pattern) => {
  expect(parseEntityTags(megabyte(pattern)).any).toBe(false)
})
