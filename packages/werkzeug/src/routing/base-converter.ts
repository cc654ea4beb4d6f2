import { safeSet } from '@triptych/raw/http'
import type { SafeSet } from '@triptych/raw/http'
import { quotePart } from '../urls/quote-part.ts'
import type { ConverterArgument } from './converter-arguments.ts'

/** What converters see of the map they belong to. */
export interface ConverterMap {
  readonly defaultSubdomain: string
  readonly hostMatching: boolean
}

/** A class of converters, as a map has it by its name: the arguments are those of the rule. */
export type ConverterClass = new (
  map: ConverterMap,
  args: readonly ConverterArgument[],
  options: Readonly<Record<string, ConverterArgument>>,
) => BaseConverter<unknown>

/** Regular expression of what a converter takes unless it says otherwise: one segment. */
export const ANY_SEGMENT = '[^/]+'

/** `pchar` of RFC 3986 and the slash: what stands in a path as it is. */
export const PATH_CHARS: SafeSet = safeSet("!$&'()*+,/:;=@")

/**
 * Converts between a piece of a path and a value. A class of one's own sets `regex`, and `toPython` and `toUrl` where the
 * value is no text; its type parameter is what handlers get and what URLs are built from.
 * Python: `werkzeug.routing.BaseConverter`.
 *
 * @example
 * import { Map, Rule } from '@triptych/werkzeug/routing'
 * class ListConverter extends BaseConverter<string[]> {
 *   override toPython(text: string): string[] {
 *     return text.split('+')
 *   }
 *   override toUrl(names: string[]): string {
 *     return names.map((name) => super.toUrl(name)).join('+')
 *   }
 * }
 * const map = new Map([new Rule('/tags/<list:tags>', { endpoint: 'tags' })], { converters: { list: ListConverter } })
 * const [, values] = map.bind('example.com').match('/tags/a+b')
 * assert.deepEqual(values.tags, ['a', 'b'])
 */
export class BaseConverter<Value = string> {
  /** What the piece has to match as a whole: the source of a regular expression, taken with the flag `u`. */
  readonly regex: string = ANY_SEGMENT
  /** Among rules that could match, the lower weight is tried first. */
  readonly weight: number = 100
  /** Whether the piece stays within a segment; `null` means: unless the regex has a slash in it. */
  readonly partIsolating: boolean | null = null
  /** The map whose rules use it. */
  readonly map: ConverterMap

  constructor(
    map: ConverterMap,
    _args?: readonly ConverterArgument[],
    _options?: Readonly<Record<string, ConverterArgument>>,
  ) {
    this.map = map
  }

  /**
   * The value of a piece that matched.
   *
   * @throws ValidationError when there is none: the URL is not found
   */
  toPython(text: string): Value {
    return text as Value
  }

  /**
   * The piece for a value, escaped.
   *
   * @throws TypeError for a list, which is no text
   */
  toUrl(value: Value): string {
    if (Array.isArray(value))
      throw new TypeError(`Expected a single value, got the list ${JSON.stringify(value)}`)
    return quotePart(String(value), PATH_CHARS)
  }
}

/**
 * The arguments of a converter that takes the names given, in this order or by name.
 *
 * @throws TypeError for one too many or one that is not known
 * @example
 * assert.deepEqual(argumentsBy(['min', 'max'], [1], { max: 3 }), { min: 1, max: 3 })
 * assert.throws(() => argumentsBy(['min'], [], { mim: 1 }), TypeError)
 */
export function argumentsBy<Name extends string>(
  names: readonly Name[],
  args: readonly ConverterArgument[],
  options: Readonly<Record<string, ConverterArgument>>,
): Partial<Record<Name, ConverterArgument>> {
  if (args.length > names.length) {
    throw new TypeError(`Expected at most ${names.length} arguments of a converter, got ${args.length}`)
  }
  const given: Partial<Record<Name, ConverterArgument>> = {}
  for (const [at, value] of args.entries()) given[names[at]!] = value
  for (const [name, value] of Object.entries(options)) {
    if (!names.includes(name as Name) || Object.hasOwn(given, name)) {
      throw new TypeError(`Expected the arguments ${names.join(', ')} of a converter once, got also ${name}`)
    }
    given[name as Name] = value
  }
  return given
}
