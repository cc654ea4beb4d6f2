import type { FramingOptions } from '../../http/framing.ts'
import type { RequestHeadOptions } from '../../http/request-head.ts'
import { completeLimits } from '../limits.ts'
import type { Limits } from '../limits.ts'

/** What a client may ask of a {@link SocketServer}. Each has a default; 0 turns a time limit off. */
export interface SocketLimits extends Limits {
  /** Bytes of the request line; more is answered 414, or 501 for a method without end. Default 8192. */
  readonly maxRequestLine?: number
  /** Field lines; more is answered 431. Default 100, gunicorn's. */
  readonly maxFields?: number
  /** Bytes per second that a request body has to come with, seen over ten seconds; below it 408. Default 500, Apache's. */
  readonly minBodyRate?: number
  /** Milliseconds without any progress while a response waits for its reader; then the connection is cut. Default 60000. */
  readonly writeTimeout?: number
  /** Bytes of a body that the application left unread which are read away to keep the connection. Default 65536. */
  readonly maxDrain?: number
  /** Connections at a time. The oldest idle one makes room; when none is idle, the new one is answered 503. Default 10000. */
  readonly maxConnections?: number
}

/** What may be forgiven in requests; everything is off unless asked for. */
export interface Leniency
  extends
    Pick<
      RequestHeadOptions,
      'bareLf' | 'obsFold' | 'spaceBeforeColon' | 'obsTextInTarget' | 'maxLeadingLines'
    >,
    FramingOptions {}

/** The defaults beside those of all servers. */
export const SOCKET_DEFAULTS: Readonly<Required<Omit<SocketLimits, keyof Limits>>> = Object.freeze({
  maxRequestLine: 8192,
  maxFields: 100,
  minBodyRate: 500,
  writeTimeout: 60_000,
  maxDrain: 65_536,
  maxConnections: 10_000,
})

/**
 * Fills in the defaults.
 *
 * @throws RangeError for what is no whole number, or out of range
 * @example
 * assert.equal(completeSocketLimits({ maxFields: 10 }).maxRequestLine, 8192)
 * assert.throws(() => completeSocketLimits({ maxFields: -1 }), RangeError)
 */
export function completeSocketLimits(limits: SocketLimits): Required<SocketLimits> {
  const complete = {
    ...completeLimits(limits),
    maxRequestLine: limits.maxRequestLine ?? SOCKET_DEFAULTS.maxRequestLine,
    maxFields: limits.maxFields ?? SOCKET_DEFAULTS.maxFields,
    minBodyRate: limits.minBodyRate ?? SOCKET_DEFAULTS.minBodyRate,
    writeTimeout: limits.writeTimeout ?? SOCKET_DEFAULTS.writeTimeout,
    maxDrain: limits.maxDrain ?? SOCKET_DEFAULTS.maxDrain,
    maxConnections: limits.maxConnections ?? SOCKET_DEFAULTS.maxConnections,
  }
  for (const name of Object.keys(SOCKET_DEFAULTS) as (keyof typeof SOCKET_DEFAULTS)[]) {
    const least = name === 'maxConnections' || name === 'maxRequestLine' || name === 'maxFields' ? 1 : 0
    const value = complete[name]
    if (!Number.isInteger(value) || value < least || value > 2 ** 31 - 1) {
      throw new RangeError(`Expected ${name} to be from ${least} to ${2 ** 31 - 1}, got ${value}`)
    }
  }
  return complete
}
