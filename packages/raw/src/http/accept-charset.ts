import { everyOffer, inOrder } from './preference.ts'
import type { Preference } from './preference.ts'
import { tokenEnd } from './token.ts'
import { parseWeightedList } from './weighted-list.ts'
import type { RawElement, Weighted, WeightedList } from './weighted-list.ts'

/**
 * Reads Accept-Charset, RFC 9110 section 12.5.2: `#( ( token / "*" ) [ weight ] )`.
 *
 * @example
 * assert.equal(parseAcceptCharset('utf-8, *;q=0.5').elements[1]?.q, 0.5)
 */
export function parseAcceptCharset(text: string): WeightedList {
  return parseWeightedList(text, tokenEnd, bareElement)
}

/**
 * The element when it has a weight or nothing after its value, else `undefined`: Accept-Charset,
 * Accept-Encoding and Accept-Language know no parameters.
 *
 * @example
 * assert.equal(parseAcceptCharset('utf-8;x=1').elements.length, 0)
 */
export function bareElement({ value, q, at, end, parameters, extension }: RawElement): Weighted | undefined {
  return parameters.length + extension.length === 0 ? { value, q, at, end } : undefined
}

/**
 * The qualities by name in lower case; of equal names the first one counts.
 *
 * @example
 * assert.deepEqual([...qualities(parseAcceptCharset('UTF-8, utf-8;q=0').elements)], [['utf-8', 1]])
 */
export function qualities(elements: readonly Weighted[]): ReadonlyMap<string, number> {
  const map = new Map<string, number>()
  for (const { value, q } of elements) {
    const name = value.toLowerCase()
    if (!map.has(name)) map.set(name, q)
  }
  return map
}

/**
 * The charsets that the client accepts, the best one first; `*` stands for all that are not named.
 *
 * @param accept `undefined` when the request has no Accept-Charset: everything is acceptable then
 * @example
 * const accept = parseAcceptCharset('utf-8, iso-8859-1;q=0.5')
 * assert.equal(preferredCharsets(accept, ['iso-8859-1', 'UTF-8'])[0]?.offer, 'UTF-8')
 */
export function preferredCharsets(
  accept: WeightedList | undefined,
  offers: readonly string[],
): readonly Preference[] {
  if (accept === undefined) return everyOffer(offers)
  const named = qualities(accept.elements)
  const rest = named.get('*') ?? 0
  return inOrder(
    offers,
    offers.map((offer) => named.get(offer.toLowerCase()) ?? rest),
  )
}
