import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { clock } from '../../src/clock.ts'
import { httpDate, parseDate } from '../../src/http/date.ts'

afterEach(() => void vi.restoreAllMocks())

test.each<[text: string | null | undefined, iso: string | undefined]>([
  ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
  ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37.000Z'],
  ['6 Nov 94 8:49 EST', '1994-11-06T13:49:00.000Z'],
  ['6 Nov 1994 08:49:37 +0200', '1994-11-06T06:49:37.000Z'],
  ['06 Nov 1994 08:49:37', '1994-11-06T08:49:37.000Z'],
  ['Thu, 31 Feb 2020 00:00:00 GMT', undefined],
  ['tomorrow', undefined],
  ['', undefined],
  [null, undefined],
  [undefined, undefined],
])('parse %j', (text, iso) => {
  expect(parseDate(text)?.toISOString()).toBe(iso)
})

test.each<[timestamp: Date | number, text: string]>([
  [0, 'Thu, 01 Jan 1970 00:00:00 GMT'],
  [-1, 'Wed, 31 Dec 1969 23:59:59 GMT'],
  [784111777.9, 'Sun, 06 Nov 1994 08:49:37 GMT'],
  [new Date('1994-11-06T08:49:37.999Z'), 'Sun, 06 Nov 1994 08:49:37 GMT'],
])('write %j', (timestamp, text) => {
  expect(httpDate(timestamp)).toBe(text)
})

test('now', () => {
  vi.spyOn(clock, 'now').mockReturnValue(1_700_000_000_999)
  expect(httpDate()).toBe('Tue, 14 Nov 2023 22:13:20 GMT')
})

test.each([Number.NaN, new Date(Number.NaN), 1e15])('no date: %j', (timestamp) => {
  expect(() => httpDate(timestamp)).toThrow(RangeError)
})

test('what is written is read', () => {
  const date = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  fc.assert(
    fc.property(date, (moment) => {
      expect(parseDate(httpDate(moment))?.getTime()).toBe(Math.floor(moment.getTime() / 1000) * 1000)
    }),
  )
})
