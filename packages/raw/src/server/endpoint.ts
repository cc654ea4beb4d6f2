import { isIPv6 } from 'node:net'

/** Where a server listens: a TCP address, a unix socket, or a socket that a parent process has opened. */
export type Endpoint = TcpEndpoint | UnixEndpoint | DescriptorEndpoint

/** `host` is a name or an IP address without brackets, the empty text means every IPv4 interface; `port` 0 is chosen by the system. */
export interface TcpEndpoint {
  readonly host: string
  readonly port: number
}

/** `mode` are the permission bits of the socket file, such as `0o660`; without it the process's umask decides. */
export interface UnixEndpoint {
  readonly path: string
  readonly mode?: number
}

/** The number of an open, listening descriptor (inetd, systemd, Apache's mod_fcgid). */
export interface DescriptorEndpoint {
  readonly fd: number
}

/**
 * Reads what `--bind` takes, in gunicorn's notation: `HOST:PORT` (an IPv6 address in brackets), `unix:PATH` or
 * `fd:N`.
 *
 * @throws SyntaxError for any other text, RangeError for a port above 65535
 * @example
 * assert.deepEqual(parseEndpoint('[::1]:8000'), { host: '::1', port: 8000 })
 * assert.deepEqual(parseEndpoint('unix:/run/app.sock'), { path: '/run/app.sock' })
 * assert.deepEqual(parseEndpoint('fd:3'), { fd: 3 })
 * assert.throws(() => parseEndpoint('8000'), SyntaxError)
 */
export function parseEndpoint(text: string): Endpoint {
  if (text.startsWith('unix:') && text.length > 5) return { path: text.slice(5) }
  const colon = text.lastIndexOf(':')
  const number = wholeNumber(text.slice(colon + 1))
  if (colon < 0 || number === undefined) throw malformed(text)
  const host = text.slice(0, colon)
  if (host === 'fd') return { fd: number }
  if (number > 65535) throw new RangeError(`Expected a port from 0 to 65535, got ${number} in ${quote(text)}`)
  if (!host.includes(':') && !host.startsWith('[')) return { host, port: number }
  const address = host.slice(1, -1)
  if (!host.startsWith('[') || !host.endsWith(']') || !isIPv6(address)) throw malformed(text)
  return { host: address, port: number }
}

/**
 * The notation that {@link parseEndpoint} reads.
 *
 * @example
 * assert.equal(formatEndpoint({ host: '::1', port: 8000 }), '[::1]:8000')
 * assert.equal(formatEndpoint({ fd: 3 }), 'fd:3')
 */
export function formatEndpoint(endpoint: Endpoint): string {
  if ('path' in endpoint) return `unix:${endpoint.path}`
  if ('fd' in endpoint) return `fd:${endpoint.fd}`
  return `${endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host}:${endpoint.port}`
}

/** Digits only: Number() would also take '', ' 8', '1e3' and '0x50'. */
function wholeNumber(text: string): number | undefined {
  return /^[0-9]{1,6}$/.test(text) ? Number(text) : undefined
}

function malformed(text: string): SyntaxError {
  return new SyntaxError(
    `Expected HOST:PORT, unix:PATH or fd:N as the address to listen on, got ${quote(text)}`,
  )
}

function quote(text: string): string {
  return JSON.stringify(text)
}
