import { is, DIGIT } from './chars.ts'

/**
 * Reads a quality value, RFC 9110 section 12.4.2:
 *
 *     qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
 *
 * @returns a number from 0 to 1, or `undefined`
 * @example
 * assert.equal(parseQvalue('0.85'), 0.85)
 * assert.equal(parseQvalue('1.5'), undefined)
 */
export function parseQvalue(text: string): number | undefined {
  const { length } = text
  const whole = text.charCodeAt(0) - 0x30
  if (length > 5 || (whole !== 0 && whole !== 1)) return undefined
  if (length === 1) return whole
  if (text.charCodeAt(1) !== 0x2e) return undefined
  let thousandths = 0
  let unit = 100
  for (let at = 2; at < length; at++) {
    const code = text.charCodeAt(at)
    if (!is(code, DIGIT) || (whole === 1 && code !== 0x30)) return undefined
    thousandths += (code - 0x30) * unit
    unit /= 10
  }
  return whole === 1 ? 1 : thousandths / 1000
}

/**
 * Writes a quality value with at most three decimals. A positive one never becomes 0, which would mean "not
 * this".
 *
 * @throws RangeError outside 0 to 1
 * @example
 * assert.equal(formatQvalue(0.5), '0.5')
 * assert.equal(formatQvalue(1 / 3), '0.333')
 * assert.equal(formatQvalue(0.0001), '0.001')
 */
export function formatQvalue(q: number): string {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`Expected a quality from 0 to 1, got ${q}`)
  const thousandths = q > 0 ? Math.max(1, Math.round(q * 1000)) : 0
  return String(thousandths / 1000)
}
