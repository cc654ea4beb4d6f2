import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { clock } from '../../src/clock.ts'
import { PinGuard } from '../../src/debug/pin-guard.ts'
import type { PinAttempt } from '../../src/debug/pin-guard.ts'
import { hashPin } from '../../src/debug/pin.ts'
import { useOwnState } from './code-generation.ts'

useOwnState()
const PIN = '123-456-789'
const now = (): number => Date.now()

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  clock.now = () => 1_700_000_000_000
})
afterEach(() => {
  vi.useRealTimers()
  clock.now = now
})

const cookie = (time: number, pin = PIN): { HTTP_COOKIE: string } => ({
  HTTP_COOKIE: `pin=${time}|${hashPin(pin, time)}`,
})

/** An attempt, and how many milliseconds its answer took. */
async function attempt(guard: PinGuard, typed: string, environ = {}): Promise<PinAttempt & { ms: number }> {
  let ms = 0
  let done: PinAttempt | undefined
  const pending = guard.attempt(environ, PIN, 'pin', typed).then((result) => (done = result))
  await Promise.resolve()
  while (done === undefined && ms < 10_000) {
    await vi.advanceTimersByTimeAsync(100)
    ms += 100
  }
  return { ...(await pending), ms }
}

describe('trust', () => {
  test.each<[name: string, environ: { HTTP_COOKIE?: string }, trust: boolean | null]>([
    ['no cookie', {}, false],
    ['a fresh cookie', cookie(1_700_000_000), true],
    ['a cookie of six days', cookie(1_700_000_000 - 6 * 86_400), true],
    ['a cookie of eight days', cookie(1_700_000_000 - 8 * 86_400), false],
    ['a cookie of tomorrow', cookie(1_700_000_000 + 86_400), false],
    ['a cookie of another PIN', cookie(1_700_000_000, '000-000-000'), null],
    ['a time that was changed', { HTTP_COOKIE: `pin=1700000001|${hashPin(PIN, 1_700_000_000)}` }, null],
    ['a cookie without a hash', { HTTP_COOKIE: 'pin=1700000000' }, false],
    ['a cookie without a time', { HTTP_COOKIE: 'pin=|abc' }, false],
    ['bytes that are no text', { HTTP_COOKIE: 'pin=\xff|\xff' }, false],
  ])('%s', (_, environ, trust) => {
    expect(new PinGuard().trust(environ, PIN, 'pin')).toBe(trust)
  })

  test('without a PIN everybody is trusted', () => {
    expect(new PinGuard().trust({}, null, null)).toBe(true)
  })
})

describe('attempts', () => {
  test.each(['123-456-789', '123456789', ' 123456789 ', '12-34-56-78-9'])('%j is the PIN', async (typed) => {
    const { auth, cookie: set, exhausted } = await attempt(new PinGuard(), typed)
    expect([auth, exhausted]).toEqual([true, false])
    expect(set).toBe(`1700000000|${hashPin(PIN, 1_700_000_000)}`)
  })

  test.each(['', '123', '123-456-788', '1234567890', 'x'.repeat(1_000_000)])(
    '%.20j is not',
    async (typed) => {
      const result = await attempt(new PinGuard(), typed)
      expect(result).toMatchObject({ auth: false, exhausted: false, cookie: null })
      expect(result.ms).toBeGreaterThanOrEqual(500)
    },
  )

  test('the tenth wrong one locks, for those who know it as well', async () => {
    const guard = new PinGuard()
    const waits: number[] = []
    for (let at = 1; at <= 10; at++) {
      const { auth, exhausted, ms } = await attempt(guard, '000')
      expect([auth, exhausted]).toEqual([false, at === 10])
      waits.push(ms)
    }
    expect(waits.slice(0, 5).every((ms) => ms < 1000)).toBe(true)
    expect(waits.slice(5).every((ms) => ms >= 5000)).toBe(true)
    expect(await attempt(guard, PIN)).toMatchObject({ auth: false, exhausted: true })
    expect(guard.trust(cookie(1_700_000_000), PIN, 'pin')).toBe(false)
  })

  test('guesses at the same time are counted at once', async () => {
    const guard = new PinGuard()
    const pending = Promise.all(Array.from({ length: 50 }, async () => guard.attempt({}, PIN, 'pin', '000')))
    expect(guard.isExhausted).toBe(true)
    const late = guard.attempt({}, PIN, 'pin', PIN)
    await vi.advanceTimersByTimeAsync(60_000)
    await pending
    expect(await late).toMatchObject({ auth: false, exhausted: true })
  })

  test('the right one makes good for the wrong ones', async () => {
    const guard = new PinGuard()
    for (let round = 0; round < 3; round++) {
      for (let at = 0; at < 4; at++) await attempt(guard, '000')
      expect(await attempt(guard, PIN)).toMatchObject({ auth: true })
    }
  })

  test('a cookie of another PIN is a guess as well, and taken away', async () => {
    const result = await attempt(new PinGuard(), '', cookie(1_700_000_000, '000-000-000'))
    expect(result).toMatchObject({ auth: false, badCookie: true })
  })
})
