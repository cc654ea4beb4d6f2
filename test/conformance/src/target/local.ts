import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { TargetError } from '../target.ts'
import type { Address } from '../target.ts'

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/**
 * Reads a URL and makes sure that it means this machine: the suites send what may harm a server. A name is resolved once,
 * and the address is what is connected to.
 *
 * @throws TargetError for what is no http URL, cannot be resolved, or is not a loopback address
 * @example
 * assert.deepEqual(await localAddress('http://127.0.0.1:8080', false), { host: '127.0.0.1', port: 8080 })
 * await assert.rejects(localAddress('http://192.0.2.1/', false), { code: 'ERR_TARGET' })
 */
export async function localAddress(url: string, allowRemote: boolean): Promise<Address> {
  const { protocol, hostname, port } = URL.canParse(url) ? new URL(url) : ({} as Partial<URL>)
  if (protocol !== 'http:' || hostname === undefined) {
    throw new TargetError(`Expected a URL such as http://127.0.0.1:8080, got ${url}`)
  }
  const name = hostname.replace(/^\[|\]$/g, '')
  let addresses: readonly { address: string; family: number }[]
  try {
    addresses = isIP(name) ? [{ address: name, family: isIP(name) }] : await lookup(name, { all: true })
  } catch (error) {
    throw new TargetError(`Expected a host that can be found, got ${name}`, { cause: error })
  }
  const remote = addresses.find(
    ({ address, family }) => !LOOPBACK.check(address, family === 6 ? 'ipv6' : 'ipv4'),
  )
  if (remote !== undefined && !allowRemote) {
    throw new TargetError(
      `Expected an address of this machine, got ${name === remote.address ? name : `${name} (${remote.address})`}: ` +
        'give --allow-remote only for a server of your own',
    )
  }
  // Servers that bind 127.0.0.1 only are found although localhost may mean ::1 first.
  const chosen = addresses.find(({ family }) => family === 4) ?? addresses[0]!
  return { host: chosen.address, port: Number(port || '80') }
}
