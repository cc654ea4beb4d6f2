import { DAY_NAMES, MONTH_NAMES, isDayAt, monthAt, utcTime } from './calendar.ts'

/**
 * HTTP's dates, RFC 9110 section 5.6.7. They are case-sensitive and in UTC, which they call GMT:
 *
 *     HTTP-date    = IMF-fixdate / obs-date
 *     IMF-fixdate  = day-name "," SP 2DIGIT SP month SP 4DIGIT SP time-of-day SP GMT
 *     obs-date     = rfc850-date / asctime-date
 *     rfc850-date  = day-name-l "," SP 2DIGIT "-" month "-" 2DIGIT SP time-of-day SP GMT
 *     asctime-date = day-name SP month SP ( 2DIGIT / ( SP 1DIGIT ) ) SP time-of-day SP 4DIGIT
 *     time-of-day  = 2DIGIT ":" 2DIGIT ":" 2DIGIT                  ; 00:00:00 - 23:59:60 (leap second)
 */
const LONG_DAYS = new Set(['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'])
/**
 * Stands for digits that are none: whatever is added to it stays negative, and no date has a negative part.
 */
const NO_DIGITS = -1_000_000
const SPACE = 0x20
const COLON = 0x3a
const TWO_DIGITS: readonly string[] = Array.from({ length: 100 }, (_, number) =>
  String(number).padStart(2, '0'),
)

/**
 * Reads a date in any of the three forms. A date that does not exist is none; a weekday that does not fit is
 * tolerated, since nothing depends on it.
 *
 * @param now the time that decides the century of a two-digit year (it lies at most 50 years ahead), in
 * milliseconds; the clock's by default
 * @returns milliseconds since 1970, or `undefined`
 * @example
 * assert.equal(parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT'), 784111777000)
 * assert.equal(parseHttpDate('Sunday, 06-Nov-94 08:49:37 GMT'), 784111777000)
 * assert.equal(parseHttpDate('Sun Nov  6 08:49:37 1994'), 784111777000)
 * assert.equal(parseHttpDate('1994-11-06T08:49:37Z'), undefined)
 */
export function parseHttpDate(text: string, now?: number): number | undefined {
  const { length } = text
  if (length === 29) {
    if (text[3] === ',') return parseImfDate(text)
  } else if (length === 24) return parseAsctime(text)
  return length >= 30 && length <= 33 ? parseRfc850(text, now ?? Date.now()) : undefined
}

//  Sun, 06 Nov 1994 08:49:37 GMT
//  0    5  8   12   17       25
function parseImfDate(text: string): number | undefined {
  if (!isAt(text, SPACE, 4) || !isAt(text, SPACE, 7) || !isAt(text, SPACE, 11) || !isAt(text, SPACE, 16)) {
    return undefined
  }
  if (!text.endsWith(' GMT') || !isDayAt(text, 0)) return undefined
  const year = twoDigits(text, 12) * 100 + twoDigits(text, 14)
  return atTime(year, monthAt(text, 8), twoDigits(text, 5), text, 17)
}

//  Sun Nov  6 08:49:37 1994
//  0   4   8  11       20
function parseAsctime(text: string): number | undefined {
  if (!isAt(text, SPACE, 3) || !isAt(text, SPACE, 7) || !isAt(text, SPACE, 10) || !isAt(text, SPACE, 19)) {
    return undefined
  }
  if (!isDayAt(text, 0)) return undefined
  const day = isAt(text, SPACE, 8) ? digit(text, 9) : twoDigits(text, 8)
  const year = twoDigits(text, 20) * 100 + twoDigits(text, 22)
  return atTime(year, monthAt(text, 4), day, text, 11)
}

//  Sunday, 06-Nov-94 08:49:37 GMT, where `at` is the index of the comma
//        0 2  5   9  12       20
function parseRfc850(text: string, now: number): number | undefined {
  const at = text.length - 24
  if (text[at] !== ',' || text[at + 1] !== ' ' || !LONG_DAYS.has(text.slice(0, at))) return undefined
  if (text[at + 4] !== '-' || text[at + 8] !== '-' || text[at + 11] !== ' ' || !text.endsWith(' GMT')) {
    return undefined
  }
  const twoDigitYear = twoDigits(text, at + 9)
  if (twoDigitYear < 0) return undefined
  const limit = new Date(now)
  limit.setUTCFullYear(limit.getUTCFullYear() + 50)
  const month = monthAt(text, at + 5)
  const day = twoDigits(text, at + 2)
  const year = limit.getUTCFullYear() - (limit.getUTCFullYear() % 100) + twoDigitYear
  const time = atTime(year, month, day, text, at + 12)
  const isBeyond = time !== undefined && time > limit.getTime()
  return isBeyond ? atTime(year - 100, month, day, text, at + 12) : time
}

function atTime(year: number, month: number, day: number, text: string, at: number): number | undefined {
  if (month < 0 || !isAt(text, COLON, at + 2) || !isAt(text, COLON, at + 5)) return undefined
  return utcTime(year, month, day, twoDigits(text, at), twoDigits(text, at + 3), twoDigits(text, at + 6))
}

function isAt(text: string, code: number, at: number): boolean {
  return text.charCodeAt(at) === code
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 0x30
  return value >= 0 && value <= 9 ? value : NO_DIGITS
}

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1)
}

/**
 * Writes a date as IMF-fixdate, the one form that is sent. Milliseconds are cut off.
 *
 * @param time a Date, or milliseconds since 1970
 * @throws RangeError for years outside 0000 to 9999, and for an invalid Date
 * @example
 * assert.equal(formatHttpDate(784111777000), 'Sun, 06 Nov 1994 08:49:37 GMT')
 */
export function formatHttpDate(time: Date | number): string {
  const date = typeof time === 'number' ? new Date(time) : time
  const year = date.getUTCFullYear()
  if (!(year >= 0 && year <= 9999)) {
    throw new RangeError(`Expected a date from year 0000 to 9999, got ${String(time)}`)
  }
  const day = DAY_NAMES[date.getUTCDay()]!
  const month = MONTH_NAMES[date.getUTCMonth()]!
  const century = TWO_DIGITS[Math.trunc(year / 100)]! + TWO_DIGITS[year % 100]!
  const hour = TWO_DIGITS[date.getUTCHours()]!
  const minute = TWO_DIGITS[date.getUTCMinutes()]!
  const second = TWO_DIGITS[date.getUTCSeconds()]!
  return `${day}, ${TWO_DIGITS[date.getUTCDate()]!} ${month} ${century} ${hour}:${minute}:${second} GMT`
}
