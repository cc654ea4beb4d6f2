import { ClientTimeout } from './client-error.ts'
import type { ClientPhase } from './client-error.ts'

/**
 * One time limit after the other, on one timer.
 *
 * @example
 * const expired = await new Promise<Error>((resolve) => new Deadline(resolve).start('head', 1))
 * assert.equal(expired.message, 'Expected the head of the response within 1 ms')
 */
export class Deadline {
  readonly #expire: (error: ClientTimeout) => void
  #timer: NodeJS.Timeout | undefined

  /** @param expire is called when a limit has passed */
  constructor(expire: (error: ClientTimeout) => void) {
    this.#expire = expire
  }

  /** Begins to wait, `milliseconds` at most; 0 for as long as it takes. What was waited for before is over. */
  start(phase: ClientPhase, milliseconds: number): void {
    this.stop()
    if (milliseconds === 0) return
    this.#timer = setTimeout(() => this.#expire(new ClientTimeout(phase, milliseconds)), milliseconds)
  }

  /** Begins the same wait anew. */
  refresh(): void {
    this.#timer?.refresh()
  }

  /** Ends the wait. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
