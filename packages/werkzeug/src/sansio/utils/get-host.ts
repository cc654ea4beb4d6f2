import { SecurityError } from '../../exceptions/client-errors.ts'
import { hostIsTrusted } from './host-is-trusted.ts'
import type { TrustedHosts } from './host-is-trusted.ts'

/** The address that a server is bound to: host and port, or the path of a unix socket and `null`. */
export type ServerAddress = readonly [name: string, port: number | null]

/**
 * The host that a request is for, with its port unless that is the scheme's own, `werkzeug.sansio.utils.get_host`: what the
 * Host field says, else the server's address.
 *
 * @returns an empty text when neither says it, and for a field that is no host while no hosts are listed
 * @throws SecurityError (400) when hosts are listed and this is none of them
 * @example
 * assert.equal(getHost('https', 'example.com:443'), 'example.com')
 * assert.equal(getHost('http', null, ['::1', 8000]), '[::1]:8000')
 * assert.equal(getHost('http', 'a b'), '')
 * assert.throws(() => getHost('http', 'evil.test', null, ['example.com']), { code: 400 })
 */
export function getHost(
  scheme: string,
  hostHeader: string | null | undefined,
  server?: ServerAddress | null,
  trustedHosts?: TrustedHosts | null,
): string {
  const given = hostHeader ?? addressOf(server)
  if (given === undefined) return ''
  const host = withoutDefaultPort(scheme, given)
  if (hostIsTrusted(host, trustedHosts)) return host
  if (hasEntries(trustedHosts)) {
    throw new SecurityError(`Host ${JSON.stringify(host.slice(0, 200))} is not trusted`)
  }
  return ''
}

/** The address as a Host field would say it; none for a unix socket, whose path is no host. */
function addressOf(server: ServerAddress | null | undefined): string | undefined {
  if (!server) return undefined
  const [name, port] = server
  if (port === null) return undefined
  return name.includes(':') && !name.startsWith('[') ? `[${name}]:${port}` : `${name}:${port}`
}

function withoutDefaultPort(scheme: string, host: string): string {
  const port =
    scheme === 'http' || scheme === 'ws' ? ':80' : scheme === 'https' || scheme === 'wss' ? ':443' : ''
  return port !== '' && host.endsWith(port) ? host.slice(0, -port.length) : host
}

function hasEntries(trustedHosts: TrustedHosts | null | undefined): boolean {
  if (!trustedHosts) return false
  if (typeof trustedHosts === 'string') return true
  return 'length' in trustedHosts ? trustedHosts.length > 0 : trustedHosts.size > 0
}
