/** Something offered, and how much the client wants it. */
export interface Preference {
  readonly offer: string
  /** Above 0, up to 1. */
  readonly q: number
}

/**
 * Puts offers in the client's order: the highest quality first, equal ones as they were offered, and the ones
 * with quality 0 ("not acceptable", RFC 9110 section 12.4.2) left out.
 *
 * @param quality one number for each offer
 * @example
 * assert.deepEqual(inOrder(['a', 'b', 'c'], [0.5, 1, 0]), [{ offer: 'b', q: 1 }, { offer: 'a', q: 0.5 }])
 */
export function inOrder(offers: readonly string[], quality: readonly number[]): readonly Preference[] {
  return offers
    .map((offer, index) => ({ offer, q: quality[index] ?? 0 }))
    .filter(({ q }) => q > 0)
    .toSorted((one, other) => other.q - one.q)
}

/**
 * The offers as they are, all equally good: what a client accepts that says nothing.
 *
 * @example
 * assert.deepEqual(everyOffer(['a', 'b']), [{ offer: 'a', q: 1 }, { offer: 'b', q: 1 }])
 */
export function everyOffer(offers: readonly string[]): readonly Preference[] {
  return offers.map((offer) => ({ offer, q: 1 }))
}
