import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  UTC,
  clock,
  day,
  hour,
  minute,
  month,
  parseDate,
  parseDateDelta,
  second,
  serializeDate,
  serializeDateDelta,
  timedeltaToSeconds,
  week,
  year,
  type DateLike,
  type Duration,
} from '../src/datetime-utils.ts'

const { now } = clock

beforeAll(() => {
  clock.now = () => Date.UTC(2024, 1, 3, 4, 5, 6)
})
afterAll(() => {
  clock.now = now
})

test('spans are seconds', () => {
  expect([second, minute, hour, day, week, month, year]).toEqual([
    1, 60, 3600, 86_400, 604_800, 2_592_000, 31_536_000,
  ])
  expect(UTC).toBe('UTC')
})

describe('timedeltaToSeconds', () => {
  test.each<[value: Duration | number, seconds: number]>([
    [{}, 0],
    [5, 5],
    [{ weeks: 1, days: 1, hours: 1, minutes: 1, seconds: 1 }, 694_861],
    [{ days: -1, seconds: 1 }, -86_399],
    [{ seconds: 1.5 }, 1.5],
  ])('%j is %d', (value, seconds) => {
    expect(timedeltaToSeconds(value)).toBe(seconds)
  })
})

describe('parseDate', () => {
  test.each<[text: string | null | undefined, iso: string | undefined]>([
    [null, undefined],
    [undefined, undefined],
    ['', undefined],
    ['tomorrow', undefined],
    ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
    ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
    ['06 Nov 1994 08:49:37', '1994-11-06T08:49:37.000Z'],
    ['Sun, 06 Nov 1994 08:49:37 +0100', '1994-11-06T07:49:37.000Z'],
    ['Sun, 06 Nov 1994 08:49:37 -0130', '1994-11-06T10:19:37.000Z'],
    ['Thu, 31 Feb 2000 00:00:00 GMT', '2000-03-02T00:00:00.000Z'],
    ['Mon, 20 Nov 68 00:00:00 GMT', '2068-11-20T00:00:00.000Z'],
    ['Mon, 20 Nov 69 00:00:00 GMT', '1969-11-20T00:00:00.000Z'],
    ['Mon, 20 Nov 99999 00:00:00 GMT', undefined],
    ['\xff\xff', undefined],
  ])('%j is %s', (text, iso) => {
    expect(parseDate(text)?.toISOString()).toBe(iso)
  })

  test.each([' ', ',', '0', 'Sun, ', '(', ':', '\xe9'])('a megabyte of %j', (unit) => {
    expect(parseDate(unit.repeat(1_000_000 / unit.length))).toBeNull()
  })
})

describe('serializeDate', () => {
  test.each<[name: string, value: DateLike, text: string]>([
    ['an instant', new Date('1994-11-06T08:49:37.999Z'), 'Sun, 06 Nov 1994 08:49:37 GMT'],
    ['seconds since 1970', 86_400.9, 'Fri, 02 Jan 1970 00:00:00 GMT'],
    ['seconds before 1970', -0.5, 'Wed, 31 Dec 1969 23:59:59 GMT'],
    ['text', 'as it is', 'as it is'],
    ['a duration', { days: 1 }, 'Sun, 04 Feb 2024 04:05:06 GMT'],
    ['a day', { year: 1994, month: 11, day: 6 }, 'Sun, 06 Nov 1994 00:00:00 GMT'],
    ['a day long ago', { year: 50, month: 1, day: 1 }, 'Sat, 01 Jan 0050 00:00:00 GMT'],
    ['a leap day long ago', [4, 2, 29], 'Sun, 29 Feb 0004 00:00:00 GMT'],
    ['a time tuple', [1994, 11, 6, 8, 49, 37, 6, 310, 0], 'Sun, 06 Nov 1994 08:49:37 GMT'],
    ['a time tuple that runs on', [1994, 12, 31, 24], 'Sun, 01 Jan 1995 00:00:00 GMT'],
  ])('%s', (_name, value, text) => {
    expect(serializeDate(value)).toBe(text)
  })

  test.each<unknown>([null, undefined, true, {}, [], [1, 2]])('%j is no date', (value) => {
    expect(() => serializeDate(value as DateLike)).toThrow(TypeError)
  })

  test.each([Number.NaN, Infinity, 1e15, new Date(Number.NaN), { days: 1e9 }])(
    '%j cannot be written',
    (value) => {
      expect(() => serializeDate(value)).toThrow(RangeError)
    },
  )

  test('what is written is read', () => {
    const instants = fc.date({
      min: new Date('1000-01-01'),
      max: new Date('9999-12-31'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(instants, (date) => {
        expect(parseDate(serializeDate(date))?.getTime()).toBe(Math.floor(date.getTime() / 1000) * 1000)
      }),
    )
  })
})

describe('seconds or a date', () => {
  test.each<[text: string | null, iso: string | undefined]>([
    [null, undefined],
    ['', undefined],
    ['10', '2024-02-03T04:05:16.000Z'],
    [' -6 ', '2024-02-03T04:05:00.000Z'],
    ['9'.repeat(30), undefined],
    ['1.5', undefined],
    ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
  ])('%j is %s', (text, iso) => {
    expect(parseDateDelta(text)?.toISOString()).toBe(iso)
  })

  test.each<[value: DateLike, text: string]>([
    [120.9, '120'],
    [0, '0'],
    ['as it is', 'as it is'],
    [{ seconds: 4 }, 'Sat, 03 Feb 2024 04:05:10 GMT'],
    [new Date(0), 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ])('%j is written as %s', (value, text) => {
    expect(serializeDateDelta(value)).toBe(text)
  })
})
