const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const CTIME = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\d{4})$/
const QUARTER = 15 * 60_000
/** Farthest from UTC that a clock is: 14 hours ahead. */
const FARTHEST = 14 * 60 * 60_000

/**
 * How many milliseconds a text such as `Thu Jan  1 00:00:00 1970` is behind an instant, negative for ahead; `undefined` for
 * a text that is none. The text says no time zone, and those are whole quarters of an hour: what is left beyond them
 * counts.
 *
 * @param now milliseconds since 1970
 * @example
 * const now = Date.UTC(2026, 0, 1, 12, 0, 30)
 * assert.equal(clockLag('Thu Jan  1 12:00:00 2026', now), 30_000)
 * assert.equal(clockLag('Thu Jan  1 17:30:30 2026', now), 0)
 * assert.equal(clockLag('Thu Jan  1 00:00:00 1970', now) > 1e9, true)
 * assert.equal(clockLag('now', now), undefined)
 */
export function clockLag(text: string, now: number): number | undefined {
  const match = CTIME.exec(text)
  if (match === null) return undefined
  const [, monthName = '', day = '', hour, minute, second, year] = match
  const month = MONTHS.indexOf(monthName)
  if (month < 0) return undefined
  const lag = now - Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second))
  const zone = Math.round(lag / QUARTER) * QUARTER
  return Math.abs(zone) > FARTHEST ? lag : lag - zone
}
