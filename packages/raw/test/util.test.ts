import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytes, ctime } from '@triptych/raw/util'

test('bytes is UTF-8, short and long, ASCII or not', () => {
  const encoder = new TextEncoder()
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(bytes(text)).toEqual(encoder.encode(text))
    }),
  )
})

test.each([
  [new Date(2026, 10, 6, 8, 49, 37), 'Fri Nov  6 08:49:37 2026'],
  [new Date(2026, 10, 23, 18, 9, 7), 'Mon Nov 23 18:09:07 2026'],
  [new Date(2000, 1, 29, 0, 0, 0), 'Tue Feb 29 00:00:00 2000'],
  [new Date(1999, 11, 31, 23, 59, 59), 'Fri Dec 31 23:59:59 1999'],
])('ctime of %s', (date, text) => {
  expect(ctime(date)).toBe(text)
})

test('ctime without a date is now', () => {
  expect(ctime()).toMatch(/^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/)
})
