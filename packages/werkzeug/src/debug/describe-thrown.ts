import { types } from 'node:util'

/** What is said of something thrown. */
export interface ThrownDescription {
  /** The class of an error, or what else was thrown: `TypeError`, `Thrown string`. */
  readonly type: string
  /** The message; of what is no error, its text. */
  readonly message: string
  /** The text of `error.stack`, empty without one. */
  readonly stack: string
  readonly cause: { readonly value: unknown } | undefined
  /** What an AggregateError collects. */
  readonly errors: readonly unknown[]
}

const MOST_ERRORS = 10

/**
 * What is said of something thrown, error or not, without running its code: getters and traps of proxies could throw.
 *
 * @example
 * const { type, message, cause } = describeThrown(new RangeError('too far', { cause: 'wind' }))
 * assert.deepEqual([type, message, cause], ['RangeError', 'too far', { value: 'wind' }])
 * assert.equal(describeThrown('text').type, 'Thrown string')
 */
export function describeThrown(thrown: unknown): ThrownDescription {
  if (!types.isNativeError(thrown)) {
    const type = isObject(thrown) ? classNameOf(thrown) : `Thrown ${thrown === null ? 'null' : typeof thrown}`
    return { type, message: textOf(thrown), stack: '', cause: undefined, errors: [] }
  }
  const errors = dataOf(thrown, 'errors')
  const cause = dataProperty(thrown, 'cause')
  return {
    type: errorName(thrown),
    message: asText(dataOf(thrown, 'message')),
    stack: stackOf(thrown),
    cause: cause && cause.value !== undefined ? { value: cause.value } : undefined,
    errors: Array.isArray(errors) && !types.isProxy(errors) ? errors.slice(0, MOST_ERRORS) : [],
  }
}

/**
 * The name of an object's class, by its prototypes, without running its code.
 *
 * @example
 * assert.equal(classNameOf(new Map()), 'Map')
 * assert.equal(classNameOf(Object.create(null)), 'null prototype')
 */
export function classNameOf(value: object): string {
  if (types.isProxy(value)) return 'Proxy'
  let prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null) return 'null prototype'
  for (let steps = 0; steps < 100 && isObject(prototype); steps++) {
    if (types.isProxy(prototype)) break
    const { value: made } = Object.getOwnPropertyDescriptor(prototype, 'constructor') ?? {}
    if (typeof made === 'function' && !types.isProxy(made)) {
      const { value: name } = Object.getOwnPropertyDescriptor(made, 'name') ?? {}
      if (typeof name === 'string' && name !== '') return name
    }
    prototype = Object.getPrototypeOf(prototype)
  }
  return 'Object'
}

/**
 * A data property of an object or of its prototypes; `undefined` when it is not there, or a getter.
 *
 * @example
 * assert.deepEqual(dataProperty({ get x() { return 1 }, y: 2 }, 'y'), { value: 2 })
 * assert.equal(dataProperty({ get x() { return 1 } }, 'x'), undefined)
 */
export function dataProperty(value: object, name: PropertyKey): { readonly value: unknown } | undefined {
  let owner: object | null = value
  for (let steps = 0; steps < 100 && owner !== null && !types.isProxy(owner); steps++) {
    const found = Object.getOwnPropertyDescriptor(owner, name)
    if (found) return 'value' in found ? { value: found.value as unknown } : undefined
    owner = Object.getPrototypeOf(owner) as object | null
  }
  return undefined
}

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'
const dataOf = (value: object, name: string): unknown => dataProperty(value, name)?.value
const asText = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The name an error bears, unless it is that of the class it extends without one of its own. */
function errorName(error: Error): string {
  const own = asText(dataOf(error, 'name'))
  const made = classNameOf(error)
  return own === '' || own === 'Error' ? made : own
}

/** Some V8 make `stack` an accessor of their own, which is safe to ask; another one might do anything. */
function stackOf(error: Error): string {
  try {
    const own = Object.getOwnPropertyDescriptor(error, 'stack')
    return asText(own && 'value' in own ? own.value : error.stack)
  } catch {
    return ''
  }
}

function textOf(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown
  if (!isObject(thrown)) return String(thrown)
  if (types.isProxy(thrown)) return 'a Proxy was thrown'
  const message = dataOf(thrown, 'message')
  return typeof message === 'string' && message !== '' ? message : `${classNameOf(thrown)} was thrown`
}
