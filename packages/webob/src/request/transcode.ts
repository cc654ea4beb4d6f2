import { parseQslText, type DecodeErrors } from '../compat.ts'
import { encodeMultipartForm, urlEncode } from './encode-form.ts'
import { readMultipart, type FormLimits } from './form-body.ts'
import { concat } from '../concat.ts'

/**
 * A query or a form from another charset in UTF-8. Python: `webob.request.Transcoder`.
 *
 * @throws UndecodableError when bytes are not in the charset, unless `errors` is `replace`
 * @example
 * assert.equal(new Transcoder('latin-1').transcodeQuery('q=%E9'), 'q=%C3%A9')
 */
export class Transcoder {
  readonly charset: string
  readonly errors: DecodeErrors

  constructor(charset: string, errors: DecodeErrors = 'strict') {
    this.charset = charset
    this.errors = errors
  }

  /** A query in UTF-8; one without `=` is no form, and stays as it is. */
  transcodeQuery(query: string): string {
    if (!query.includes('=')) return query
    return urlEncode(parseQslText(query, this.charset, this.errors))
  }

  /** A multipart form in UTF-8: names, names of files and texts; the contents of files stay as they are. */
  transcodeForm(body: Uint8Array, contentType: string, limits: FormLimits): Uint8Array {
    const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1] ?? ''
    const form = readMultipart(body, contentType, limits, this.charset, this.errors)
    return concat(encodeMultipartForm(form, boundary) as Uint8Array[])
  }
}
