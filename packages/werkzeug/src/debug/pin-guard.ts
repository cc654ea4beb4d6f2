import type { Environ } from '@triptych/raw/gateway'
import { clock } from '../clock.ts'
import { parseCookie } from '../http/cookie.ts'
import { constantTimeEqual } from '../security/constant-time-equal.ts'
import { PIN_TIME, hashPin } from './pin.ts'

const MOST_FAILURES = 10

/** What came of an attempt to enter the PIN. */
export interface PinAttempt {
  readonly auth: boolean
  /** There were too many wrong ones: no more are taken. */
  readonly exhausted: boolean
  /** The cookie to be set; null for none. */
  readonly cookie: string | null
  /** The cookie that came was made with another PIN. */
  readonly badCookie: boolean
}

/**
 * Decides who knows the PIN. Wrong ones cost time, and after ten of them no more are taken until the process starts again.
 *
 * @example
 * const guard = new PinGuard()
 * assert.equal(guard.trust({ HTTP_COOKIE: '' }, '123-456-789', 'pin'), false)
 * const { cookie } = await guard.attempt({ HTTP_COOKIE: '' }, '123-456-789', 'pin', '123456789')
 * assert.equal(guard.trust({ HTTP_COOKIE: `pin=${cookie}` }, '123-456-789', 'pin'), true)
 */
export class PinGuard {
  #failures = 0

  /** Whether too many wrong PINs were tried. */
  get isExhausted(): boolean {
    return this.#failures >= MOST_FAILURES
  }

  /** Whether a request's cookie says that the PIN was entered within a week; null for the cookie of another PIN. */
  trust(environ: Readonly<Partial<Environ>>, pin: string | null, cookieName: string | null): boolean | null {
    if (pin === null || cookieName === null) return true
    if (this.isExhausted) return false
    const [text = '', hash] = (readCookie(environ, cookieName) ?? '').split('|')
    if (hash === undefined || !/^\d{1,12}$/.test(text)) return false
    const time = Number(text)
    if (!constantTimeEqual(hash, hashPin(pin, time))) return null
    const age = clock.now() / 1000 - time
    return age < PIN_TIME && age > -60
  }

  /** Takes what was typed as the PIN; a wrong one is answered late. */
  async attempt(
    environ: Readonly<Partial<Environ>>,
    pin: string | null,
    cookieName: string | null,
    typed: string,
  ): Promise<PinAttempt> {
    const none = { cookie: null, badCookie: false }
    if (pin === null) return { auth: true, exhausted: false, ...none }
    const trust = this.trust(environ, pin, cookieName)
    if (trust === true) return { auth: true, exhausted: false, cookie: freshCookie(pin), badCookie: false }
    if (this.isExhausted) return { auth: false, exhausted: true, ...none }
    if (constantTimeEqual(digits(typed), digits(pin))) {
      this.#failures = 0
      return { auth: true, exhausted: false, cookie: freshCookie(pin), badCookie: false }
    }
    await this.#fail()
    // A wrong cookie is a guess as well, and the next attempt comes without it.
    return { auth: false, exhausted: this.isExhausted, cookie: null, badCookie: trust === null }
  }

  /** Counted before the wait, so that guesses at the same time gain nothing. */
  async #fail(): Promise<void> {
    const ms = ++this.#failures > 5 ? 5000 : 500
    await new Promise((resolve) => {
      setTimeout(resolve, ms)
    })
  }
}

const digits = (text: string): string => text.trim().replaceAll('-', '')

function freshCookie(pin: string): string {
  const time = Math.floor(clock.now() / 1000)
  return `${time}|${hashPin(pin, time)}`
}

function readCookie(environ: Readonly<Partial<Environ>>, name: string): string | undefined {
  try {
    return parseCookie(environ).get(name)
  } catch {
    return undefined
  }
}
