import { parseHttpDate } from './date.ts'
import { parseEntityTag, strongMatch } from './entity-tag.ts'
import type { EntityTag } from './entity-tag.ts'

/** The value of If-Range: one of the two validators. */
export interface IfRange {
  readonly tag: EntityTag | undefined
  /** Milliseconds since 1970. */
  readonly date: number | undefined
}

/**
 * Reads If-Range, RFC 9110 section 13.1.5: `If-Range = entity-tag / HTTP-date`. A tag shows itself by a quote
 * among the first three characters.
 *
 * @param now as for {@link parseHttpDate}
 * @returns `undefined` when the text is neither
 * @example
 * assert.deepEqual(parseIfRange('"a"'), { tag: { value: 'a', weak: false }, date: undefined })
 * assert.equal(parseIfRange('Sun, 06 Nov 1994 08:49:37 GMT')?.date, 784111777000)
 */
export function parseIfRange(text: string, now?: number): IfRange | undefined {
  const tag = parseEntityTag(text)
  if (tag !== undefined) return { tag, date: undefined }
  const date = parseHttpDate(text, now)
  return date === undefined ? undefined : { tag: undefined, date }
}

/**
 * Whether the client's piece is of the current state, so that Range may be honoured: the tag matches strongly
 * (a weak one never does), or the date is exactly Last-Modified (section 13.1.5).
 *
 * @param lastModified in milliseconds since 1970; its milliseconds do not count, since they are never sent
 * @example
 * const current = { tag: { value: 'a', weak: false }, lastModified: 784111777000 }
 * assert.equal(ifRangeMatches(parseIfRange('"a"')!, current), true)
 * assert.equal(ifRangeMatches(parseIfRange('W/"a"')!, current), false)
 * assert.equal(ifRangeMatches(parseIfRange('Sun, 06 Nov 1994 08:49:38 GMT')!, current), false)
 */
export function ifRangeMatches(
  { tag, date }: IfRange,
  current: { readonly tag?: EntityTag | undefined; readonly lastModified?: number | undefined },
): boolean {
  if (tag !== undefined) return current.tag !== undefined && strongMatch(tag, current.tag)
  return current.lastModified !== undefined && date === Math.floor(current.lastModified / 1000) * 1000
}
