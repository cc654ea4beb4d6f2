import type { HeaderPair } from '@triptych/raw/gateway'

/** Headers that can be thinned out in place: a list of pairs, or a `Headers`. */
export type HeaderList = HeaderPair[] | { keepOnly(keep: (name: string) => boolean): void }

/**
 * Removes the fields whose names are not to be kept, in place.
 *
 * @example
 * const headers = [['A', '1'], ['B', '2']]
 * keepFields(headers, (name) => name === 'B')
 * assert.deepEqual(headers, [['B', '2']])
 */
export function keepFields(headers: HeaderList, keep: (name: string) => boolean): void {
  if (!Array.isArray(headers)) return headers.keepOnly(keep)
  let kept = 0
  for (const pair of headers) if (keep(pair[0])) headers[kept++] = pair
  headers.length = kept
}
