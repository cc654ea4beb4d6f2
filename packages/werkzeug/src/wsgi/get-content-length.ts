import type { Environ } from '@triptych/raw/gateway'
import { getContentLength as fromFields } from '../sansio/utils/get-content-length.ts'

/**
 * The length of a request's body in bytes, `werkzeug.wsgi.get_content_length`.
 *
 * @returns `null` when it is not known, as for a chunked body; 0 for a text that is no number
 * @example
 * assert.equal(getContentLength({ CONTENT_LENGTH: '12' }), 12)
 * assert.equal(getContentLength({}), null)
 */
export function getContentLength(environ: Readonly<Partial<Environ>>): number | null {
  return fromFields(environ.CONTENT_LENGTH, environ['HTTP_TRANSFER_ENCODING'])
}
