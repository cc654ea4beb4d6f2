/** What a client may ask of a server. Each has a default; 0 turns a time limit off. */
export interface Limits {
  /** Bytes of the request line and all fields together; more is answered 431. Default 16384, node's. */
  readonly maxHeaderSize?: number
  /** Bytes of a request body; more is answered 413. Default 1 GiB, as in Apache httpd 2.4.54. */
  readonly maxBodySize?: number
  /** Milliseconds for the request line and all fields; then 408. Default 60000, node's. */
  readonly headersTimeout?: number
  /** Milliseconds for the whole request, body included; then 408. Default 300000, node's. */
  readonly requestTimeout?: number
  /** Milliseconds that an idle connection is kept. Default 5000, node's; behind a proxy set more than the proxy has. */
  readonly keepAliveTimeout?: number
}

/** The limits of a server that was given none. */
export const DEFAULT_LIMITS: Readonly<Required<Limits>> = Object.freeze({
  maxHeaderSize: 16384,
  maxBodySize: 2 ** 30,
  headersTimeout: 60_000,
  requestTimeout: 300_000,
  keepAliveTimeout: 5_000,
})

/** setTimeout runs longer waits at once. */
const MAX_MILLISECONDS = 2 ** 31 - 1

/**
 * Fills in the defaults.
 *
 * @throws RangeError for what is no whole number of bytes or milliseconds, or out of range
 * @example
 * assert.equal(completeLimits({ maxBodySize: 1000 }).headersTimeout, 60000)
 * assert.throws(() => completeLimits({ requestTimeout: -1 }), RangeError)
 */
export function completeLimits(limits: Limits): Required<Limits> {
  const { maxHeaderSize, maxBodySize, headersTimeout, requestTimeout, keepAliveTimeout } = DEFAULT_LIMITS
  const complete = {
    maxHeaderSize: limits.maxHeaderSize ?? maxHeaderSize,
    maxBodySize: limits.maxBodySize ?? maxBodySize,
    // A server asked for a shorter limit on the whole must not fail because of the default for the head.
    headersTimeout:
      limits.headersTimeout ?? Math.min(headersTimeout, limits.requestTimeout || headersTimeout),
    requestTimeout: limits.requestTimeout ?? requestTimeout,
    keepAliveTimeout: limits.keepAliveTimeout ?? keepAliveTimeout,
  }
  check('maxHeaderSize', complete.maxHeaderSize, 1, 2 ** 31 - 1, 'bytes')
  check('maxBodySize', complete.maxBodySize, 0, Number.MAX_SAFE_INTEGER, 'bytes')
  check('headersTimeout', complete.headersTimeout, 0, MAX_MILLISECONDS, 'milliseconds')
  check('requestTimeout', complete.requestTimeout, 0, MAX_MILLISECONDS, 'milliseconds')
  check('keepAliveTimeout', complete.keepAliveTimeout, 0, MAX_MILLISECONDS, 'milliseconds')
  if (complete.requestTimeout > 0 && complete.headersTimeout > complete.requestTimeout) {
    throw new RangeError(
      `Expected a headersTimeout of at most the requestTimeout of ${complete.requestTimeout} milliseconds, ` +
        `got ${complete.headersTimeout}`,
    )
  }
  return complete
}

function check(name: string, value: number, least: number, most: number, unit: string): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw new RangeError(`Expected ${name} to be from ${least} to ${most} ${unit}, got ${value}`)
}
