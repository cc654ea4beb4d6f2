import { splitList } from '@triptych/raw/http'

/**
 * The length of a request's body in bytes, `werkzeug.sansio.utils.get_content_length`.
 *
 * @returns `null` for a body whose length nobody knows: no Content-Length, or a chunked body. 0 for a text that is no
 * number or a negative one. A number beyond 2^53 is no longer exact, and beyond any limit all the same.
 * @example
 * assert.equal(getContentLength('12'), 12)
 * assert.equal(getContentLength('12', 'chunked'), null)
 * assert.equal(getContentLength('+12'), 0)
 * assert.equal(getContentLength(null), null)
 */
export function getContentLength(
  httpContentLength?: string | null,
  httpTransferEncoding?: string | null,
): number | null {
  if (httpContentLength === undefined || httpContentLength === null) return null
  if (httpTransferEncoding && isChunked(httpTransferEncoding)) return null
  const digits = httpContentLength.trim()
  return /^[0-9]+$/.test(digits) ? Number(digits) : 0
}

/** RFC 9112 section 6.1: `Transfer-Encoding = #transfer-coding`. */
function isChunked(codings: string): boolean {
  return splitList(codings).some((coding) => coding.toLowerCase() === 'chunked')
}
