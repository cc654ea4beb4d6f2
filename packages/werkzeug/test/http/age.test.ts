import fc from 'fast-check'
import { expect, expectTypeOf, test } from 'vitest'
import { dumpAge, parseAge } from '../../src/http/age.ts'

test.each<[text: string | null | undefined, seconds: number | null]>([
  ['30', 30],
  [' 0 ', 0],
  ['+5', 5],
  ['-0', 0],
  ['1_000', 1000],
  ['-1', null],
  ['1__0', null],
  ['_1', null],
  ['1.5', null],
  ['', null],
  [null, null],
  [undefined, null],
  ['\u0665', null],
  ['\ufeff5', null],
  ['86399999999999', 86_399_999_999_999],
  ['86400000000000', null],
  ['9'.repeat(1 << 20), null],
])('parse %j', (text, seconds) => {
  expect(parseAge(text)).toBe(seconds)
})

test.each<[age: number | null | undefined, text: string | null]>([
  [null, null],
  [undefined, null],
  [0, '0'],
  [1.9, '1'],
  [-0.5, '0'],
])('dump %j', (age, text) => {
  expect(dumpAge(age)).toBe(text)
})

test.each([-1, Number.NaN, -Infinity])('no age: %j', (age) => {
  expect(() => dumpAge(age)).toThrow(RangeError)
})

test('what is written is read', () => {
  fc.assert(
    fc.property(fc.nat(), (age) => {
      expect(parseAge(dumpAge(age))).toBe(age)
    }),
  )
})

test('an age gives text, perhaps none gives perhaps none', () => {
  const perhaps: number | null = [1, null][0] ?? null
  expectTypeOf(dumpAge(1)).toEqualTypeOf<string>()
  expectTypeOf(dumpAge(perhaps)).toEqualTypeOf<string | null>()
})
