import type { Environ } from '@triptych/raw'
import { PATH, encodePercent } from '@triptych/raw/http'

/** What a URL is built from. */
export type UrlEnviron = Pick<
  Environ,
  'wsgi.url_scheme' | 'SERVER_NAME' | 'SERVER_PORT' | 'SCRIPT_NAME' | 'PATH_INFO'
> & { HTTP_HOST?: string | undefined }

/**
 * What stays as it is in the path of a URL, besides letters, digits, `_`, `.` and `-`. Python: `webob.request.PATH_SAFE`.
 */
export const PATH_SAFE = "/~!$&'()*+,;=:@"

/**
 * The bytes of a path, quoted for a URL: WebOb's PATH_SAFE and the unreserved characters stay.
 *
 * @example
 * assert.equal(quotePath('/a b/\xc3\xa9'), '/a%20b/%C3%A9')
 */
export const quotePath = (bytes: string): string => encodePercent(bytes, PATH)

/**
 * Scheme and host of the request, without the port when it is the scheme's own.
 *
 * @example
 * const environ = {
 *   'wsgi.url_scheme': 'https',
 *   SERVER_NAME: 'example.com',
 *   SERVER_PORT: '443',
 *   SCRIPT_NAME: '/app',
 *   PATH_INFO: '/a b',
 * }
 * assert.equal(hostUrl(environ), 'https://example.com')
 */
export function hostUrl(environ: UrlEnviron): string {
  const scheme = environ['wsgi.url_scheme']
  const host =
    environ.HTTP_HOST ??
    (environ.SERVER_PORT ? `${environ.SERVER_NAME}:${environ.SERVER_PORT}` : environ.SERVER_NAME)
  const standard = scheme === 'https' ? ':443' : scheme === 'http' ? ':80' : undefined
  const bare = standard !== undefined && host.endsWith(standard) ? host.slice(0, -standard.length) : host
  return `${scheme}://${bare.endsWith(':') ? bare.slice(0, -1) : bare}`
}

/**
 * The URL of the application: host and mount point.
 *
 * @example
 * const environ = {
 *   'wsgi.url_scheme': 'https',
 *   SERVER_NAME: 'example.com',
 *   SERVER_PORT: '443',
 *   SCRIPT_NAME: '/app',
 *   PATH_INFO: '/a b',
 * }
 * assert.equal(applicationUrl(environ), 'https://example.com/app')
 */
export const applicationUrl = (environ: UrlEnviron): string =>
  hostUrl(environ) + quotePath(environ.SCRIPT_NAME ?? '')

/**
 * The URL of the request without its query.
 *
 * @example
 * const environ = {
 *   'wsgi.url_scheme': 'https',
 *   SERVER_NAME: 'example.com',
 *   SERVER_PORT: '443',
 *   SCRIPT_NAME: '/app',
 *   PATH_INFO: '/a b',
 * }
 * assert.equal(pathUrl(environ), 'https://example.com/app/a%20b')
 */
export const pathUrl = (environ: UrlEnviron): string =>
  applicationUrl(environ) + quotePath(environ.PATH_INFO ?? '')
