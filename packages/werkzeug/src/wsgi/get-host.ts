import type { Environ } from '@triptych/raw/gateway'
import { getHost as fromFields } from '../sansio/utils/get-host.ts'
import type { ServerAddress } from '../sansio/utils/get-host.ts'
import type { TrustedHosts } from '../sansio/utils/host-is-trusted.ts'

/**
 * The host that a request is for, with its port unless that is the scheme's own, `werkzeug.wsgi.get_host`: what the Host
 * field says, else the server's address.
 *
 * @returns an empty text when neither says it, and for a field that is no host while no hosts are listed
 * @throws SecurityError (400) when hosts are listed and this is none of them
 * @example
 * const environ = { 'wsgi.url_scheme': 'http', SERVER_NAME: 'localhost', SERVER_PORT: '8000' }
 * assert.equal(getHost(environ), 'localhost:8000')
 * assert.throws(() => getHost(environ, ['example.com']), { code: 400 })
 */
export function getHost(
  environ: Pick<Environ, 'wsgi.url_scheme'> & Readonly<Partial<Environ>>,
  trustedHosts?: TrustedHosts | null,
): string {
  const given = environ.HTTP_HOST
  return fromFields(
    environ['wsgi.url_scheme'],
    given,
    given === undefined ? serverAddress(environ) : null,
    trustedHosts,
  )
}

/**
 * The address of the server, as the environ says it.
 *
 * @returns `null` for the port of a unix socket; `null` as a whole without SERVER_NAME
 * @example
 * assert.deepEqual(serverAddress({ SERVER_NAME: 'localhost', SERVER_PORT: '80' }), ['localhost', 80])
 * assert.deepEqual(serverAddress({ SERVER_NAME: 'unix' }), ['unix', null])
 */
export function serverAddress(environ: Readonly<Partial<Environ>>): ServerAddress | null {
  const { SERVER_NAME: name, SERVER_PORT: port } = environ
  if (name === undefined) return null
  return [name, port !== undefined && /^[0-9]+$/.test(port) ? Number(port) : null]
}
