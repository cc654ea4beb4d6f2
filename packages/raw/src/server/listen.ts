import { lstatSync, unlinkSync } from 'node:fs'
import { connect } from 'node:net'
import type { ListenOptions, Server } from 'node:net'
import { formatEndpoint } from './endpoint.ts'
import type { Endpoint, UnixEndpoint } from './endpoint.ts'

/** Why a server can't listen. */
export type ListenErrorCode =
  | 'ERR_ADDRESS_IN_USE'
  | 'ERR_ADDRESS_UNKNOWN'
  | 'ERR_ACCESS_DENIED'
  | 'ERR_BAD_DESCRIPTOR'
  | 'ERR_BAD_SOCKET_PATH'
  | 'ERR_LISTEN_FAILED'

/**
 * A server can't listen where it was told to. The message says what to do about it; `cause` is the system's error.
 *
 * @example
 * const error = new ListenError('ERR_ADDRESS_IN_USE', 'Expected a free port, got 8000')
 * assert.equal(error.code, 'ERR_ADDRESS_IN_USE')
 */
export class ListenError extends Error {
  override readonly name = 'ListenError'
  readonly code: ListenErrorCode

  constructor(code: ListenErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * Makes a server listen, and gives the address as it is announced: `http://127.0.0.1:8000`, `unix:PATH` or `fd:N`.
 * The port is the real one when 0 was asked for. The file of a unix socket on which nobody listens any more (its
 * server was killed) is replaced; any other file at that path is left alone.
 *
 * @throws ListenError
 * @example
 * import { createServer } from 'node:http'
 * const server = createServer()
 * assert.match(await listen(server, { host: '127.0.0.1', port: 0 }), /^http:\/\/127\.0\.0\.1:\d+$/)
 * server.close()
 */
export async function listen(server: Server, endpoint: Endpoint): Promise<string> {
  if ('path' in endpoint) await listenUnix(server, endpoint)
  else if ('fd' in endpoint) {
    if (process.platform === 'win32') throw posixOnly('Listening on a descriptor', endpoint)
    await attempt(server, endpoint, { fd: endpoint.fd })
  } else await attempt(server, endpoint, { host: endpoint.host || '0.0.0.0', port: endpoint.port })
  return describeAddress(server, endpoint)
}

/** sockaddr_un has room for 108 bytes on Linux and 104 elsewhere, one of them for the NUL. */
const MAX_SOCKET_PATH = process.platform === 'linux' ? 107 : 103

async function listenUnix(server: Server, endpoint: UnixEndpoint): Promise<void> {
  const { path, mode } = endpoint
  if (process.platform === 'win32') throw posixOnly('Listening on a unix socket', endpoint)
  const size = Buffer.byteLength(path)
  if (size > MAX_SOCKET_PATH || path.includes('\0')) {
    throw new ListenError(
      'ERR_BAD_SOCKET_PATH',
      `Expected a socket path of at most ${MAX_SOCKET_PATH} bytes, got ${size}: ${JSON.stringify(path)}`,
    )
  }
  // The file gets its permissions at birth: a chmod after it would leave a moment for everybody.
  const umask = mode === undefined ? undefined : process.umask(0o777 & ~mode)
  const listening = attempt(server, endpoint, { path })
  if (umask !== undefined) process.umask(umask)
  try {
    await listening
  } catch (error) {
    if (!(error instanceof ListenError) || error.code !== 'ERR_ADDRESS_IN_USE') throw error
    await removeStaleSocket(path)
    return listenUnix(server, endpoint)
  }
}

/** Removes the file of a dead socket; returns only if it did. */
async function removeStaleSocket(path: string): Promise<void> {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return
  if (!stat.isSocket()) {
    throw new ListenError(
      'ERR_BAD_SOCKET_PATH',
      `Expected a socket or nothing at ${path}, got another file: remove it or choose another path`,
    )
  }
  const answer = await new Promise<string>((resolve) => {
    const socket = connect({ path }, () => {
      socket.destroy()
      resolve('alive')
    })
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
  })
  // A full backlog (EAGAIN) or a missing permission (EACCES) are signs of life as well.
  if (answer !== 'ECONNREFUSED' && answer !== 'ENOENT') {
    throw new ListenError(
      'ERR_ADDRESS_IN_USE',
      `Expected a free socket path, got ${path}, on which another process listens: stop it or choose another path`,
    )
  }
  if (answer === 'ECONNREFUSED') unlinkSync(path)
}

function attempt(
  server: Server,
  endpoint: Endpoint,
  options: ListenOptions & { fd?: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off('listening', onListening)
      reject(explain(error, endpoint))
    }
    const onListening = (): void => {
      server.off('error', onError)
      resolve()
    }
    server.once('error', onError)
    server.once('listening', onListening)
    server.listen(options)
  })
}

/** Turns the system's error into one that says what to do. */
function explain(error: NodeJS.ErrnoException, endpoint: Endpoint): ListenError {
  const cause = { cause: error }
  const place = formatEndpoint(endpoint)
  if ('fd' in endpoint) {
    return new ListenError(
      'ERR_BAD_DESCRIPTOR',
      `Expected an open listening socket at descriptor ${endpoint.fd}, got ${error.code}: ` +
        'the parent process must open it and pass it on',
      cause,
    )
  }
  switch (error.code) {
    case 'EADDRINUSE':
      return new ListenError(
        'ERR_ADDRESS_IN_USE',
        `Expected a free port, got ${place}, on which another process listens: ` +
          'stop it, choose another port, or port 0 to get a free one',
        cause,
      )
    case 'EACCES':
    case 'EPERM':
      return new ListenError(
        'ERR_ACCESS_DENIED',
        `Expected an address this user may listen on, got ${place}` +
          ('port' in endpoint && endpoint.port < 1024
            ? ': ports below 1024 often need privileges, choose a higher one'
            : ''),
        cause,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new ListenError(
        'ERR_ADDRESS_UNKNOWN',
        `Expected an address of this machine, got ${place}: 127.0.0.1 serves this machine only, 0.0.0.0 all others too`,
        cause,
      )
    case 'ENOENT':
      return new ListenError('ERR_BAD_SOCKET_PATH', `Expected an existing folder for ${place}`, cause)
    default:
      return new ListenError('ERR_LISTEN_FAILED', `Could not listen on ${place}: ${error.message}`, cause)
  }
}

function posixOnly(what: string, endpoint: Endpoint): ListenError {
  return new ListenError(
    'ERR_LISTEN_FAILED',
    `${what} needs a POSIX system, got ${formatEndpoint(endpoint)}: use HOST:PORT`,
  )
}

function describeAddress(server: Server, endpoint: Endpoint): string {
  const address = server.address()
  if ('port' in endpoint && typeof address === 'object' && address !== null) {
    return `http://${formatEndpoint({ host: address.address, port: address.port })}`
  }
  return formatEndpoint(endpoint)
}
