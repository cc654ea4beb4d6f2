import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { float, int } from '../../src/datastructures/convert.ts'

describe('int', () => {
  test.each<[text: string | number, value: number]>([
    ['0', 0],
    ['-0', 0],
    ['+7', 7],
    ['007', 7],
    [' \t12\n', 12],
    ['1_000_000', 1_000_000],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    [2.9, 2],
    [-2.9, -2],
  ])('%j is %j', (text, value) => {
    expect(int(text)).toBe(value)
  })

  test.each<[value: unknown, error: new () => Error]>([
    ['', SyntaxError],
    ['_1', SyntaxError],
    ['1_', SyntaxError],
    ['1__0', SyntaxError],
    ['+_1', SyntaxError],
    ['+-1', SyntaxError],
    ['1 2', SyntaxError],
    ['1.0', SyntaxError],
    ['1e3', SyntaxError],
    ['0x10', SyntaxError],
    ['٣', SyntaxError],
    ['9007199254740992', RangeError],
    [Number.POSITIVE_INFINITY, RangeError],
    [Number.NaN, RangeError],
    [null, TypeError],
    [undefined, TypeError],
    [new Uint8Array([49]), TypeError],
  ])('%j is refused', (value, error) => {
    expect(() => int(value)).toThrow(error)
  })

  test('what is written is read', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (number) => {
        expect(int(String(number))).toBe(number + 0)
      }),
    )
  })
})

describe('float', () => {
  test.each<[text: string | number, value: number]>([
    ['1', 1],
    ['1.', 1],
    ['.5', 0.5],
    ['-1.5e-3', -0.0015],
    ['1E5', 100_000],
    [' 2.5 ', 2.5],
    ['1_0.2_5', 10.25],
    ['inf', Number.POSITIVE_INFINITY],
    ['-Infinity', Number.NEGATIVE_INFINITY],
    ['+nan', Number.NaN],
    ['1e999', Number.POSITIVE_INFINITY],
    [1.5, 1.5],
  ])('%j is %j', (text, value) => {
    expect(float(text)).toBe(value)
  })

  test.each(['', '.', 'e5', '1e', '1,5', '0x1p3', '1_.5', '1._5', '1__0', 'infin', '٣.٥', '--1'])(
    '%j is refused',
    (text) => {
      expect(() => float(text)).toThrow(SyntaxError)
    },
  )

  test.each([null, undefined, true, {}])('%j is no text', (value) => {
    expect(() => float(value)).toThrow(TypeError)
  })

  test('what is written is read', () => {
    fc.assert(
      fc.property(fc.double(), (number) => {
        expect(float(String(number))).toBe(number + 0)
      }),
    )
  })
})

test.each([int, float])('a million digits and then something else, by %o', (convert) => {
  const digits = '1'.repeat(1_000_000)
  expect(() => convert(`${digits}x`)).toThrow(/got "1{40}…"$/)
  expect(() => convert(`${'1_'.repeat(500_000)}_`)).toThrow(SyntaxError)
  expect(() => convert(`1${' '.repeat(1_000_000)}x`)).toThrow(SyntaxError)
})
