/** Digits with single underscores between them, which Python allows in numbers. */
function withoutUnderscores(text: string): string {
  if (!text.includes('_')) return text
  return /(?<![0-9])_|_(?![0-9])/.test(text) ? '' : text.replaceAll('_', '')
}

const INTEGER = /^[+-]?[0-9]+$/
const DECIMAL = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?$/i
const SPECIAL = /^([+-]?)(?:(inf|infinity)|nan)$/i

/**
 * A whole number from text, for `get(key, { type: int })`: decimal ASCII digits, a sign, blanks around it, single
 * underscores between digits. A number loses its fraction. Python: the built-in `int`.
 *
 * @throws SyntaxError for other text, RangeError for a number that is too large to be exact, TypeError for anything else
 * @example
 * assert.equal(int(' -1_000 '), -1000)
 * assert.throws(() => int('1.5'), SyntaxError)
 * assert.throws(() => int('9007199254740993'), RangeError)
 */
export function int(value: unknown): number {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`Expected a finite number, got ${value}`)
    return Math.trunc(value)
  }
  if (typeof value !== 'string') throw new TypeError(`Expected text or a number, got ${kindOf(value)}`)
  const digits = withoutUnderscores(value.trim())
  if (!INTEGER.test(digits)) throw new SyntaxError(`Expected a whole number, got ${excerpt(value)}`)
  const number = Number(digits)
  if (!Number.isSafeInteger(number)) {
    throw new RangeError(`Expected a number between -(2^53 - 1) and 2^53 - 1, got ${excerpt(value)}`)
  }
  // No negative zero: Python has one zero.
  return number + 0
}

/**
 * A number from text, for `get(key, { type: float })`: decimal ASCII digits with point, exponent, sign, blanks around it,
 * single underscores between digits; `inf`, `infinity` and `nan` in any case. Python: the built-in `float`.
 *
 * @throws SyntaxError for other text, TypeError for anything else
 * @example
 * assert.equal(float('1_0.5e1'), 105)
 * assert.equal(float('-Inf'), -Infinity)
 * assert.throws(() => float('1,5'), SyntaxError)
 */
export function float(value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value !== 'string') throw new TypeError(`Expected text or a number, got ${kindOf(value)}`)
  const digits = withoutUnderscores(value.trim())
  if (DECIMAL.test(digits)) return Number(digits)
  const special = SPECIAL.exec(digits)
  if (!special) throw new SyntaxError(`Expected a number, got ${excerpt(value)}`)
  if (special[2] === undefined) return Number.NaN
  return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

const kindOf = (value: unknown): string => (value === null ? 'null' : typeof value)

/** Enough of a text to know it again. */
const excerpt = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
