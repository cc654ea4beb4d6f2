import { formatHttpDate, parseEmailDate, rolledEmailTime } from '@triptych/raw/http'

/** Where every "now" of this package comes from, in milliseconds since 1970. A test may put its own function there. */
export const clock: { now: () => number } = { now: () => Date.now() }

/** The only zone there is. Python: `webob.UTC`. */
export const UTC = 'UTC'
/** One second, in seconds. */
export const second = 1
/** One minute, in seconds. */
export const minute: number = 60 * second
/** One hour, in seconds. */
export const hour: number = 60 * minute
/** One day, in seconds. */
export const day: number = 24 * hour
/** One week, in seconds. */
export const week: number = 7 * day
/** Thirty days, in seconds. */
export const month: number = 30 * day
/** 365 days, in seconds. */
export const year: number = 365 * day

/** A span of time in parts, Python's `timedelta`: `{ days: 1, seconds: 30 }`. */
export interface Duration {
  readonly weeks?: number
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
}

/** A day without a time, Python's `date`; months count from 1. */
export interface CalendarDay {
  readonly year: number
  readonly month: number
  readonly day: number
}

/**
 * What can be written as a date: a `Date`, seconds since 1970, text as it is, a {@link Duration} from now, a day, or a
 * time tuple in UTC (`[year, month, day, hour, minute, second, ...]`, months from 1).
 */
export type DateLike = Date | number | string | Duration | CalendarDay | readonly number[]

const PARTS: readonly (keyof Duration)[] = ['weeks', 'days', 'hours', 'minutes', 'seconds']

const isDay = (value: object): value is CalendarDay => 'year' in value && 'month' in value && 'day' in value

/**
 * A duration in seconds. Python: `webob.datetime_utils.timedelta_to_seconds`.
 *
 * @example
 * assert.equal(timedeltaToSeconds({ days: 1, minutes: 1 }), 86_460)
 * assert.equal(timedeltaToSeconds(5), 5)
 */
export function timedeltaToSeconds(duration: Duration | number): number {
  if (typeof duration === 'number') return duration
  const { weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0 } = duration
  return weeks * week + days * day + hours * hour + minutes * minute + seconds
}

/** What a `Date` can hold and Python's `datetime` too: the years 1 to 9999. */
const FIRST = -62_135_596_800_000
const LAST = 253_402_300_799_999

/**
 * Reads a date with the loose grammar of mail headers, in which Python's `email.utils` reads it: a missing zone is UTC,
 * what is too much runs on (31 February is 2 March), years of two digits are 1969 to 2068. `null` for anything else.
 * Python: `webob.datetime_utils.parse_date`.
 *
 * @example
 * assert.deepEqual(parseDate('Sun, 06 Nov 1994 08:49:37 GMT'), new Date('1994-11-06T08:49:37Z'))
 * assert.equal(parseDate('tomorrow'), null)
 */
export function parseDate(value: string | null | undefined): Date | null {
  if (!value) return null
  const date = parseEmailDate(value)
  if (!date) return null
  const time = rolledEmailTime(date)
  return time >= FIRST && time <= LAST ? new Date(time) : null
}

/** `Date.UTC`, for which the years 0 to 99 are those of the twentieth century, without that. */
function instant([years = 1970, months = 1, days = 1, hours = 0, minutes = 0, seconds = 0]: number[]): Date {
  const date = new Date(0)
  date.setUTCFullYear(years, months - 1, days)
  date.setUTCHours(hours, minutes, seconds)
  return date
}

/**
 * Writes a date in the form of HTTP (RFC 9110 section 5.6.7). Python: `webob.datetime_utils.serialize_date`.
 *
 * @throws RangeError when it is no date that HTTP can say
 * @throws TypeError when it is nothing of {@link DateLike}
 * @example
 * assert.equal(serializeDate(new Date('1994-11-06T08:49:37Z')), 'Sun, 06 Nov 1994 08:49:37 GMT')
 * assert.equal(serializeDate({ year: 1994, month: 11, day: 6 }), 'Sun, 06 Nov 1994 00:00:00 GMT')
 */
export function serializeDate(value: DateLike): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return formatHttpDate(Math.floor(value) * 1000)
  if (value instanceof Date) return formatHttpDate(value)
  if (typeof value !== 'object' || value === null) throw new TypeError(`Expected a date, got ${typeof value}`)
  if (Array.isArray(value)) {
    if (value.length < 3)
      throw new TypeError(`Expected a time tuple of at least three numbers, got ${value.length}`)
    return formatHttpDate(instant(value as number[]))
  }
  if (isDay(value)) return formatHttpDate(instant([value.year, value.month, value.day]))
  if (!PARTS.some((part) => part in value)) throw new TypeError('Expected a date, a duration or a time tuple')
  return formatHttpDate(clock.now() + timedeltaToSeconds(value as Duration) * 1000)
}

/**
 * Reads a date, or a number of seconds from now, as Retry-After has it. `null` for anything else.
 * Python: `webob.datetime_utils.parse_date_delta`.
 *
 * @example
 * assert.ok(+parseDateDelta('10') > Date.now())
 * assert.deepEqual(parseDateDelta('Sun, 06 Nov 1994 08:49:37 GMT'), new Date('1994-11-06T08:49:37Z'))
 */
export function parseDateDelta(value: string | null | undefined): Date | null {
  if (!value) return null
  if (!/^\s*[+-]?\d+\s*$/.test(value)) return parseDate(value)
  const time = clock.now() + Number(value) * 1000
  return time >= FIRST && time <= LAST ? new Date(time) : null
}

/**
 * Writes a number of seconds as it is, anything else as a date. Python: `webob.datetime_utils.serialize_date_delta`.
 *
 * @throws RangeError, TypeError as {@link serializeDate}
 * @example
 * assert.equal(serializeDateDelta(120.5), '120')
 * assert.equal(serializeDateDelta(new Date('1994-11-06T08:49:37Z')), 'Sun, 06 Nov 1994 08:49:37 GMT')
 */
export function serializeDateDelta(value: DateLike): string {
  return typeof value === 'number' ? String(Math.trunc(value)) : serializeDate(value)
}
