import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY_NAMES, MONTH_NAMES, isDayAt, monthAt, rolledTime, utcTime } from '../../src/http/calendar.ts'

type Parts = [year: number, month: number, day: number, hour: number, minute: number, second: number]

test.each<[parts: Parts, iso: string | undefined]>([
  [[1970, 0, 1, 0, 0, 0], '1970-01-01T00:00:00.000Z'],
  [[0, 1, 29, 0, 0, 0], '0000-02-29T00:00:00.000Z'],
  [[99, 11, 31, 23, 59, 59], '0099-12-31T23:59:59.000Z'],
  [[2000, 1, 29, 0, 0, 0], '2000-02-29T00:00:00.000Z'],
  [[1900, 1, 29, 0, 0, 0], undefined],
  [[2023, 1, 29, 0, 0, 0], undefined],
  [[2024, 3, 31, 0, 0, 0], undefined],
  [[2024, 12, 1, 0, 0, 0], undefined],
  [[2024, -1, 1, 0, 0, 0], undefined],
  [[2024, 0, 0, 0, 0, 0], undefined],
  [[2024, 0, 1, 24, 0, 0], undefined],
  [[2024, 0, 1, 0, 60, 0], undefined],
  [[2024, 0, 1, 0, 0, 60], undefined],
  // A leap second is the last one of a day
  [[2016, 11, 31, 23, 59, 60], '2017-01-01T00:00:00.000Z'],
  [[2016, 11, 31, 23, 59, 61], undefined],
  [[2016, 11, 31, 22, 59, 60], undefined],
  [[-1, 0, 1, 0, 0, 0], undefined],
])('%j', (parts, iso) => {
  const time = utcTime(...parts)
  expect(time === undefined ? undefined : new Date(time).toISOString()).toBe(iso)
})

test('every date is what Date says', () => {
  const dates = fc.date({
    min: new Date('0000-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(dates, (date) => {
      date.setUTCMilliseconds(0)
      const parts: Parts = [
        date.getUTCFullYear(),
        date.getUTCMonth(),
        date.getUTCDate(),
        date.getUTCHours(),
        date.getUTCMinutes(),
        date.getUTCSeconds(),
      ]
      expect(utcTime(...parts)).toBe(date.getTime())
      expect(rolledTime(...parts)).toBe(date.getTime())
    }),
  )
})

test('names are found where they stand, and only there', () => {
  expect(MONTH_NAMES.map((name) => monthAt(`..${name}`, 2))).toEqual(MONTH_NAMES.map((_, index) => index))
  expect(DAY_NAMES.every((name) => isDayAt(`.${name}`, 1))).toBe(true)
  expect(monthAt('Nov', 1)).toBe(-1)
  expect(monthAt('', 0)).toBe(-1)
  expect(isDayAt('SUN', 0)).toBe(false)
  // One number stands for three letters: others must not add up to the same
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 3, maxLength: 3 }), (text) => {
      expect(monthAt(text, 0)).toBe(MONTH_NAMES.indexOf(text))
      expect(isDayAt(text, 0)).toBe(DAY_NAMES.includes(text))
    }),
  )
  expect(monthAt('\0\u4a61n', 0)).toBe(-1)
})
