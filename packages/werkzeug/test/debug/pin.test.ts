import { describe, expect, test } from 'vitest'
import { PIN_TIME, getPinAndCookieName, hashPin } from '../../src/debug/pin.ts'
import { useOwnState } from './code-generation.ts'

useOwnState()

describe('getPinAndCookieName', () => {
  const app = { name: 'shop' }

  test('is the same each time, with nine digits', () => {
    const [pin, cookieName] = getPinAndCookieName(app, null)
    expect(pin).toMatch(/^\d{3}-\d{3}-\d{3}$/)
    expect(cookieName).toMatch(/^__tripd[0-9a-f]{20}$/)
    expect(getPinAndCookieName(app, null)).toEqual([pin, cookieName])
  })

  test('is another one for another program', () => {
    expect(getPinAndCookieName({ name: 'bank' }, null)).not.toEqual(getPinAndCookieName(app, null))
    const [, path] = process.argv
    const before = getPinAndCookieName(app, null)
    process.argv[1] = '/elsewhere.js'
    const moved = getPinAndCookieName(app, null)
    process.argv[1] = path!
    expect(moved).not.toEqual(before)
  })

  test.each([
    ['12345', '12345'],
    ['123456', '123-456'],
    ['12345678', '1234-5678'],
    ['1234567890', '12345-67890'],
    ['12-34-56', '12-34-56'],
    ['1234567', '1234567'],
  ])('TRIPTYCH_DEBUG_PIN=%s is %s', (own, pin) => {
    expect(getPinAndCookieName(app, own)[0]).toBe(pin)
  })

  test('may be off', () => {
    expect(getPinAndCookieName(app, 'off')).toEqual([null, null])
  })

  test.each(['secret', '12', '----', '１２３４５'])('%j is refused', (own) => {
    expect(() => getPinAndCookieName(app, own)).toThrow(RangeError)
  })
})

describe('hashPin', () => {
  test('depends on PIN and time', () => {
    const one = hashPin('123-456-789', 1_700_000_000)
    expect(one).toMatch(/^[0-9a-f]{40}$/)
    expect(hashPin('123-456-788', 1_700_000_000)).not.toBe(one)
    expect(hashPin('123-456-789', 1_700_000_001)).not.toBe(one)
    expect(PIN_TIME).toBe(604_800)
  })
})
