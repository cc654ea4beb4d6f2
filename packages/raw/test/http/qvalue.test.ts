import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatQvalue, parseQvalue } from '../../src/http/qvalue.ts'
import { textOf } from './hostile-text.ts'

test.each<[text: string, q: number | undefined]>([
  ['0', 0],
  ['1', 1],
  ['0.', 0],
  ['1.', 1],
  ['0.5', 0.5],
  ['0.123', 0.123],
  ['1.000', 1],
  ['0.999', 0.999],
  ['0.1234', undefined],
  ['1.001', undefined],
  ['1.0000', undefined],
  ['2', undefined],
  ['-0', undefined],
  ['+1', undefined],
  ['.5', undefined],
  ['00.5', undefined],
  ['1e0', undefined],
  ['0,5', undefined],
  ['0.5 ', undefined],
  ['', undefined],
  ['\u0661', undefined],
])('%j', (text, q) => {
  expect(parseQvalue(text)).toBe(q)
})

test.each<[q: number, text: string]>([
  [0, '0'],
  [1, '1'],
  [0.5, '0.5'],
  [0.1 + 0.2, '0.3'],
  [2 / 3, '0.667'],
  [0.9999, '1'],
  [1e-9, '0.001'],
])('writes %d', (q, text) => {
  expect(formatQvalue(q)).toBe(text)
})

test.each([-0.1, 1.1, Number.NaN, Infinity])('refuses %d', (q) => {
  expect(() => formatQvalue(q)).toThrow(RangeError)
})

test('every quality is read as it was written', () => {
  for (let thousandths = 0; thousandths <= 1000; thousandths++) {
    expect(parseQvalue(formatQvalue(thousandths / 1000))).toBe(thousandths / 1000)
  }
})

test('any text gives a quality or nothing', () => {
  fc.assert(
    fc.property(textOf('01.59'), (text) => {
      const q = parseQvalue(text)
      expect(q === undefined || (q >= 0 && q <= 1 && q === Number(text))).toBe(true)
    }),
  )
})
