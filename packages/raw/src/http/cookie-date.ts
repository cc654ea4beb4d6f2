import { DIGIT, skip } from './chars.ts'
import { MONTH_NAMES, utcTime } from './calendar.ts'

/**
 * Reads the date of a cookie's Expires attribute, RFC 6265 section 5.1.1 (kept by 6265bis): a date is
 * whatever has a time, a day, a month and a year among its words, in any order.
 *
 *     cookie-date  = *delimiter date-token-list *delimiter
 *     delimiter    = %x09 / %x20-2F / %x3B-40 / %x5B-60 / %x7B-7E
 *     time         = hms-time [ non-digit *OCTET ]
 *     hms-time     = time-field ":" time-field ":" time-field
 *     day-of-month = 1*2DIGIT [ non-digit *OCTET ]            ; time-field = 1*2DIGIT
 *     month        = ( "jan" / "feb" / ... ) *OCTET
 *     year         = 2*4DIGIT [ non-digit *OCTET ]
 *
 * Two-digit years are 1970 to 2069; zones are not looked at, everything is UTC.
 *
 * @returns milliseconds since 1970, or `undefined`
 * @example
 * assert.equal(parseCookieDate('Sun, 06-Nov-1994 08:49:37 GMT'), 784111777000)
 * assert.equal(parseCookieDate('8:49:37 1994 nov. 6'), 784111777000)
 * assert.equal(parseCookieDate('Sun, 06-Nov-1994'), undefined)
 */
export function parseCookieDate(text: string): number | undefined {
  let time: readonly [hour: number, minute: number, second: number] | undefined
  let day = -1
  let month = -1
  let year = -1
  for (let at = 0; at < text.length; at++) {
    if (isDelimiter(text.charCodeAt(at))) continue
    const start = at
    while (at < text.length && !isDelimiter(text.charCodeAt(at))) at++
    // Each word is the first of these that is still missing, in the order of the algorithm's steps.
    const digits = skip(text, start, DIGIT, at) - start
    if (digits === 1 || digits === 2) {
      const found: typeof time = time === undefined ? readTime(text, start, at) : undefined
      if (found !== undefined) {
        time = found
        continue
      }
      if (day < 0) {
        day = Number(text.slice(start, start + digits))
        continue
      }
    }
    if (digits === 0) {
      if (month < 0) month = monthPrefix(text, start, at)
    } else if (year < 0 && digits >= 2 && digits <= 4) year = Number(text.slice(start, start + digits))
  }
  if (year >= 0 && year <= 69) year += 2000
  else if (year >= 70 && year <= 99) year += 1900
  if (time === undefined || month < 0 || year < 1601 || time[2] > 59) return undefined
  return utcTime(year, month, day, time[0], time[1], time[2])
}

function isDelimiter(code: number): boolean {
  return (
    code === 0x09 ||
    (code >= 0x20 && code <= 0x2f) ||
    (code >= 0x3b && code <= 0x40) ||
    (code >= 0x5b && code <= 0x60) ||
    (code >= 0x7b && code <= 0x7e)
  )
}

function readTime(
  text: string,
  start: number,
  end: number,
): readonly [hour: number, minute: number, second: number] | undefined {
  const hour = skip(text, start, DIGIT, end)
  if (text.charCodeAt(hour) !== 0x3a) return undefined
  const minute = skip(text, hour + 1, DIGIT, end)
  if (text.charCodeAt(minute) !== 0x3a || !isField(hour + 1, minute)) return undefined
  const second = skip(text, minute + 1, DIGIT, end)
  if (!isField(minute + 1, second)) return undefined
  return [
    Number(text.slice(start, hour)),
    Number(text.slice(hour + 1, minute)),
    Number(text.slice(minute + 1, second)),
  ]
}

function isField(start: number, end: number): boolean {
  return end - start === 1 || end - start === 2
}

function monthPrefix(text: string, start: number, end: number): number {
  if (end - start < 3) return -1
  const first = text[start]!.toUpperCase()
  const name = first + text.slice(start + 1, start + 3).toLowerCase()
  return MONTH_NAMES.indexOf(name)
}
