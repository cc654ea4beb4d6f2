import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  Decimal,
  Token,
  isInnerList,
  roundDecimal,
  structuredItem,
} from '../../../src/http/structured/model.ts'

test.each<[value: number, rounded: number]>([
  [0.0005, 0],
  [0.0015, 0.002],
  [-0.0005, 0],
  [-0.0015, -0.002],
  [2.4995, 2.5],
  [2.0005, 2],
  [1e-9, 0],
  [123456789012.3456, 123456789012.346],
])('%d rounds to %d', (value, rounded) => {
  // Adding 0 takes the sign from a zero: there is only one.
  expect(roundDecimal(value) + 0).toBe(rounded)
})

test('three decimals stay as they are', () => {
  fc.assert(
    fc.property(fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }), (thousandths) => {
      expect(roundDecimal(thousandths / 1000) + 0).toBe(thousandths / 1000 + 0)
    }),
  )
})

test('a decimal computes, a token reads as text', () => {
  expect(Number(new Decimal(1.5)) + 1).toBe(2.5)
  expect(String(new Token('gzip'))).toBe('gzip')
})

test('items and inner lists', () => {
  expect(structuredItem(1)).toEqual({ value: 1, parameters: new Map() })
  expect(isInnerList(structuredItem(1))).toBe(false)
  expect(isInnerList({ items: [], parameters: new Map() })).toBe(true)
})
