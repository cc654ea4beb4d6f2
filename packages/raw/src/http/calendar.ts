/** Names of HTTP's dates, Sunday first (RFC 9110 section 5.6.7, `day-name`). */
export const DAY_NAMES: readonly string[] = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
/** Names of the months (RFC 9110 section 5.6.7, `month`). */
export const MONTH_NAMES: readonly string[] = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
]

const MONTH_DAYS: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
/** The Gregorian calendar repeats after 400 years, which have 146,097 days. */
const FOUR_CENTURIES = 146_097 * 86_400_000

/**
 * The time of a UTC date, in milliseconds since 1970, as `Date.UTC` gives it, but without its habits: years
 * below 100 are what they say, and a date that does not exist (31 February, 24:00) gives nothing instead of
 * the next one.
 *
 * @param month from 0
 * @param second up to 59; also 60 in the last minute of a day, where leap seconds are (it counts as the next
 * second)
 * @example
 * assert.equal(utcTime(1994, 10, 6, 8, 49, 37), 784111777000)
 * assert.equal(utcTime(2001, 1, 29, 0, 0, 0), undefined)
 */
export function utcTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  if (year < 0 || day < 1 || hour < 0 || minute < 0 || second < 0) return undefined
  if (hour > 23 || minute > 59 || second > 60 || day > daysInMonth(year, month)) return undefined
  if (second === 60 && (hour !== 23 || minute !== 59)) return undefined
  return rolledTime(year, month, day, hour, minute, second)
}

/**
 * The same without any check: what is beyond the end of a month or a day runs on into the next, as in C's
 * `timegm`.
 *
 * @param month from 0
 * @example
 * assert.equal(rolledTime(1994, 1, 31, 0, 0, 0), Date.UTC(1994, 2, 3))
 */
export function rolledTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number {
  if (year >= 0 && year < 100) return Date.UTC(year + 400, month, day, hour, minute, second) - FOUR_CENTURIES
  return Date.UTC(year, month, day, hour, minute, second)
}

function daysInMonth(year: number, month: number): number {
  if (month === 1 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) return 29
  return MONTH_DAYS[month] ?? 0
}

/**
 * Three ASCII letters as one number, so that looking up a name needs no piece of text; -1 for other
 * characters.
 */
function key(text: string, at: number): number {
  const first = text.charCodeAt(at)
  const second = text.charCodeAt(at + 1)
  const third = text.charCodeAt(at + 2)
  return (first | second | third) < 0x80 ? (first << 16) | (second << 8) | third : -1
}

const MONTHS = new Map(MONTH_NAMES.map((name, month) => [key(name, 0), month]))
const DAYS = new Set(DAY_NAMES.map((name) => key(name, 0)))

/**
 * The month whose three-letter name stands at `at`, from 0; -1 when there is none. Case counts.
 *
 * @example
 * assert.equal(monthAt('06 Nov 1994', 3), 10)
 * assert.equal(monthAt('06 nov 1994', 3), -1)
 */
export function monthAt(text: string, at: number): number {
  return MONTHS.get(key(text, at)) ?? -1
}

/**
 * Whether the three-letter name of a weekday stands at `at`. Case counts.
 *
 * @example
 * assert.equal(isDayAt('Sun, 06 Nov', 0), true)
 * assert.equal(isDayAt('sun, 06 Nov', 0), false)
 */
export function isDayAt(text: string, at: number): boolean {
  return DAYS.has(key(text, at))
}
