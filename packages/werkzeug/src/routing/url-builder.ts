import { iterMultiItems } from '../datastructures/iter-multi-items.ts'
import { quotePart } from '../urls/quote-part.ts'
import { urlEncode } from '../urls/url-encode.ts'
import { PATH_CHARS } from './base-converter.ts'
import type { BaseConverter } from './base-converter.ts'
import type { RuleToken } from './rule-part.ts'

type Converters = ReadonlyMap<string, BaseConverter<unknown>>
type Values = Readonly<Record<string, unknown>>
/** Escaped text, or a variable with its converter. */
type Piece = string | { readonly name: string; readonly converter: BaseConverter<unknown> }

/**
 * Writes what a rule's tokens say, with values for the variables.
 *
 * @example
 * import { IntegerConverter, Map } from '@triptych/werkzeug/routing'
 * const converters = new globalThis.Map([['id', new IntegerConverter(new Map())]])
 * const template = new UrlTemplate([{ kind: 'text', text: 'u' }, { kind: 'slash' }, { kind: 'variable', name: 'id' }], converters, {})
 * assert.equal(template.write({ id: 7 }), 'u/7')
 */
export class UrlTemplate {
  private readonly pieces: readonly Piece[]

  /** @param defaults values that are the same in every URL */
  constructor(tokens: readonly RuleToken[], converters: Converters, defaults: Values) {
    const pieces: Piece[] = []
    const put = (text: string): void => {
      const last = pieces.at(-1)
      if (typeof last === 'string') pieces[pieces.length - 1] = last + text
      else pieces.push(text)
    }
    for (const token of tokens) {
      if (token.kind === 'slash') put('/')
      else if (token.kind === 'text') put(quotePart(token.text, PATH_CHARS))
      else {
        const converter = converters.get(token.name)!
        if (Object.hasOwn(defaults, token.name)) put(converter.toUrl(defaults[token.name]))
        else pieces.push({ name: token.name, converter })
      }
    }
    this.pieces = pieces
  }

  /** @throws ValidationError and whatever else the converters throw for a value that they don't take */
  write(values: Values): string {
    let url = ''
    for (const piece of this.pieces) {
      url += typeof piece === 'string' ? piece : piece.converter.toUrl(values[piece.name])
    }
    return url
  }
}

/** How the values that no variable takes are put into the query. */
export interface QueryOrder {
  readonly sortParameters: boolean
  readonly sortKey: ((item: readonly [name: string, value: unknown]) => unknown) | null
}

/**
 * Writes values as a query, without question mark: lists give a pair for each value, null and undefined none.
 *
 * @param known names that are not written
 * @example
 * const order = { sortParameters: true, sortKey: null }
 * assert.equal(queryOf({ id: 7, b: ['1', '2'], a: 'x y' }, new Set(['id']), order), 'a=x+y&b=1&b=2')
 */
export function queryOf(values: Values, known: ReadonlySet<string>, order: QueryOrder): string {
  const unknown = Object.entries(values).filter(([name]) => !known.has(name))
  if (unknown.length === 0) return ''
  const items = [...iterMultiItems<unknown>(new Map(unknown))]
  if (order.sortParameters) {
    const keyOf = order.sortKey ?? ((item: readonly [string, unknown]): unknown => item)
    const keyed = items.map((item) => ({ item, key: keyOf(item) }))
    keyed.sort((a, b) => compare(a.key, b.key))
    return urlEncode(keyed.map(({ item }) => item))
  }
  return urlEncode(items)
}

/** Numbers by size, lists element by element, anything else as text. */
function compare(one: unknown, other: unknown): number {
  if (Array.isArray(one) && Array.isArray(other)) {
    for (let at = 0; at < one.length && at < other.length; at++) {
      const difference = compare(one[at], other[at])
      if (difference !== 0) return difference
    }
    return one.length - other.length
  }
  const [a, b] =
    typeof one === 'number' && typeof other === 'number' ? [one, other] : [String(one), String(other)]
  return a < b ? -1 : a > b ? 1 : 0
}
