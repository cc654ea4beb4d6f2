/**
 * Sorts pairs by their second part, the greatest first; equal ones keep their order.
 *
 * @example
 * assert.deepEqual([['a', 0.5], ['b', 1]].toSorted(compareQuality), [['b', 1], ['a', 0.5]])
 */
export const compareQuality = (one: readonly [unknown, number], other: readonly [unknown, number]): number =>
  other[1] - one[1]

/**
 * The weights of names that are compared without case, and of `*` for all others: the first of equal ones counts.
 * `missing` is what a name has that nothing is said of.
 *
 * @example
 * const quality = namedQualities([['gzip', 0.5], ['*', 0.1]], () => undefined)
 * assert.equal(quality('GZIP'), 0.5)
 * assert.equal(quality('br'), 0.1)
 */
export function namedQualities(
  parsed: readonly (readonly [item: string, q: number])[],
  missing: (name: string) => number | undefined,
): (name: string) => number {
  const weights = new Map<string, number>()
  for (const [item, q] of parsed) {
    const name = item.toLowerCase()
    if (!weights.has(name)) weights.set(name, q)
  }
  const rest = weights.get('*')
  return (name) => {
    const lower = name.toLowerCase()
    const own = lower === '*' ? undefined : weights.get(lower)
    return own ?? rest ?? missing(lower) ?? 0
  }
}

/**
 * The offers with their weights, those of no weight left out, the heaviest first.
 *
 * @example
 * assert.deepEqual(ranked(['a', 'b', 'c'], (offer) => ({ a: 0.5, b: 1, c: 0 })[offer]), [['b', 1], ['a', 0.5]])
 */
export function ranked(
  offers: Iterable<string>,
  quality: (offer: string) => number,
): [offer: string, q: number][] {
  const acceptable: [string, number][] = []
  for (const offer of offers) {
    const q = quality(offer)
    if (q > 0) acceptable.push([offer, q])
  }
  return acceptable.toSorted(compareQuality)
}
