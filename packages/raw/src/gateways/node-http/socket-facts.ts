import type { Socket } from 'node:net'
import type { ConnectionFacts } from '../request-environ.ts'

/**
 * What the environs of all requests of a socket have in common: scheme and addresses as text.
 *
 * @example
 * import { Socket } from 'node:net'
 * assert.deepEqual(socketFacts(new Socket()).serverName, 'localhost')
 */
export function socketFacts(socket: Socket): ConnectionFacts {
  const scheme = 'encrypted' in socket ? 'https' : 'http'
  return {
    scheme,
    // A unix socket has no address, and neither name nor port may be empty.
    serverName: plainAddress(socket.localAddress) || 'localhost',
    serverPort: String(socket.localPort ?? (scheme === 'https' ? 443 : 80)),
    remoteAddr: plainAddress(socket.remoteAddress),
    remotePort: String(socket.remotePort ?? ''),
  }
}

/** A socket that takes both families shows IPv4 addresses as IPv4-mapped IPv6 ones. */
function plainAddress(address: string | undefined): string {
  return address?.startsWith('::ffff:') ? address.slice(7) : (address ?? '')
}
