import { DIGIT, all } from './chars.ts'

/**
 * Reads a Max-Forwards field, RFC 9110 section 7.6.2: `Max-Forwards = 1*DIGIT`. It limits how many proxies may pass
 * a TRACE or OPTIONS request on; at 0 the recipient answers itself.
 *
 * @returns `undefined` when it is no number; at most `Number.MAX_SAFE_INTEGER`
 * @example
 * assert.equal(parseMaxForwards('10'), 10)
 * assert.equal(parseMaxForwards('-1'), undefined)
 */
export function parseMaxForwards(text: string): number | undefined {
  return all(text, DIGIT) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : undefined
}
