import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatStructuredDictionary,
  formatStructuredItem,
  formatStructuredList,
} from '../../../src/http/structured/format.ts'
import { Decimal, DisplayString, Token, structuredItem } from '../../../src/http/structured/model.ts'
import type { BareItem, InnerList, Member } from '../../../src/http/structured/model.ts'
import {
  parseStructuredDictionary,
  parseStructuredItem,
  parseStructuredList,
} from '../../../src/http/structured/parse.ts'

const write = (value: unknown): string => formatStructuredItem(structuredItem(value as BareItem))

describe('items, RFC 9651 section 4.1', () => {
  test.each<[value: BareItem, text: string]>([
    [0, '0'],
    [-0, '0'],
    [-42, '-42'],
    [999_999_999_999_999, '999999999999999'],
    [1.5, '1.5'],
    [0.1 + 0.2, '0.3'],
    [new Decimal(1), '1.0'],
    [new Decimal(-0), '0.0'],
    [new Decimal(1.0005), '1.0'],
    [new Decimal(1.0015), '1.002'],
    [new Decimal(0.0025), '0.002'],
    [new Decimal(-0.0035), '-0.004'],
    [new Decimal(1e-7), '0.0'],
    [new Decimal(999_999_999_999.999), '999999999999.999'],
    ['', '""'],
    ['say "a\\b"', '"say \\"a\\\\b\\""'],
    [new Token('*a/b:c'), '*a/b:c'],
    [new Uint8Array([0, 255]), ':AP8=:'],
    [new Uint8Array(), '::'],
    [true, '?1'],
    [false, '?0'],
    [new Date('2022-08-04T01:57:13Z'), '@1659578233'],
    [new Date(-1), '@-1'],
    [new DisplayString('F\xfc"%\n\u{1f600}A'), '%"F%c3%bc%22%25%0a%f0%9f%98%80A"'],
  ])('%j gives %s', (value, text) => {
    expect(write(value)).toBe(text)
  })

  test.each<[name: string, value: unknown, error: typeof TypeError]>([
    ['16 digits', 1_000_000_000_000_000, RangeError],
    ['infinity', Infinity, RangeError],
    ['NaN', NaN, RangeError],
    ['13 digits and a part', 1_000_000_000_000.5, RangeError],
    ['no date', new Date(NaN), RangeError],
    ['text beyond ASCII', 'caf\xe9', TypeError],
    ['line feed', 'a\nb', TypeError],
    ['DEL', 'a\x7f', TypeError],
    ['null', null, TypeError],
    ['object', {}, TypeError],
    ['undefined', undefined, TypeError],
  ])('%s is refused', (_name, value, error) => {
    expect(() => write(value)).toThrow(error)
  })

  test.each(['', 'A', '1a', '-a', 'a b', 'a=', 'caf\xe9'])('key %j is refused', (key) => {
    expect(() => formatStructuredItem(structuredItem(1, [[key, true]]))).toThrow(TypeError)
    expect(() => formatStructuredDictionary([[key, structuredItem(1)]])).toThrow(TypeError)
  })

  test('decimals end at 12 digits, rounded', () => {
    expect(() => new Decimal(1e12)).toThrow(RangeError)
    expect(() => new Decimal(999_999_999_999.9996)).toThrow(RangeError)
    expect(() => new Decimal(NaN)).toThrow(RangeError)
  })

  test('tokens and display strings are checked when they are made', () => {
    for (const text of ['', '1a', 'a b', 'a"', ':a', 'caf\xe9'])
      expect(() => new Token(text)).toThrow(TypeError)
    expect(() => new DisplayString('\ud800')).toThrow(TypeError)
    expect(new DisplayString('\u{1f600}').value).toBe('\u{1f600}')
  })
})

test('nothing to say is an empty text', () => {
  expect(formatStructuredList([])).toBe('')
  expect(formatStructuredDictionary(new Map())).toBe('')
  expect(formatStructuredList([{ items: [], parameters: new Map() }])).toBe('()')
})

test('what is written comes back', () => {
  const key = fc.string({ unit: fc.constantFrom(...'ab*'), minLength: 1, maxLength: 4 })
  const bare: fc.Arbitrary<BareItem> = fc.oneof(
    fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }).map((value) => value + 0),
    fc
      .integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 })
      .map((value) => new Decimal(value / 1000 + 0)),
    fc.string({ unit: 'grapheme-ascii' }),
    key.map((text) => new Token(text)),
    fc.uint8Array().map((bytes) => new Uint8Array(bytes)),
    fc.boolean(),
    fc.integer({ min: -8.64e12, max: 8.64e12 }).map((seconds) => new Date(seconds * 1000)),
    fc.string({ unit: 'binary' }).map((text) => new DisplayString(text)),
  )
  const parameters = fc.array(fc.tuple(key, bare), { maxLength: 3 }).map((pairs) => new Map(pairs))
  const item = fc.record({ value: bare, parameters })
  const innerList: fc.Arbitrary<InnerList> = fc.record({
    items: fc.array(item, { maxLength: 3 }),
    parameters,
  })
  const member: fc.Arbitrary<Member> = fc.oneof(item, innerList)
  const list = fc.array(member, { maxLength: 5 })
  const dictionary = fc.array(fc.tuple(key, member), { maxLength: 5 }).map((pairs) => new Map(pairs))
  fc.assert(
    fc.property(item, list, dictionary, (item, list, dictionary) => {
      expect(parseStructuredItem(formatStructuredItem(item)).value).toEqual(item)
      expect(parseStructuredList(formatStructuredList(list)).value).toEqual(list)
      expect(parseStructuredDictionary(formatStructuredDictionary(dictionary)).value).toEqual(dictionary)
    }),
    { numRuns: 300 },
  )
})
