/**
 * Refuses to change an object that cannot be changed.
 *
 * @throws TypeError always
 * @example
 * assert.throws(() => refuseChange(new (class Settled {})()), /Settled objects are immutable/)
 */
export function refuseChange(object: object): never {
  throw new TypeError(`${object.constructor.name} objects are immutable`)
}
