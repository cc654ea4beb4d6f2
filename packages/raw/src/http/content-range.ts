import { digitsAt } from './digits.ts'
import { checkToken, tokenEnd } from './token.ts'

/** Which piece of a representation a 206 carries, or that a 416 has none. */
export interface ContentRange {
  /** In lower case. */
  readonly unit: string
  /** First offset of the piece; `undefined` when no range could be satisfied. */
  readonly start: number | undefined
  /**
   * First offset after the piece (on the wire stands the last one in it); `undefined` together with `start`.
   */
  readonly end: number | undefined
  /** Length of the whole; `undefined` when it is not known. */
  readonly length: number | undefined
}

/**
 * Reads Content-Range, RFC 9110 section 14.4:
 *
 *     Content-Range     = range-unit SP ( range-resp / unsatisfied-range )
 *     range-resp        = first-pos "-" last-pos "/" ( complete-length / "*" )
 *     unsatisfied-range = "*" "/" complete-length
 *
 * @returns `undefined` for text outside the grammar, and where the last position is before the first or
 * beyond the length
 * @example
 * assert.deepEqual(parseContentRange('bytes 0-5/10'), { unit: 'bytes', start: 0, end: 6, length: 10 })
 * assert.equal(parseContentRange('bytes 0-5/*')?.length, undefined)
 * assert.equal(parseContentRange('bytes *\/10')?.start, undefined)
 * assert.equal(parseContentRange('bytes 0-10/10'), undefined)
 */
export function parseContentRange(text: string): ContentRange | undefined {
  const space = tokenEnd(text, 0)
  const slash = text.indexOf('/', space)
  if (space === 0 || text.charCodeAt(space) !== 0x20 || slash < 0) return undefined
  const unit = text.slice(0, space).toLowerCase()
  const known = text.slice(slash + 1) !== '*'
  const length = known ? digitsAt(text, slash + 1) : undefined
  if (length === -1) return undefined
  if (text.slice(space + 1, slash) === '*') {
    return known ? { unit, start: undefined, end: undefined, length } : undefined
  }
  const dash = text.indexOf('-', space)
  if (dash < 0 || dash > slash) return undefined
  const start = digitsAt(text, space + 1, dash)
  const last = digitsAt(text, dash + 1, slash)
  if (start < 0 || last < start || last === Number.MAX_SAFE_INTEGER) return undefined
  if (length !== undefined && last >= length) return undefined
  return { unit, start, end: last + 1, length }
}

/**
 * Writes Content-Range.
 *
 * @throws TypeError for a unit that is no token
 * @throws RangeError for a piece that is empty, reversed or beyond the length, and when neither piece nor
 * length is known
 * @example
 * assert.equal(formatContentRange({ unit: 'bytes', start: 0, end: 6, length: 10 }), 'bytes 0-5/10')
 * const none = { unit: 'bytes', start: undefined, end: undefined, length: 10 }
 * assert.equal(formatContentRange(none), 'bytes *\/10')
 */
export function formatContentRange({ unit, start, end, length }: ContentRange): string {
  checkToken(unit)
  const known = length === undefined || isOffset(length)
  if (start === undefined && end === undefined) {
    if (length !== undefined && known) return `${unit} */${length}`
  } else if (known && isOffset(start) && isOffset(end) && end > start && end <= (length ?? Infinity)) {
    return `${unit} ${start}-${end - 1}/${length ?? '*'}`
  }
  throw new RangeError(`Expected a piece of the representation, got ${start} to ${end} of ${length}`)
}

function isOffset(value: number | undefined): value is number {
  return Number.isSafeInteger(value) && value! >= 0
}
