import { BaseConverter, argumentsBy } from './base-converter.ts'
import type { ConverterMap } from './base-converter.ts'
import type { ConverterArgument } from './converter-arguments.ts'

/**
 * Text within a segment, of `minlength` (1) to `maxlength` characters or of just `length`: `<name>`, `<string:name>`,
 * `<string(length=2):lang>`. Python: `werkzeug.routing.UnicodeConverter`.
 *
 * @example
 * import { Map, Rule } from '@triptych/werkzeug/routing'
 * const map = new Map([new Rule('/<string(length=2):lang>', { endpoint: 'home' })])
 * assert.deepEqual(map.bind('example.com').match('/de'), ['home', { lang: 'de' }])
 * assert.equal(map.bind('example.com').test('/deu'), false)
 */
export class UnicodeConverter extends BaseConverter {
  override readonly regex: string
  override readonly partIsolating: boolean | null = true

  constructor(
    map: ConverterMap,
    args: readonly ConverterArgument[] = [],
    options: Readonly<Record<string, ConverterArgument>> = {},
  ) {
    super(map)
    const { minlength, maxlength, length } = argumentsBy(['minlength', 'maxlength', 'length'], args, options)
    const least = count('minlength', minlength ?? 1)
    const most = maxlength === undefined || maxlength === null ? '' : count('maxlength', maxlength)
    const range =
      length === undefined || length === null ? `${least},${most}` : String(count('length', length))
    this.regex = `[^/]{${range}}`
  }
}

function count(name: string, value: ConverterArgument): number {
  const number = typeof value === 'string' ? Number.NaN : Math.trunc(Number(value))
  if (number >= 0 && number <= 65535) return number
  throw new RangeError(`Expected a number of characters for ${name}, got ${JSON.stringify(value)}`)
}
