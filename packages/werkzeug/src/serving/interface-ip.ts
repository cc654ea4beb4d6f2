import { networkInterfaces } from 'node:os'

/**
 * The address by which other machines reach a server that listens on all of them: the first of this machine that is not
 * its own loopback. Python: `werkzeug.serving.get_interface_ip`.
 *
 * @param family `IPv4` or `IPv6`
 * @returns the loopback address when there is no other
 * @example
 * import { isIP } from 'node:net'
 * assert.notEqual(isIP(getInterfaceIp('IPv4')), 0)
 */
export function getInterfaceIp(family: 'IPv4' | 'IPv6'): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const other = all.find((address) => address.family === family && !address.internal)
  return other?.address ?? (family === 'IPv4' ? '127.0.0.1' : '::1')
}
