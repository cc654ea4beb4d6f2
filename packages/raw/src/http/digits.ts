import { DIGIT, skip } from './chars.ts'

/**
 * The number that `1*DIGIT` between two indexes stands for: no sign, no point, no exponent, unlike `Number`
 * and `parseInt`. What is more than a number holds exactly becomes `Number.MAX_SAFE_INTEGER`: it is beyond
 * any length.
 *
 * @returns -1 when there are other characters, or none at all
 * @example
 * assert.equal(digitsAt('0-499', 2), 499)
 * assert.equal(digitsAt('1e3', 0), -1)
 * assert.equal(digitsAt('99999999999999999999', 0), Number.MAX_SAFE_INTEGER)
 */
export function digitsAt(text: string, start: number, end: number = text.length): number {
  if (end <= start || skip(text, start, DIGIT, end) !== end) return -1
  return Math.min(Number(text.slice(start, end)), Number.MAX_SAFE_INTEGER)
}
