/** Why a connection could not be made. */
export type ConnectFailure = 'name' | 'refused' | 'tls' | 'unreachable'

/**
 * No connection to the server: its name is not known, it refuses, its certificate is not trusted, or it cannot be reached.
 *
 * @example
 * const error = new ConnectError('refused', 'Expected a server at 127.0.0.1:9, the connection was refused')
 * assert.equal(error.code, 'ERR_CONNECT')
 */
export class ConnectError extends Error {
  override readonly name = 'ConnectError'
  readonly code = 'ERR_CONNECT'
  readonly failure: ConnectFailure

  constructor(failure: ConnectFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.failure = failure
  }
}

/** What a client was waiting for: the connection, the head of the response, the next block, or the whole exchange. */
export type ClientPhase = 'connect' | 'head' | 'idle' | 'total'

/**
 * The server took longer than it was given.
 *
 * @example
 * assert.equal(new ClientTimeout('head', 500).message, 'Expected the head of the response within 500 ms')
 */
export class ClientTimeout extends Error {
  override readonly name = 'ClientTimeout'
  readonly code = 'ERR_CLIENT_TIMEOUT'
  readonly phase: ClientPhase

  constructor(phase: ClientPhase, milliseconds: number) {
    super(`Expected ${WAITED_FOR[phase]} within ${milliseconds} ms`)
    this.phase = phase
  }
}

const WAITED_FOR: Readonly<Record<ClientPhase, string>> = {
  connect: 'a connection',
  head: 'the head of the response',
  idle: 'another block of the response',
  total: 'the whole response',
}

/**
 * The server closed the connection before its response was complete.
 *
 * @example
 * assert.equal(new ServerDisconnected('Expected 5 more bytes').code, 'ERR_SERVER_DISCONNECTED')
 */
export class ServerDisconnected extends Error {
  override readonly name = 'ServerDisconnected'
  readonly code = 'ERR_SERVER_DISCONNECTED'
}
