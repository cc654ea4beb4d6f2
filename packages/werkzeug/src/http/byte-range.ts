/**
 * Whether a range of bytes makes sense within a length; the end is exclusive, null is unknown. Start and end are both given
 * or neither. Python: `werkzeug.http.is_byte_range_valid`.
 *
 * @example
 * assert.equal(isByteRangeValid(0, 5, 10), true)
 * assert.equal(isByteRangeValid(5, 5, 10), false)
 * assert.equal(isByteRangeValid(null, null, 10), true)
 */
export function isByteRangeValid(start: number | null, stop: number | null, length: number | null): boolean {
  if (start === null || stop === null) return start === stop && (length === null || length >= 0)
  return start >= 0 && start < stop && (length === null || start < length)
}
