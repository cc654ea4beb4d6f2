import { digitsAt } from './digits.ts'

/** What is longer counts as this, 68 years (RFC 9111 section 1.2.2). */
export const MAX_DELTA_SECONDS: number = 2 ** 31

/**
 * Reads a number of seconds, RFC 9111 section 1.2.2: `delta-seconds = 1*DIGIT`. Age and Retry-After have it
 * too.
 *
 * @returns at most {@link MAX_DELTA_SECONDS}; `undefined` for text outside the grammar
 * @example
 * assert.equal(parseDeltaSeconds('60'), 60)
 * assert.equal(parseDeltaSeconds('-1'), undefined)
 * assert.equal(parseDeltaSeconds('99999999999'), 2147483648)
 */
export function parseDeltaSeconds(text: string): number | undefined {
  const seconds = digitsAt(text, 0)
  return seconds < 0 ? undefined : Math.min(seconds, MAX_DELTA_SECONDS)
}
