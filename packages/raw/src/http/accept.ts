import { mediaRangeMatches, parseMediaType, specificity } from './media-type.ts'
import type { MediaRange, MediaType } from './media-type.ts'
import type { Parameter } from './parameters.ts'
import { inOrder } from './preference.ts'
import type { Preference } from './preference.ts'
import { tokenEnd } from './token.ts'
import { parseWeightedList } from './weighted-list.ts'
import type { RawElement, Weighted, WeightedList } from './weighted-list.ts'

/** One media range of Accept, with its weight. */
export interface AcceptElement extends Weighted, MediaRange {
  /** What stands before the weight and narrows the range. */
  readonly parameters: readonly Parameter[]
  /**
   * What stands after the weight: `accept-ext` of RFC 7231, of which RFC 9110 only says that it is no more.
   */
  readonly extension: readonly Parameter[]
  /** As {@link specificity} counts. */
  readonly specificity: number
}

/** The value of Accept. */
export type Accept = WeightedList<AcceptElement>

/**
 * Reads Accept, RFC 9110 section 12.5.1:
 *
 *     Accept      = #( media-range [ weight ] )
 *     media-range = ( "*" "/" "*" / type "/" "*" / type "/" subtype ) parameters
 *
 * @example
 * const { elements } = parseAccept('text/html;level=1, text/*;q=0.5')
 * assert.deepEqual(elements.map(({ value, q }) => [value, q]), [['text/html', 1], ['text/*', 0.5]])
 */
export function parseAccept(text: string): Accept {
  return parseWeightedList(text, mediaRangeEnd, acceptElement)
}

function mediaRangeEnd(text: string, at: number): number {
  const slash = tokenEnd(text, at)
  if (slash === at || text.charCodeAt(slash) !== 0x2f) return -1
  const end = tokenEnd(text, slash + 1)
  if (end === slash + 1) return -1
  const anyType = slash === at + 1 && text.charCodeAt(at) === 0x2a
  const anySubtype = end === slash + 2 && text.charCodeAt(slash + 1) === 0x2a
  return anyType && !anySubtype ? -1 : end
}

function acceptElement({ value, q, at, end, parameters, extension }: RawElement): AcceptElement {
  const slash = value.indexOf('/')
  const type = value.slice(0, slash).toLowerCase()
  const subtype = value.slice(slash + 1).toLowerCase()
  const range = { type, subtype, parameters }
  return { value, q, at, end, type, subtype, parameters, extension, specificity: specificity(range) }
}

/**
 * The offers that the client accepts, the best one first. For each offer the most specific range that it is
 * in decides (of equally specific ones the first); offers of equal quality stay in the server's order.
 *
 * @param accept `undefined` when the request has no Accept: everything is acceptable then
 * @param offers media types, without wildcards
 * @throws TypeError for an offer that is no media type
 * @example
 * const accept = parseAccept('text/*;q=0.9, text/html;q=0.1')
 * assert.deepEqual(preferredMediaTypes(accept, ['text/html', 'text/plain', 'image/png']), [
 *   { offer: 'text/plain', q: 0.9 },
 *   { offer: 'text/html', q: 0.1 },
 * ])
 */
export function preferredMediaTypes(
  accept: Accept | undefined,
  offers: readonly string[],
): readonly Preference[] {
  const types = offers.map((offer) => mediaTypeOf(offer))
  if (accept === undefined)
    return inOrder(
      offers,
      Array.from(types, () => 1),
    )
  const ranges = new Map<string, AcceptElement[]>()
  for (const element of accept.elements) {
    const key = `${element.type}/${element.subtype}`
    const same = ranges.get(key)
    if (same === undefined) ranges.set(key, [element])
    else same.push(element)
  }
  return inOrder(
    offers,
    types.map((type) => quality(ranges, type)),
  )
}

function mediaTypeOf(offer: string): MediaType {
  const type = parseMediaType(offer)
  if (type === undefined || type.type === '*' || type.subtype === '*') {
    throw new TypeError(`Expected a media type as offer, got ${JSON.stringify(offer)}`)
  }
  return type
}

function quality(ranges: ReadonlyMap<string, readonly AcceptElement[]>, offer: MediaType): number {
  for (const key of [offer.essence, `${offer.type}/*`, '*/*']) {
    let best: AcceptElement | undefined
    for (const range of ranges.get(key) ?? []) {
      if (best !== undefined && range.parameters.length <= best.parameters.length) continue
      if (mediaRangeMatches(range, offer)) best = range
    }
    if (best !== undefined) return best.q
  }
  return 0
}
