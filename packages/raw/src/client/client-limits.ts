import type { FramingOptions } from '../http/framing.ts'
import type { ResponseHeadOptions } from '../http/response-head.ts'

/** How long a client waits and how much it takes. Times are milliseconds; 0 turns one off. */
export interface ClientLimits {
  /** For the connection, TLS included. Default: 10000. */
  readonly connectTimeout?: number
  /** For the head of the response, from the last byte that was sent. Default: 60000. */
  readonly headTimeout?: number
  /** For each further block of the response. Default: 60000. */
  readonly idleTimeout?: number
  /** For the exchange from its first byte to the last one of the response. Default: 0, off. */
  readonly totalTimeout?: number
  /** Bytes of the content of the response. Default: no limit, since it is streamed. */
  readonly maxBodySize?: number
  /** Limits and leniencies in reading the head of the response. Default: those of raw/http, nothing forgiven. */
  readonly head?: ResponseHeadOptions & FramingOptions
}

/** The limits of a client that was given none. */
export const DEFAULT_CLIENT_LIMITS: Readonly<Required<ClientLimits>> = Object.freeze({
  connectTimeout: 10_000,
  headTimeout: 60_000,
  idleTimeout: 60_000,
  totalTimeout: 0,
  maxBodySize: Number.MAX_SAFE_INTEGER,
  head: Object.freeze({}),
})

/** setTimeout runs longer waits at once. */
const MAX_MILLISECONDS = 2 ** 31 - 1

/**
 * Fills in the defaults.
 *
 * @throws RangeError for times and sizes that are no whole numbers, or out of range
 * @example
 * assert.equal(completeClientLimits({ headTimeout: 500 }).idleTimeout, 60000)
 * assert.throws(() => completeClientLimits({ headTimeout: -1 }), RangeError)
 */
export function completeClientLimits(limits: ClientLimits): Required<ClientLimits> {
  const complete = { ...DEFAULT_CLIENT_LIMITS }
  for (const [name, value] of Object.entries(limits)) {
    if (value !== undefined && Object.hasOwn(complete, name)) Object.assign(complete, { [name]: value })
  }
  for (const name of ['connectTimeout', 'headTimeout', 'idleTimeout', 'totalTimeout'] as const) {
    check(name, complete[name], MAX_MILLISECONDS, 'milliseconds')
  }
  check('maxBodySize', complete.maxBodySize, Number.MAX_SAFE_INTEGER, 'bytes')
  return complete
}

function check(name: string, value: number, most: number, unit: string): void {
  if (Number.isInteger(value) && value >= 0 && value <= most) return
  throw new RangeError(`Expected ${name} to be from 0 to ${most} ${unit}, got ${value}`)
}
