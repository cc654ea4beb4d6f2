import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatStructuredDictionary,
  formatStructuredItem,
  formatStructuredList,
} from '../../../src/http/structured/format.ts'
import { Decimal, structuredItem } from '../../../src/http/structured/model.ts'
import {
  parseStructuredDictionary,
  parseStructuredItem,
  parseStructuredList,
} from '../../../src/http/structured/parse.ts'
import { megabyte, textOf } from '../hostile-text.ts'
import { memberJson, structuredCases } from './cases.ts'
import type { StructuredCase } from './cases.ts'

/** What was read in the JSON of the cases, and written again. `null` when it failed. */
function read({ value, sfType }: StructuredCase): { json: unknown; written: string } | null {
  if (sfType === 'item') {
    const item = parseStructuredItem(value).value
    return item ? { json: memberJson(item), written: formatStructuredItem(item) } : null
  }
  if (sfType === 'list') {
    const list = parseStructuredList(value).value
    return list ? { json: list.map(memberJson), written: formatStructuredList(list) } : null
  }
  const dictionary = parseStructuredDictionary(value).value
  return dictionary
    ? {
        json: Array.from(dictionary, ([key, member]) => [key, memberJson(member)]),
        written: formatStructuredDictionary(dictionary),
      }
    : null
}

/** Beyond the dates that a `Date` can hold: the only cases that may fail and do. */
const TOO_FAR = ['sf.date.009', 'sf.date.010']

describe('the working group’s cases', () => {
  test.each(structuredCases)('$id: $title', (item) => {
    const { sf, canonical = item.value } = item.expect
    const result = read(item)
    const expected =
      sf === null || TOO_FAR.includes(item.id) ? null : { json: sf, written: canonical.join(', ') }
    expect(result).toEqual(expected)
  })

  test('there are 200, and those that fail here are allowed to', () => {
    expect(structuredCases.length).toBe(200)
    expect(
      structuredCases.filter(({ id }) => TOO_FAR.includes(id)).map((item) => item.expect.canFail),
    ).toEqual([true, true])
  })
})

describe('beyond the cases', () => {
  test.each<[text: string, at: number]>([
    ['', 0],
    ['1 2', 2],
    ['1.', 2],
    ['1;', 2],
    ['1;A', 2],
    ['"a', 2],
    ['"\xe9"', 1],
    ['"a\\x"', 3],
    ['@1.5', 4],
    [':YQ=:', 4],
    [':Y:', 2],
    [':YQ===:', 6],
    [':YQ==YQ==:', 5],
    ['%"%E9"', 3],
    ['a\u2603', 1],
    ['\t1', 0],
  ])('item %j fails at %d', (text, at) => {
    expect(parseStructuredItem(text)).toEqual({ value: undefined, problems: [{ code: 'syntax', at }] })
  })

  test('-0 is an ordinary zero, 1.0 is no integer', () => {
    expect(parseStructuredItem('-0').value?.value).toBe(0)
    expect(parseStructuredItem('-0.0').value?.value).toEqual(new Decimal(0))
    expect(parseStructuredItem('1.0').value?.value).toEqual(new Decimal(1))
  })

  test('equal keys: the last value, at the place of the first', () => {
    const { value } = parseStructuredDictionary('a=1, b=2, a=3')
    expect([...value!].map(([key, member]) => [key, memberJson(member)])).toEqual([
      ['a', [3, []]],
      ['b', [2, []]],
    ])
  })

  test('several lines are one list', () => {
    expect(parseStructuredList(['a', 'b, c']).value?.length).toBe(3)
    expect(parseStructuredList(['a', '']).value).toBeUndefined()
    expect(parseStructuredList([]).value).toEqual([])
  })
})

test('any text: nothing throws, and what is read is written in a form that reads the same', () => {
  fc.assert(
    fc.property(textOf('ab=1.-;,()"\\:?@%* A\t'), (text) => {
      const item = parseStructuredItem(text).value ?? structuredItem(0)
      expect(parseStructuredItem(formatStructuredItem(item)).value).toEqual(item)
      const list = parseStructuredList(text).value ?? []
      expect(parseStructuredList(formatStructuredList(list)).value).toEqual(list)
      const dictionary = parseStructuredDictionary(text).value ?? new Map()
      expect(parseStructuredDictionary(formatStructuredDictionary(dictionary)).value).toEqual(dictionary)
    }),
    { numRuns: 1000 },
  )
})

test.each([
  '(',
  ')',
  '"',
  '\\',
  ';',
  ',',
  'a,',
  'a;b',
  '1',
  ':',
  '%"',
  '(a',
  ' ',
  'a=(',
  '?1,',
  '@1,',
  '%61',
])('a megabyte of %j', (pattern) => {
  for (const text of [
    megabyte(pattern),
    megabyte(pattern, '"'),
    megabyte(pattern, '%"', '"'),
    megabyte(pattern, 'a', 'a'),
  ]) {
    expect(parseStructuredItem(text).problems.length).toBeLessThanOrEqual(1)
    expect(parseStructuredList(text).problems.length).toBeLessThanOrEqual(1)
    expect(parseStructuredDictionary(text).problems.length).toBeLessThanOrEqual(1)
  }
})
