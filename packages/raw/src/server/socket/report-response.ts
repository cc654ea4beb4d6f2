import type { Environ } from '../../gateway.ts'
import { responseChannel } from './channels.ts'
import type { ServerContext } from './server-context.ts'

/** What became of a request. */
export interface ResponseFacts {
  readonly remote: string
  /** Of performance.now(). */
  readonly startedAt: number
  /** 0 when the client left before there was one. */
  readonly status: number
  /** Bytes of content that went out. */
  readonly bytes: number
}

/**
 * Tells the access log and node:diagnostics_channel of a response that is over; costs nothing when nobody listens.
 *
 * @example
 * import { setupTestingDefaults } from '@triptych/raw'
 * const entries = []
 * const facts = { remote: '192.0.2.1', startedAt: performance.now(), status: 0, bytes: 0 }
 * reportResponse({ logAccess: (entry) => entries.push(entry) }, setupTestingDefaults(), facts)
 * assert.equal(entries[0].status, 499)
 */
export function reportResponse(context: ServerContext, environ: Environ, facts: ResponseFacts): void {
  const { logAccess } = context
  const isHeard = responseChannel.hasSubscribers
  if (logAccess === undefined && !isHeard) return
  const { remote, startedAt, status, bytes } = facts
  const duration = performance.now() - startedAt
  if (isHeard) responseChannel.publish({ environ, status, bytes, duration })
  logAccess?.({
    time: new Date(Date.now() - duration),
    remote,
    method: environ.REQUEST_METHOD,
    target: environ.REQUEST_URI ?? '',
    protocol: environ.SERVER_PROTOCOL,
    // nginx's status for a client that left.
    status: status || 499,
    bytes,
    referer: environ['HTTP_REFERER'],
    userAgent: environ['HTTP_USER_AGENT'],
    duration: Math.round(duration * 1000) / 1000,
  })
}
