import type { Environ } from '@triptych/raw/gateway'
import { encodePercent } from '@triptych/raw/http'
import { joinCurrentUrl } from '../sansio/utils/get-current-url.ts'
import type { TrustedHosts } from '../sansio/utils/host-is-trusted.ts'
import { PATH_PART, QUERY_PART } from '../urls/quote-part.ts'
import { getHost } from './get-host.ts'

/** Options of {@link getCurrentUrl}. */
export interface CurrentUrlOptions {
  /** Leave out what follows the application's root. */
  rootOnly?: boolean
  /** Leave out the query. */
  stripQuerystring?: boolean
  /** Leave out all but scheme and host. */
  hostOnly?: boolean
  /** The only hosts that are trusted; all when absent or empty. */
  trustedHosts?: TrustedHosts | null
}

/**
 * The URL of a request, `werkzeug.wsgi.get_current_url`, as an IRI: `iriToUri` makes ASCII of it. Bytes of the path that
 * are no UTF-8 stay escaped.
 *
 * @throws SecurityError (400) for a host that is not trusted
 * @example
 * const environ = { 'wsgi.url_scheme': 'http', HTTP_HOST: 'h', SCRIPT_NAME: '/app', PATH_INFO: '/caf\xc3\xa9', QUERY_STRING: 'q' }
 * assert.equal(getCurrentUrl(environ), 'http://h/app/caf\xe9?q')
 * assert.equal(getCurrentUrl(environ, { rootOnly: true }), 'http://h/app/')
 * assert.equal(getCurrentUrl(environ, { hostOnly: true }), 'http://h/')
 */
export function getCurrentUrl(
  environ: Pick<Environ, 'wsgi.url_scheme'> & Readonly<Partial<Environ>>,
  options: CurrentUrlOptions = {},
): string {
  const withRoot = options.hostOnly !== true
  const withPath = withRoot && options.rootOnly !== true
  const withQuery = withPath && options.stripQuerystring !== true
  return joinCurrentUrl(
    environ['wsgi.url_scheme'],
    getHost(environ, options.trustedHosts),
    withRoot ? encodePercent(environ.SCRIPT_NAME ?? '', PATH_PART) : undefined,
    withPath ? encodePercent(environ.PATH_INFO ?? '', PATH_PART) : undefined,
    withQuery ? encodePercent(environ.QUERY_STRING ?? '', QUERY_PART) : '',
  )
}
