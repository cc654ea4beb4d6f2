import { createHash, createHmac } from 'node:crypto'
import { networkInterfaces, userInfo } from 'node:os'
import { getMachineId } from './machine-id.ts'
import { userKey } from './user-key.ts'

/** How long an entered PIN is remembered, in seconds: a week. Python: `werkzeug.debug.PIN_TIME`. */
export const PIN_TIME: number = 60 * 60 * 24 * 7

/** A PIN and the name of the cookie that remembers it; null when the PIN is off. */
export type PinAndCookieName =
  | readonly [pin: string, cookieName: string]
  | readonly [pin: null, cookieName: null]

/**
 * What a cookie holds in place of the PIN: bound to the time it was entered and to the user's own key, so that the PIN cannot
 * be computed from it. Python: `werkzeug.debug.hash_pin`.
 *
 * @param time seconds since 1970
 * @example
 * assert.equal(hashPin('123-456-789', 1700000000), hashPin('123-456-789', 1700000000))
 * assert.notEqual(hashPin('123-456-789', 1700000000), hashPin('123-456-789', 1700000001))
 */
export function hashPin(pin: string, time: number): string {
  return createHmac('sha256', `${userKey()} cookie`).update(`${time}|${pin}`).digest('hex').slice(0, 40)
}

/**
 * The PIN of this program on this machine: the same after a restart, another one for another user, program, machine or
 * container. The environment variable TRIPTYCH_DEBUG_PIN gives another one, or switches it `off`.
 * Python: `werkzeug.debug.get_pin_and_cookie_name`.
 *
 * @param application its name is part of what the PIN is made of
 * @param own in place of TRIPTYCH_DEBUG_PIN
 * @throws RangeError when the variable holds neither digits nor `off`
 * @example
 * const [pin, cookieName] = getPinAndCookieName({ name: 'shop' }, null)
 * assert.match(pin, /^\d{3}-\d{3}-\d{3}$/)
 * assert.match(cookieName, /^__tripd[0-9a-f]{20}$/)
 * assert.deepEqual(getPinAndCookieName({}, 'off'), [null, null])
 * assert.equal(getPinAndCookieName({}, '12345678')[0], '1234-5678')
 */
export function getPinAndCookieName(
  application: object,
  own: string | null | undefined = process.env['TRIPTYCH_DEBUG_PIN'],
): PinAndCookieName {
  if (own === 'off') return [null, null]
  const bits = createHash('sha256')
  const name = (application as { name?: unknown }).name
  const parts = [userName(), process.argv[1] ?? '', typeof name === 'string' ? name : '', hardwareAddress()]
  for (const part of [...parts, getMachineId() ?? '', userKey()]) bits.update(`${part.length}:${part}`)
  const cookieName = `__tripd${bits.copy().update('cookiesalt').digest('hex').slice(0, 20)}`
  if (own !== undefined && own !== null && own !== '') return [ownPin(own), cookieName]
  const digest = bits.update('pinsalt').digest('hex')
  const number = (BigInt(`0x${digest}`) % 1_000_000_000n).toString().padStart(9, '0')
  return [inGroups(number), cookieName]
}

function ownPin(text: string): string {
  if (!/^[0-9-]*$/.test(text) || text.replaceAll('-', '').length < 4) {
    throw new RangeError(
      `Expected off or at least four digits in the environment variable TRIPTYCH_DEBUG_PIN, got ${JSON.stringify(text)}`,
    )
  }
  return text.includes('-') ? text : inGroups(text)
}

/** Digits are easier to keep in mind in groups. */
function inGroups(digits: string): string {
  const size = [5, 4, 3].find((one) => digits.length % one === 0)
  if (size === undefined) return digits
  return Array.from({ length: digits.length / size }, (_, at) =>
    digits.slice(at * size, (at + 1) * size),
  ).join('-')
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}

/** The address of the first network card, as `uuid.getnode()` gives it. */
function hardwareAddress(): string {
  const names = Object.entries(networkInterfaces()).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const cards = names.flatMap(([, addresses]) => addresses ?? []).filter(({ internal }) => !internal)
  return cards.find(({ mac }) => mac !== '00:00:00:00:00:00')?.mac ?? ''
}
