import { connect } from 'node:net'
import { TargetError } from '../target.ts'
import type { Address, Target } from '../target.ts'
import { localAddress } from './local.ts'

/** What is known of a server that runs already. */
export interface UrlOptions {
  /** Name of the target in reports. Default: host and port. */
  readonly name?: string | undefined
  /** Hosts other than this machine. */
  readonly allowRemote?: boolean
  /** Where the target expects its backend (suite `proxy`). */
  readonly backend?: Address | undefined
}

/**
 * A server that runs already.
 *
 * @throws TargetError when nothing listens there, or it is not on this machine
 * @example
 * await assert.rejects(openUrl('http://127.0.0.1:1'), { code: 'ERR_TARGET' })
 */
export async function openUrl(url: string, options: UrlOptions = {}): Promise<Target> {
  const address = await localAddress(url, options.allowRemote === true)
  const { host, port } = address
  if (!(await accepts(address))) {
    throw new TargetError(`Expected a server at ${url}, got none: start it, or let --spawn start it`)
  }
  return {
    name: options.name ?? `${host}:${port}`,
    at: url,
    address,
    ...(options.backend && { backend: options.backend }),
    stop: async () => {},
  }
}

/** Whether something accepts connections there. */
export function accepts({ host, port }: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
