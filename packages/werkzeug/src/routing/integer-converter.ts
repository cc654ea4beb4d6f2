import { int } from '../datastructures/convert.ts'
import type { ConverterMap } from './base-converter.ts'
import type { ConverterArgument } from './converter-arguments.ts'
import { NumberConverter } from './number-converter.ts'
import { ValidationError } from './validation-error.ts'

/**
 * A whole number: `<int:id>`, `<int(min=1, max=31):day>`, `<int(signed=True):offset>`, `<int(fixed_digits=4):year>`.
 * A number beyond 2^53 - 1, which JavaScript does not hold exactly, is not found.
 * Python: `werkzeug.routing.IntegerConverter`.
 *
 * @example
 * import { Map, Rule } from '@triptych/werkzeug/routing'
 * const map = new Map([new Rule('/page/<int(min=1):page>', { endpoint: 'page' })])
 * assert.deepEqual(map.bind('example.com').match('/page/7'), ['page', { page: 7 }])
 * assert.equal(map.bind('example.com').test('/page/0'), false)
 */
export class IntegerConverter extends NumberConverter {
  constructor(
    map: ConverterMap,
    args: readonly ConverterArgument[] = [],
    options: Readonly<Record<string, ConverterArgument>> = {},
  ) {
    super(map, '\\d+', ['fixed_digits', 'min', 'max', 'signed'], args, options)
  }

  protected convert(value: unknown): number {
    const number = Number(value)
    if (Number.isSafeInteger(number)) return number
    throw new ValidationError(`Expected a whole number up to 2^53 - 1, got ${String(value)}`)
  }

  protected write(value: unknown): string {
    if (typeof value === 'bigint') return String(value)
    const number = typeof value === 'string' ? int(value) : Math.trunc(Number(value))
    if (typeof value !== 'object' && Number.isSafeInteger(number)) return String(number)
    throw new SyntaxError(`Expected a whole number up to 2^53 - 1, got ${String(value)}`)
  }
}
