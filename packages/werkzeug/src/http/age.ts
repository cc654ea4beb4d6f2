/** Blanks are those of Python: no byte order mark. */
const AGE = /^[^\S\ufeff]*([+-]?[0-9]+(?:_[0-9]+)*)[^\S\ufeff]*$/

/**
 * Reads a number of seconds; `null` for anything else, and for less than none. Python: `werkzeug.http.parse_age`.
 *
 * @example
 * assert.equal(parseAge('30'), 30)
 * assert.equal(parseAge('-1'), null)
 */
export function parseAge(value?: string | null): number | null {
  const digits = AGE.exec(value ?? '')?.[1]
  const seconds = digits === undefined ? Number.NaN : Number(digits.replaceAll('_', ''))
  // The most that Python's timedelta holds: a billion days. Plus 0 makes 0 of -0.
  return seconds >= 0 && seconds < 86_400_000_000_000 ? seconds + 0 : null
}

/**
 * Writes a number of seconds, fractions cut off. Python: `werkzeug.http.dump_age`.
 *
 * @throws RangeError for less than none
 * @example
 * assert.equal(dumpAge(30), '30')
 * assert.equal(dumpAge(null), null)
 */
export function dumpAge(age: number): string
export function dumpAge(age?: number | null): string | null
export function dumpAge(age?: number | null): string | null {
  if (age === null || age === undefined) return null
  const seconds = Math.trunc(age)
  if (!(seconds >= 0)) throw new RangeError(`Expected an age of 0 seconds or more, got ${age}`)
  return String(seconds)
}
