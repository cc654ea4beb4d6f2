import { bareElement, qualities } from './accept-charset.ts'
import { everyOffer, inOrder } from './preference.ts'
import type { Preference } from './preference.ts'
import { tokenEnd } from './token.ts'
import { parseWeightedList } from './weighted-list.ts'
import type { WeightedList } from './weighted-list.ts'

/**
 * Reads Accept-Encoding, RFC 9110 section 12.5.3: `#( ( content-coding / "identity" / "*" ) [ weight ] )`.
 *
 * @example
 * assert.equal(parseAcceptEncoding('gzip;q=0.5').elements[0]?.value, 'gzip')
 */
export function parseAcceptEncoding(text: string): WeightedList {
  return parseWeightedList(text, tokenEnd, bareElement)
}

/** Acceptable, but asked for by nobody: what the client names comes before. */
const UNNAMED_IDENTITY = 0.001

/**
 * The content codings that the client accepts, the best one first. `identity` (no coding) is acceptable
 * unless `identity;q=0` or `*;q=0` excludes it; where the client does not name it, it comes last, with the
 * smallest quality there is. `x-gzip` and `x-compress` are other names of `gzip` and `compress` (section
 * 8.4.1).
 *
 * @param accept `undefined` when the request has no Accept-Encoding: everything is acceptable then
 * @example
 * const accept = parseAcceptEncoding('gzip, br;q=0.9')
 * const names = preferredEncodings(accept, ['identity', 'br', 'gzip']).map(({ offer }) => offer)
 * assert.deepEqual(names, ['gzip', 'br', 'identity'])
 * assert.deepEqual(preferredEncodings(parseAcceptEncoding('*;q=0'), ['gzip', 'identity']), [])
 */
export function preferredEncodings(
  accept: WeightedList | undefined,
  offers: readonly string[],
): readonly Preference[] {
  if (accept === undefined) return everyOffer(offers)
  const named = qualities(accept.elements)
  const rest = named.get('*')
  return inOrder(
    offers,
    offers.map((offer) => {
      const name = offer.toLowerCase()
      const q = named.get(name) ?? named.get(otherName(name)) ?? rest
      return q ?? (name === 'identity' ? UNNAMED_IDENTITY : 0)
    }),
  )
}

function otherName(coding: string): string {
  if (coding === 'x-gzip' || coding === 'x-compress') return coding.slice(2)
  return coding === 'gzip' || coding === 'compress' ? `x-${coding}` : coding
}
