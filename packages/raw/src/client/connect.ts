import { connect as connectNet, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import { formatHost } from '../http/host.ts'
import { ClientTimeout, ConnectError } from './client-error.ts'
import type { ConnectFailure } from './client-error.ts'
import type { ClientLimits } from './client-limits.ts'
import { completeClientLimits } from './client-limits.ts'
import { Connection } from './connection.ts'

/** Where a server is. */
export interface Destination {
  /** Name or address, IPv6 with or without brackets. Default: 127.0.0.1. */
  readonly host?: string
  /** Default: 80, with TLS 443. */
  readonly port?: number
  /** Path of a unix socket, used in place of host and port. */
  readonly socketPath?: string | undefined
  /** TLS: true, or what `node:tls` takes, such as `ca`. Default: false. */
  readonly tls?: boolean | ConnectionOptions | undefined
}

/** Limits, and a signal that gives the connecting up. */
export interface ConnectOptions extends ClientLimits {
  readonly signal?: AbortSignal | undefined
}

/**
 * Opens a connection over TCP, TLS or a unix socket.
 *
 * @throws ConnectError, ClientTimeout after `connectTimeout`, the signal's reason
 * @example
 * await assert.rejects(connect({ socketPath: '/does/not/exist' }), { name: 'ConnectError', failure: 'unreachable' })
 */
export async function connect(destination: Destination, options: ConnectOptions = {}): Promise<Connection> {
  const { signal } = options
  const limits = completeClientLimits(options)
  signal?.throwIfAborted()
  const { tls, socketPath } = destination
  const host = (destination.host ?? '127.0.0.1').replace(/^\[(.*)\]$/, '$1')
  const usualPort = tls ? 443 : 80
  const port = destination.port ?? usualPort
  const authority = formatHost(host, port === usualPort ? undefined : port)
  const place = { ...(socketPath === undefined ? { host, port } : { path: socketPath }), allowHalfOpen: true }
  const name = isIP(host) === 0 ? { servername: host } : {}
  const secure = tls === true ? {} : tls
  const socket: Socket = secure
    ? connectTls({ ...name, ...secure, ...place, ALPNProtocols: ['http/1.1'] })
    : connectNet(place)
  try {
    await established(socket, secure ? 'secureConnect' : 'connect', limits.connectTimeout, signal)
  } catch (error) {
    socket.destroy()
    if (error instanceof ClientTimeout || (signal?.aborted === true && error === signal.reason)) throw error
    throw connectError(error as NodeJS.ErrnoException, socketPath ?? `${host} port ${port}`)
  }
  socket.setNoDelay(true)
  // Whoever reads or writes learns of an error by itself; without a listener it would end the process.
  socket.on('error', () => undefined)
  return new Connection(socket, authority, options)
}

function established(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer =
      timeout > 0 ? setTimeout(() => reject(new ClientTimeout('connect', timeout)), timeout) : undefined
    const onAbort = (): void => reject(signal!.reason as Error)
    signal?.addEventListener('abort', onAbort, { once: true })
    const settle = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
    socket.once(event, () => {
      settle()
      socket.removeListener('error', reject)
      resolve()
    })
    socket.once('error', reject)
    socket.once('error', settle)
  })
}

const FAILURES: Readonly<Record<string, ConnectFailure>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  EAI_NONAME: 'name',
  ECONNREFUSED: 'refused',
}

function connectError(cause: NodeJS.ErrnoException, where: string): ConnectError {
  const code = cause.code ?? ''
  const failure =
    FAILURES[code] ?? (/^(ERR_TLS|ERR_SSL|CERT|DEPTH|SELF|UNABLE|EPROTO)/.test(code) ? 'tls' : 'unreachable')
  return new ConnectError(failure, `Expected a server at ${where}: ${cause.message || code}`, { cause })
}
