import { ContentRange, Range } from '../byterange/index.ts'
import { serializeDate, type CalendarDay } from '../datetime-utils.ts'
import { ETAG, type AnyETagType, type ETagMatcher, type IfRange, type IfRangeDate } from '../etag/index.ts'

/**
 * The items of a list, without blanks around them and without empty ones; null when there is no text.
 * Python: `webob.descriptors.parse_list`.
 *
 * @example
 * assert.deepEqual(parseList('GET, HEAD,,'), ['GET', 'HEAD'])
 * assert.equal(parseList(''), null)
 */
export function parseList(value: string | null | undefined): readonly string[] | null {
  if (!value) return null
  return Object.freeze(
    value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  )
}

/**
 * Writes a list; text is taken as it is. Python: `webob.descriptors.serialize_list`.
 *
 * @example
 * assert.equal(serializeList(['GET', 'HEAD']), 'GET, HEAD')
 */
export function serializeList(value: string | Iterable<string>): string {
  return typeof value === 'string' ? value : [...value].join(', ')
}

/** ETag at the start of a text. */
const ETAG_AT_START = new RegExp(`^${ETAG.source}`)

/**
 * The tag of a response without its quotes; text without quotes is taken as it is. `strong` gives null for a weak tag.
 * Python: `webob.descriptors.parse_etag_response`.
 *
 * @example
 * assert.equal(parseEtagResponse('W/"a"'), 'a')
 * assert.equal(parseEtagResponse('W/"a"', true), null)
 */
export function parseEtagResponse(value: string | null | undefined, strong: boolean = false): string | null {
  if (!value) return null
  const match = ETAG_AT_START.exec(value)
  if (!match) return value
  return strong && match[1] !== undefined ? null : match[2]!.replaceAll('\\"', '"')
}

/**
 * Writes a response's tag: a valid one as it is, anything else in quotes, weak when said so.
 * Python: `webob.descriptors.serialize_etag_response`.
 *
 * @example
 * assert.equal(serializeEtagResponse('a'), '"a"')
 * assert.equal(serializeEtagResponse(['a', false]), 'W/"a"')
 */
export function serializeEtagResponse(value: string | readonly [tag: string, strong: boolean]): string {
  if (typeof value === 'string' && ETAG_AT_START.test(value)) return value
  const [tag, strong] = typeof value === 'string' ? [value, true] : value
  return `${strong ? '' : 'W/'}"${tag.replaceAll('"', '\\"')}"`
}

/**
 * Writes If-Range; null when there is nothing to say. Python: `webob.descriptors.serialize_if_range`.
 *
 * @example
 * assert.equal(serializeIfRange(new Date(0)), 'Thu, 01 Jan 1970 00:00:00 GMT')
 * assert.equal(serializeIfRange('"a"'), '"a"')
 */
export function serializeIfRange(
  value: string | Date | CalendarDay | IfRange | IfRangeDate | ETagMatcher | AnyETagType,
): string | null {
  const isDate = typeof value === 'object' && (value instanceof Date || 'year' in value)
  const text = isDate ? serializeDate(value) : String(value)
  return text === '' ? null : text
}

/**
 * Reads Range; null when it is none. Python: `webob.descriptors.parse_range`.
 *
 * @example
 * assert.equal(parseRange('bytes=0-4').end, 5)
 */
export function parseRange(value: string | null | undefined): Range | null {
  return value ? Range.parse(value) : null
}

/**
 * Writes Range from text, a pair of start and exclusive end, or a {@link Range}; null when there is none.
 * Python: `webob.descriptors.serialize_range`.
 *
 * @example
 * assert.equal(serializeRange([0, 5]), 'bytes=0-4')
 */
export function serializeRange(
  value: string | Range | readonly [start: number, end: number | null] | null | undefined,
): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'string' || value instanceof Range) return String(value)
  return String(new Range(value[0], value[1]))
}

/**
 * A decimal integer, null for nothing. Python: `webob.descriptors.parse_int`.
 *
 * @throws SyntaxError when it is no integer
 * @example
 * assert.equal(parseInt('12'), 12)
 * assert.throws(() => parseInt('x'), SyntaxError)
 */
export function parseInt(value: string | null | undefined): number | null {
  if (value === null || value === undefined || value === '') return null
  if (!/^\s*[+-]?\d+\s*$/.test(value))
    throw new SyntaxError(`Expected an integer, got ${JSON.stringify(value)}`)
  return Number(value)
}

/**
 * A decimal integer, null for nothing and for anything else. Python: `webob.descriptors.parse_int_safe`.
 *
 * @example
 * assert.equal(parseIntSafe('12'), 12)
 * assert.equal(parseIntSafe('x'), null)
 */
export function parseIntSafe(value: string | null | undefined): number | null {
  if (value === null || value === undefined || value === '') return null
  return /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : null
}

/**
 * Reads Content-Range; null when it is none. Python: `webob.descriptors.parse_content_range`.
 *
 * @example
 * assert.equal(parseContentRange('bytes 0-4/10').stop, 5)
 */
export function parseContentRange(value: string | null | undefined): ContentRange | null {
  return value && value.trim() !== '' ? ContentRange.parse(value) : null
}

/** What Content-Range can be set to; `stop` is exclusive. */
export type ContentRangeLike =
  | string
  | ContentRange
  | readonly [start: number | null, stop: number | null]
  | readonly [start: number | null, stop: number | null, length: number | null]

/**
 * Writes Content-Range; null when there is nothing to say. Python: `webob.descriptors.serialize_content_range`.
 *
 * @throws RangeError when the numbers do not fit one another
 * @throws TypeError when there are not two or three of them
 * @example
 * assert.equal(serializeContentRange([0, 5, 10]), 'bytes 0-4/10')
 */
export function serializeContentRange(value: ContentRangeLike | null | undefined): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || value instanceof ContentRange) return String(value).trim() || null
  if (value.length !== 2 && value.length !== 3) {
    throw new TypeError(`Expected two or three numbers, got ${(value as readonly unknown[]).length}`)
  }
  return String(new ContentRange(value[0], value[1], value[2] ?? null))
}

/** The charset parameter of a Content-Type, as WebOb finds it. Python: `webob.descriptors.CHARSET_RE`. */
export const CHARSET_RE: RegExp = /;\s*charset=([^;]*)/i

/** A scheme made of letters at the start of a URL. Python: `webob.descriptors.SCHEME_RE`. */
export const SCHEME_RE: RegExp = /^[a-z]+:/i
