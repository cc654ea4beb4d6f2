import { float } from '../datastructures/convert.ts'
import type { ConverterMap } from './base-converter.ts'
import type { ConverterArgument } from './converter-arguments.ts'
import { NumberConverter } from './number-converter.ts'

/**
 * A number with a point: `<float:probability>`, with `min`, `max` and `signed`. Whole numbers are written with `.0`, and
 * none with an exponent, which would not match. Python: `werkzeug.routing.FloatConverter`.
 *
 * @example
 * import { Map, Rule } from '@triptych/werkzeug/routing'
 * const map = new Map([new Rule('/p/<float:p>', { endpoint: 'p' })])
 * const urls = map.bind('example.com')
 * assert.deepEqual(urls.match('/p/0.25'), ['p', { p: 0.25 }])
 * assert.equal(urls.build('p', { p: 1 }), '/p/1.0')
 */
export class FloatConverter extends NumberConverter {
  constructor(
    map: ConverterMap,
    args: readonly ConverterArgument[] = [],
    options: Readonly<Record<string, ConverterArgument>> = {},
  ) {
    super(map, '\\d+\\.\\d+', ['min', 'max', 'signed'], args, options)
  }

  protected convert(value: unknown): number {
    return Number(value)
  }

  protected write(value: unknown): string {
    const number = typeof value === 'string' ? float(value) : Number(value)
    if (typeof value === 'object' || !Number.isFinite(number)) {
      throw new SyntaxError(`Expected a number, got ${String(value)}`)
    }
    return withoutExponent(number)
  }
}

/** All the digits of a number, with at least one behind the point. */
function withoutExponent(number: number): string {
  const [digits = '', exponent] = String(number).split('e')
  if (exponent === undefined) return digits.includes('.') ? digits : `${digits}.0`
  const sign = digits.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = digits.slice(sign.length).split('.')
  const shift = Number(exponent)
  if (shift > 0) return `${sign}${(whole + fraction).padEnd(whole.length + shift, '0')}.0`
  return `${sign}0.${'0'.repeat(-shift - 1)}${whole}${fraction}`
}
