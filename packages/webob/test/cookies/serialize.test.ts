import { afterEach, describe, expect, test } from 'vitest'
import {
  SAMESITE_VALIDATION,
  serializeCookieDate,
  serializeMaxAge,
  serializeSamesite,
  type CookieDate,
} from '../../src/cookies/serialize.ts'
import { clock, type Duration } from '../../src/datetime-utils.ts'

const { now } = clock

afterEach(() => {
  clock.now = now
  SAMESITE_VALIDATION.enabled = true
})

describe('serializeMaxAge', () => {
  test.each<[value: number | string | Duration, text: string]>([
    [60, '60'],
    [0, '0'],
    [-1, '-1'],
    [1.9, '1'],
    [{ days: 1, seconds: 1 }, '86401'],
    ['60', '60'],
  ])('%j is %s', (value, text) => {
    expect(serializeMaxAge(value)).toBe(text)
  })

  test.each([Number.NaN, Infinity, -Infinity])('%d is refused', (value) => {
    expect(() => serializeMaxAge(value)).toThrow(RangeError)
  })
})

describe('serializeCookieDate', () => {
  test.each<[name: string, value: CookieDate, text: string]>([
    ['an instant', new Date('2024-02-03T04:05:06Z'), 'Sat, 03-Feb-2024 04:05:06 GMT'],
    ['seconds from now', 60, 'Sat, 03-Feb-2024 04:06:06 GMT'],
    ['seconds ago', -6, 'Sat, 03-Feb-2024 04:05:00 GMT'],
    ['a duration', { days: 30 }, 'Mon, 04-Mar-2024 04:05:06 GMT'],
    ['a day', { year: 1997, month: 12, day: 31 }, 'Wed, 31-Dec-1997 00:00:00 GMT'],
    ['text', 'whenever', 'whenever'],
  ])('%s', (_name, value, text) => {
    clock.now = () => Date.UTC(2024, 1, 3, 4, 5, 6)
    expect(serializeCookieDate(value)).toBe(text)
  })

  test.each([new Date(Number.NaN), Number.NaN, 1e20])('%s is no date', (value) => {
    expect(() => serializeCookieDate(value)).toThrow(RangeError)
  })
})

describe('serializeSamesite', () => {
  test.each(['strict', 'Lax', 'NONE'])('%s stays as it is', (value) => {
    expect(serializeSamesite(value)).toBe(value)
  })

  test.each(['', 'x', 'lax; Domain=evil', 'strict '])('%j is refused', (value) => {
    expect(() => serializeSamesite(value)).toThrow(RangeError)
  })

  test('values that came later, when nobody checks', () => {
    SAMESITE_VALIDATION.enabled = false
    expect(serializeSamesite('Moderate')).toBe('Moderate')
  })
})
