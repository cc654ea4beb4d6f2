import {
  clock,
  serializeDate,
  timedeltaToSeconds,
  type CalendarDay,
  type Duration,
} from '../datetime-utils.ts'

/** When a cookie expires: an instant, seconds or a duration from now, a day, or text as it is. */
export type CookieDate = Date | number | string | Duration | CalendarDay

const SAMESITE = new Set(['strict', 'lax', 'none'])

/**
 * Whether SameSite is checked. Put false here to write values that came later than this library.
 * Python: `webob.cookies.SAMESITE_VALIDATION`.
 */
export const SAMESITE_VALIDATION: { enabled: boolean } = { enabled: true }

/**
 * Max-Age as text, in whole seconds. Python: `webob.cookies.serialize_max_age`.
 *
 * @throws RangeError when it is no finite number
 * @example
 * assert.equal(serializeMaxAge({ minutes: 1 }), '60')
 */
export function serializeMaxAge(value: number | string | Duration): string {
  if (typeof value === 'string') return value
  const seconds = Math.trunc(timedeltaToSeconds(value))
  if (!Number.isFinite(seconds)) throw new RangeError(`Expected seconds for max-age, got ${seconds}`)
  return String(seconds)
}

/**
 * Expires in the form of Netscape's draft, which WebOb writes. Python: `webob.cookies.serialize_cookie_date`.
 *
 * @throws RangeError when it is no date that can be written
 * @example
 * assert.equal(serializeCookieDate(new Date('1994-11-06T08:49:37Z')), 'Sun, 06-Nov-1994 08:49:37 GMT')
 */
export function serializeCookieDate(value: CookieDate): string {
  if (typeof value === 'string') return value
  const date = typeof value === 'number' ? new Date(clock.now() + value * 1000) : value
  return serializeDate(date).replace(/^(\w+, \d+) (\w+) /, '$1-$2-')
}

/**
 * SameSite as it was given, when it is one of Strict, Lax and None. Python: `webob.cookies.serialize_samesite`.
 *
 * @throws RangeError when it is none of them and {@link SAMESITE_VALIDATION} is on
 * @example
 * assert.equal(serializeSamesite('Lax'), 'Lax')
 * assert.throws(() => serializeSamesite('x'), RangeError)
 */
export function serializeSamesite(value: string): string {
  if (SAMESITE_VALIDATION.enabled && !SAMESITE.has(value.toLowerCase())) {
    throw new RangeError(`Expected strict, lax or none for SameSite, got ${JSON.stringify(value)}`)
  }
  return value
}
