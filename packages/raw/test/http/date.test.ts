import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatHttpDate, parseHttpDate } from '../../src/http/date.ts'
import { megabyte, textOf } from './hostile-text.ts'

const NOV_6 = 784_111_777_000
const NOW = Date.UTC(2023, 10, 14, 22, 13, 20)
const iso = (text: string, now: number = NOW): string | undefined => {
  const time = parseHttpDate(text, now)
  return time === undefined ? undefined : new Date(time).toISOString().slice(0, 19)
}

describe('parseHttpDate', () => {
  test.each<[text: string, iso: string | undefined]>([
    ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37'],
    // The weekday may be wrong, but it must be one
    ['Mon, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37'],
    ['Xyz, 06 Nov 1994 08:49:37 GMT', undefined],
    ['SUN, 06 Nov 1994 08:49:37 GMT', undefined],
    ['Sun, 06 NOV 1994 08:49:37 GMT', undefined],
    ['Sun, 06 Nov 1994 08:49:37 UTC', undefined],
    ['Sun, 06 Nov 1994 08:49:37 gmt', undefined],
    ['Sun, 06-Nov-1994 08:49:37 GMT', undefined],
    ['Sun, 06 Nov 1994 08.49.37 GMT', undefined],
    ['Sun, 06 Nov 1994 8:49:037 GMT', undefined],
    ['Sun, 31 Nov 1994 08:49:37 GMT', undefined],
    ['Sun, 00 Nov 1994 08:49:37 GMT', undefined],
    ['Sun, +6 Nov 1994 08:49:37 GMT', undefined],
    ['Sun, 06 Nov 1x94 08:49:37 GMT', undefined],
    ['Sun, 06 Nov 19x4 08:49:37 GMT', undefined],
    ['Sun, 06 Nov 1994 0x:49:37 GMT', undefined],
    ['Sun, 06 Nov 1994 08:49:3x GMT', undefined],
    ['Sun, 06 Nov 1994 24:00:00 GMT', undefined],
    ['Thu, 29 Feb 1900 00:00:00 GMT', undefined],
    ['Sat, 31 Dec 2016 23:59:60 GMT', '2017-01-01T00:00:00'],
    ['Sat, 31 Dec 2016 22:59:60 GMT', undefined],
    ['Sat, 01 Jan 0000 00:00:00 GMT', '0000-01-01T00:00:00'],
    ['Fri, 01 Jan 0050 00:00:00 GMT', '0050-01-01T00:00:00'],
    [' Sun, 06 Nov 1994 08:49:37 GMT', undefined],
    ['Sun, 06 Nov 1994 08:49:37 GMT ', undefined],
    ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37'],
    ['Sun Nov 16 08:49:37 1994', '1994-11-16T08:49:37'],
    ['Sun Nov 06 08:49:37 1994', '1994-11-06T08:49:37'],
    ['Sun Nov 6  08:49:37 1994', undefined],
    ['Sun Nov  0 08:49:37 1994', undefined],
    ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37'],
    ['Wednesday, 09-Nov-94 08:49:37 GMT', '1994-11-09T08:49:37'],
    ['Sun, 06-Nov-94 08:49:37 GMT', undefined],
    ['Someday, 06-Nov-94 08:49:37 GMT', undefined],
    ['Sunday, 06 Nov 94 08:49:37 GMT', undefined],
    ['Sunday, 06-Nov-9x 08:49:37 GMT', undefined],
  ])('%j', (text, expected) => {
    expect(iso(text)).toBe(expected)
  })

  test.each<[text: string, now: string, iso: string | undefined]>([
    // More than 50 years ahead means the most recent year with these digits, RFC 9110 section 5.6.7
    ['Tuesday, 14-Nov-73 22:13:20 GMT', '2023-11-14T22:13:20Z', '2073-11-14T22:13:20'],
    ['Tuesday, 14-Nov-73 22:13:21 GMT', '2023-11-14T22:13:20Z', '1973-11-14T22:13:21'],
    ['Tuesday, 01-Jan-74 00:00:00 GMT', '2023-11-14T22:13:20Z', '1974-01-01T00:00:00'],
    ['Tuesday, 01-Jan-00 00:00:00 GMT', '2023-11-14T22:13:20Z', '2000-01-01T00:00:00'],
    ['Tuesday, 01-Jan-10 00:00:00 GMT', '2080-01-01T00:00:00Z', '2110-01-01T00:00:00'],
    ['Tuesday, 01-Jan-99 00:00:00 GMT', '1999-06-01T00:00:00Z', '1999-01-01T00:00:00'],
    // 2100 has no 29 February, but 2000 had one
    ['Tuesday, 29-Feb-00 00:00:00 GMT', '2060-01-01T00:00:00Z', undefined],
    ['Tuesday, 29-Feb-00 00:00:00 GMT', '2040-01-01T00:00:00Z', '2000-02-29T00:00:00'],
  ])('%j at %s', (text, now, expected) => {
    expect(iso(text, Date.parse(now))).toBe(expected)
  })

  test('the clock decides when no time is given', () => {
    const year = new Date().getUTCFullYear()
    const text = `Sunday, 01-Jan-${String(year % 100).padStart(2, '0')} 00:00:00 GMT`
    expect(parseHttpDate(text)).toBe(Date.UTC(year, 0, 1))
  })
})

describe('formatHttpDate', () => {
  test('of a Date and of a number', () => {
    expect(formatHttpDate(NOV_6)).toBe('Sun, 06 Nov 1994 08:49:37 GMT')
    expect(formatHttpDate(new Date(NOV_6 + 999))).toBe('Sun, 06 Nov 1994 08:49:37 GMT')
  })

  test('the first and the last second', () => {
    expect(formatHttpDate(new Date('0000-01-01T00:00:00Z'))).toBe('Sat, 01 Jan 0000 00:00:00 GMT')
    expect(formatHttpDate(new Date('9999-12-31T23:59:59Z'))).toBe('Fri, 31 Dec 9999 23:59:59 GMT')
  })

  test.each([Number.NaN, Infinity, Date.UTC(10_000, 0, 1), Date.UTC(-1, 11, 31)])('refuses %d', (time) => {
    expect(() => formatHttpDate(time)).toThrow(RangeError)
    expect(() => formatHttpDate(new Date(time))).toThrow(RangeError)
  })

  test('is what toUTCString gives, and is read again', () => {
    const limits = {
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    }
    fc.assert(
      fc.property(fc.date(limits), (date) => {
        const text = formatHttpDate(date)
        expect(text).toBe(date.toUTCString())
        expect(parseHttpDate(text)).toBe(Math.floor(date.getTime() / 1000) * 1000)
      }),
    )
  })
})

test('any text gives a time or nothing', () => {
  fc.assert(
    fc.property(textOf('SunMday, 06Nov-19:4GMT'), (text) => {
      expect(['number', 'undefined']).toContain(typeof parseHttpDate(text))
    }),
  )
  // Texts of the right length and nearly the right form
  const good = ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994', 'Sunday, 06-Nov-94 08:49:37 GMT']
  fc.assert(
    fc.property(
      fc.constantFrom(...good),
      fc.nat(32),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      (text, at, unit) => {
        const time = parseHttpDate(text.slice(0, at) + unit + text.slice(at + 1), NOW)
        expect(time === undefined || Number.isInteger(time)).toBe(true)
      },
    ),
  )
  expect(parseHttpDate(megabyte('Sun, 06 Nov 1994 08:49:37 GMT'))).toBeUndefined()
})
