/**
 * Where "now" comes from in the whole package, in milliseconds since 1970: a test puts its own function there.
 *
 * @example
 * const { now } = clock
 * clock.now = () => 1_700_000_000_000
 * assert.equal(clock.now(), 1_700_000_000_000)
 * clock.now = now
 */
export const clock: { now(): number } = { now: () => Date.now() }
