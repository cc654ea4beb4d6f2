import { emailTime, formatHttpDate, parseEmailDate } from '@triptych/raw/http'
import { clock } from '../clock.ts'

/**
 * Reads a date with the loose grammar of mail headers: offsets and US zones, no weekday, years of two digits. Without a zone
 * it is UTC. `null` for anything else, 31 February too. Python: `werkzeug.http.parse_date`.
 *
 * @example
 * assert.deepEqual(parseDate('Sun, 06 Nov 1994 08:49:37 GMT'), new Date('1994-11-06T08:49:37Z'))
 * assert.equal(parseDate('tomorrow'), null)
 */
export function parseDate(value: string | null | undefined): Date | null {
  if (value === null || value === undefined) return null
  const date = parseEmailDate(value)
  const time = date && emailTime(date)
  return time === undefined ? null : new Date(time)
}

/**
 * Writes a date as HTTP does (RFC 9110 section 5.6.7), fractions of a second cut off. Python: `werkzeug.http.http_date`.
 *
 * @param timestamp a date, or seconds since 1970. Default: now
 * @throws RangeError when it is no date that HTTP can say
 * @example
 * assert.equal(httpDate(new Date('1994-11-06T08:49:37Z')), 'Sun, 06 Nov 1994 08:49:37 GMT')
 * assert.equal(httpDate(0), 'Thu, 01 Jan 1970 00:00:00 GMT')
 */
export function httpDate(timestamp?: Date | number | null): string {
  const time = timestamp ?? new Date(clock.now())
  return formatHttpDate(time instanceof Date ? time : Math.floor(time) * 1000)
}
