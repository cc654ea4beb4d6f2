import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatHttpDate } from '../../src/http/date.ts'
import { emailTime, parseEmailDate, rolledEmailTime } from '../../src/http/email-date.ts'
import { fixtureCases, megabyte, textOf } from './hostile-text.ts'

interface Case {
  readonly id: string
  readonly of: 'werkzeug' | 'webob'
  readonly value: string
  readonly iso: string | null
}

function answer({ of, value }: Case): string | null {
  const date = parseEmailDate(value)
  if (date === undefined) return null
  const time = of === 'werkzeug' ? emailTime(date) : rolledEmailTime(date)
  return time === undefined ? null : new Date(time).toISOString().replace('.000Z', 'Z')
}

describe('recorded answers', () => {
  test.each(fixtureCases<Case>('../email-dates'))('$id $value', (recorded) => {
    expect(answer(recorded)).toBe(recorded.iso)
  })
})

test.each<[text: string, iso: string | null]>([
  ['6 Nov 1994 08:49:37+0200', '1994-11-06T06:49:37Z'],
  ['6 Nov 1994 08:49:37-0130', '1994-11-06T10:19:37Z'],
  ['6 Nov 1994 08:49:37 PDT', '1994-11-06T15:49:37Z'],
  ['6 Nov 1994 08:49:37 (comment)', '1994-11-06T08:49:37Z'],
  ['Nov 6, 1994 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['6 November 1994 08.49.37', '1994-11-06T08:49:37Z'],
  ['6 Nov 08:49 1994', '1994-11-06T08:49:00Z'],
  ['Sun Nov 6 08:49:37 1994', '1994-11-06T08:49:37Z'],
  ['Sunday, 06-Nov-68 08:49:37 GMT', '2068-11-06T08:49:37Z'],
  ['Sunday, 06-Nov-69 08:49:37 GMT', '1969-11-06T08:49:37Z'],
  ['6 Nov 1994 08:49:37 +2400', null],
  ['6 Nov 1994 08:49:37:00', null],
  ['6 Nov 1994 8h49', null],
  ['6 Nov 1994', null],
  ['6 Nov 99999999999999999999 08:49:37', null],
  ['Sun,', null],
  ['  ', null],
])('%j', (value, iso) => {
  expect(answer({ id: '', of: 'werkzeug', value, iso })).toBe(iso)
})

test('what does not exist is refused, or runs on', () => {
  const date = parseEmailDate('31 Feb 1994 24:00:60 EST')!
  expect(emailTime(date)).toBeUndefined()
  expect(rolledEmailTime(date)).toBe(Date.UTC(1994, 2, 4, 5, 1, 0))
})

test('every HTTP date from year 100 on is an e-mail date', () => {
  const limits = {
    min: new Date('0100-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  }
  fc.assert(
    fc.property(fc.date(limits), (date) => {
      const read = parseEmailDate(formatHttpDate(date))!
      const time = Math.floor(date.getTime() / 1000) * 1000
      expect([emailTime(read), rolledEmailTime(read)]).toEqual([time, time])
    }),
  )
})

test('any text gives parts or nothing', () => {
  fc.assert(
    fc.property(textOf('0123 :,+-.NovSunESTGM\n'), (text) => {
      const date = parseEmailDate(text)
      expect(Object.values(date ?? {}).every((part) => Number.isSafeInteger(part))).toBe(true)
    }),
  )
})

test.each(['1', ' ', '1 ', ',', '-', '1-', ':', '6 Nov 1994 08:49:37 '])('a megabyte of %j', (pattern) => {
  const date = parseEmailDate(megabyte(pattern))
  expect(date === undefined || pattern.length > 2).toBe(true)
})
