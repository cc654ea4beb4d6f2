import { BaseConverter } from './base-converter.ts'
import type { ConverterMap } from './base-converter.ts'
import type { ConverterArgument } from './converter-arguments.ts'
import { escapeRegex } from './text-pattern.ts'

/**
 * One of several texts: `<any(about, help, "foo,bar"):page>`. Python: `werkzeug.routing.AnyConverter`.
 *
 * @example
 * import { Map, Rule } from '@triptych/werkzeug/routing'
 * const map = new Map([new Rule('/<any(about, help):page>', { endpoint: 'page' })])
 * assert.deepEqual(map.bind('example.com').match('/help'), ['page', { page: 'help' }])
 * assert.equal(map.bind('example.com').test('/imprint'), false)
 */
export class AnyConverter extends BaseConverter {
  override readonly regex: string
  override readonly partIsolating: boolean | null = true
  /** What it takes. */
  readonly items: ReadonlySet<string>

  constructor(
    map: ConverterMap,
    args: readonly ConverterArgument[] = [],
    options: Readonly<Record<string, ConverterArgument>> = {},
  ) {
    super(map)
    const [name] = Object.keys(options)
    if (name !== undefined) throw new TypeError(`Expected texts as arguments of any, got the name ${name}`)
    const wrong = args.find((item) => typeof item !== 'string')
    if (wrong !== undefined) {
      throw new TypeError(`Expected texts as arguments of any, got ${String(wrong)}: write it in quotes`)
    }
    this.items = new Set(args as readonly string[])
    this.regex = `(?:${[...this.items].map(escapeRegex).join('|')})`
  }

  /** @throws RangeError for what is none of the items */
  override toUrl(value: string): string {
    if (this.items.has(value)) return value
    const items = [...this.items].toSorted().join(', ')
    throw new RangeError(`Expected one of ${items}, got ${JSON.stringify(value)}`)
  }
}
