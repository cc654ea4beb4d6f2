/** A body is given this long before its rate is looked at, milliseconds. */
const WINDOW = 10_000

/**
 * How fast a request's body comes.
 *
 * @example
 * const rate = new BodyRate(0)
 * rate.add(100)
 * assert.equal(rate.isBelow(500, 9_000), false)
 * assert.equal(rate.isBelow(500, 11_000), true)
 */
export class BodyRate {
  private bytes = 0
  private since: number

  constructor(now: number) {
    this.since = now
  }

  add(bytes: number): void {
    this.bytes += bytes
  }

  /** Counts from now on: the time in which nobody wanted to read was not the client's. */
  restart(now: number): void {
    this.bytes = 0
    this.since = now
  }

  /** Whether fewer bytes a second than `least` have come in the last ten seconds. */
  isBelow(least: number, now: number): boolean {
    const time = now - this.since
    if (time < WINDOW) return false
    const tooSlow = this.bytes * 1000 < least * time
    this.restart(now)
    return tooSlow
  }
}
