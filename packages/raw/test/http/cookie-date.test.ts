import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCookieDate } from '../../src/http/cookie-date.ts'
import { formatHttpDate } from '../../src/http/date.ts'
import { megabyte, textOf } from './hostile-text.ts'

const iso = (text: string): string | undefined => {
  const time = parseCookieDate(text)
  return time === undefined ? undefined : new Date(time).toISOString().slice(0, 19)
}

// RFC 6265 section 5.1.1, step by step
test.each<[text: string, iso: string | undefined, rule: string]>([
  ['Tue, 19 Jan 2038 03:14:07 GMT', '2038-01-19T03:14:07', 'the form of RFC 9110'],
  ['Tue, 19-Jan-2038 03:14:07 GMT', '2038-01-19T03:14:07', 'the form of Netscape'],
  ['03:14:07 jAnuary 2038 19', '2038-01-19T03:14:07', 'any order, any case, any rest of the month'],
  ['19@Jan[2038~3:4:7', '2038-01-19T03:04:07', 'all delimiters, one digit each'],
  ['19x Janx 2038x 03:14:07x', '2038-01-19T03:14:07', 'what follows the digits does not count'],
  ['1 2 Jan 03:14:07 38', '2038-01-01T03:14:07', 'the day comes first, one digit is no year'],
  ['19 Jan 70 00:00:00', '1970-01-19T00:00:00', '70 to 99 are of the last century'],
  ['19 Jan 69 00:00:00', '2069-01-19T00:00:00', '0 to 69 are of this one'],
  ['19 Jan 038 00:00:00', '2038-01-19T00:00:00', 'three digits are a year too, and a small one'],
  ['19 Jan 1600 00:00:00', undefined, 'before 1601'],
  ['19 Jan 20380 00:00:00', undefined, 'five digits are no year'],
  ['30 Feb 2038 00:00:00', undefined, 'no such day'],
  ['19 Jan 2038 23:59:60', undefined, 'no leap second'],
  ['31 Dec 2038 24:00:00', undefined, 'no such hour'],
  ['19 Jan 2038 03:14', undefined, 'no seconds'],
  ['19 Jan 2038 03:14:070', undefined, 'three digits are no seconds'],
  ['19 Jan 2038 99:14:07 03:14:07', undefined, 'the first time counts, even a wrong one'],
  ['19 2038 03:14:07', undefined, 'no month'],
  ['019 Jan 2038 03:14:07', undefined, 'three digits are no day, but a year'],
  ['', undefined, 'nothing'],
])('%j: %s (%s)', (text, expected) => {
  expect(iso(text)).toBe(expected)
})

test('every HTTP date of its years is a cookie date', () => {
  const limits = {
    min: new Date('1601-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  }
  fc.assert(
    fc.property(fc.date(limits), (date) => {
      expect(parseCookieDate(formatHttpDate(date))).toBe(Math.floor(date.getTime() / 1000) * 1000)
    }),
  )
})

test('any text gives a time or nothing', () => {
  fc.assert(
    fc.property(textOf('0129: JanFeb-,;\x07\xe9'), (text) => {
      expect(['number', 'undefined']).toContain(typeof parseCookieDate(text))
    }),
  )
})

test.each(['1', ':', '1:', '1 ', 'Jan ', 'a', ' ', '1:1:1 '])('a megabyte of %j', (pattern) => {
  expect(parseCookieDate(megabyte(pattern))).toBeUndefined()
})
