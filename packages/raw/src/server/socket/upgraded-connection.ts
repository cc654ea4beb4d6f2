import type { Socket } from 'node:net'
import type { Environ } from '../../gateway.ts'
import { parseTokenList } from '../../http/token-list.ts'

/**
 * What `triptych.upgrade` gives an application that takes the connection over: from then on all bytes are its own, also
 * those of the answer (101, or 200 to CONNECT), and it returns an empty body without calling startResponse.
 */
export interface UpgradedConnection {
  readonly socket: Socket
  /** What has come behind the head of the request. */
  readonly head: Uint8Array
}

/**
 * Whether a request may be answered by another protocol: CONNECT, or an Upgrade that Connection names (RFC 9110 section 7.8).
 *
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * const environ = setupTestingDefaults({ SERVER_PROTOCOL: 'HTTP/1.1', HTTP_UPGRADE: 'websocket', HTTP_CONNECTION: 'keep-alive, Upgrade' })
 * assert.equal(mayUpgrade(environ), true)
 * assert.equal(mayUpgrade({ ...environ, HTTP_CONNECTION: 'close' }), false)
 */
export function mayUpgrade(environ: Environ): boolean {
  if (environ.REQUEST_METHOD === 'CONNECT') return true
  if (environ['HTTP_UPGRADE'] === undefined || environ.SERVER_PROTOCOL !== 'HTTP/1.1') return false
  return parseTokenList(environ['HTTP_CONNECTION'] ?? '').tokens.includes('upgrade')
}
