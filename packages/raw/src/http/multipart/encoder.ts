import { formatFormDataDisposition } from '../content-disposition.ts'
import { formatFields } from '../field-line.ts'
import { toBytes } from '../utf8.ts'
import { isBoundary } from './boundary.ts'

/** The head of a part of a form. */
export interface PartHead {
  /** Any text but NUL. */
  readonly name: string
  /** Makes the part a file. */
  readonly filename?: string
  /** Its Content-Type, one character for each byte. */
  readonly contentType?: string
  /** Further headers. */
  readonly headers?: Iterable<readonly [name: string, value: string]>
}

/** A part of a form with its content: text goes out as UTF-8. */
export interface FormPart extends PartHead {
  readonly data: string | Uint8Array | Iterable<Uint8Array>
}

/**
 * Writes what stands before the content of a part, one character for each byte: boundary, headers, empty line.
 *
 * @param first whether it is the first one: the others begin with a line end
 * @throws TypeError for a boundary, name or header that cannot be sent
 * @example
 * assert.equal(
 *   formatPartHead('b', { name: 'a' }, true),
 *   '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n',
 * )
 */
export function formatPartHead(boundary: string, part: PartHead, first: boolean): string {
  const { name, filename, contentType, headers = [] } = part
  const fields: (readonly [string, string])[] = [
    ['Content-Disposition', formatFormDataDisposition(name, filename)],
  ]
  if (contentType !== undefined) fields.push(['Content-Type', contentType])
  fields.push(...headers)
  return `${first ? '' : '\r\n'}--${checkBoundary(boundary)}\r\n${formatFields(fields)}\r\n`
}

/**
 * Writes what stands after the content of the last part.
 *
 * @param first whether there was no part at all
 * @throws TypeError for a text that is no boundary
 * @example
 * assert.equal(formatMultipartEnd('b'), '\r\n--b--\r\n')
 */
export function formatMultipartEnd(boundary: string, first: boolean = false): string {
  return `${first ? '' : '\r\n'}--${checkBoundary(boundary)}--\r\n`
}

function checkBoundary(boundary: string): string {
  if (isBoundary(boundary)) return boundary
  throw new TypeError(`Expected a boundary of 1 to 70 characters, got ${JSON.stringify(boundary)}`)
}

/**
 * Writes multipart/form-data block by block, RFC 7578, with names as browsers write them. A part's own blocks go
 * through as they are; that the boundary does not occur in them is for `randomBoundary` to ensure.
 *
 * @throws TypeError as {@link formatPartHead}, when its part's turn comes
 * @example
 * const blocks = encodeMultipart('b', [{ name: 'a', data: 'value' }])
 * assert.equal(
 *   [...blocks].map((block) => new TextDecoder().decode(block)).join(''),
 *   '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue\r\n--b--\r\n',
 * )
 */
export function* encodeMultipart(
  boundary: string,
  parts: Iterable<FormPart>,
): Generator<Uint8Array, void, void> {
  let first = true
  for (const part of parts) {
    yield toBytes(formatPartHead(boundary, part, first))
    first = false
    const { data } = part
    if (typeof data === 'string') yield encoder.encode(data)
    else if (data instanceof Uint8Array) yield data
    else yield* data
  }
  yield toBytes(formatMultipartEnd(boundary, first))
}

const encoder = new TextEncoder()
