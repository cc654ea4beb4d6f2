import type { Environ } from '@triptych/raw/gateway'
import { decodeUtf8 } from '@triptych/raw/http'

/**
 * The decoded path of a request below the application's root, `werkzeug.wsgi.get_path_info`: PATH_INFO read as UTF-8, with
 * U+FFFD for what is none.
 *
 * @example
 * assert.equal(getPathInfo({ PATH_INFO: '/caf\xc3\xa9' }), '/caf\xe9')
 * assert.equal(getPathInfo({}), '')
 */
export function getPathInfo(environ: Readonly<Partial<Environ>>): string {
  return decodeUtf8(environ.PATH_INFO ?? '')
}
