/** Options of {@link localProxy}. */
export interface ProxyOptions {
  /** What the error says that using the stand-in throws where it stands for nothing. */
  unboundMessage?: string
}

/**
 * A stand-in was used where it stands for nothing, most often outside of a request.
 *
 * @example
 * assert.equal(new UnboundError().code, 'ERR_UNBOUND')
 */
export class UnboundError extends Error {
  override readonly name = 'UnboundError'
  readonly code = 'ERR_UNBOUND'

  constructor(message = 'Expected a bound object: nothing has been set in this context') {
    super(message)
  }
}

type Find = () => object | null | undefined

const sources = new WeakMap<object, { find: Find; message: string | undefined }>()

/**
 * A stand-in for an object that is looked up each time it is used, `werkzeug.local.LocalProxy`: a module can export it once,
 * and every request sees its own. `localProxy(find)` takes any function; `local.proxy(name)` and `stack.proxy()` are
 * shorter. Methods are called on the object itself, so that private fields work; `instanceof` and `JSON.stringify` see
 * it. It is not the object: `===` tells them apart, see {@link currentObject}; and it cannot be called.
 *
 * @throws UnboundError whenever it is used where there is no object
 * @example
 * let user = { name: 'ada' }
 * const current = localProxy(() => user)
 * assert.equal(current.name, 'ada')
 * user = { name: 'grace' }
 * assert.equal(JSON.stringify(current), '{"name":"grace"}')
 * user = undefined
 * assert.throws(() => current.name, { code: 'ERR_UNBOUND' })
 */
export function localProxy<T extends object>(
  find: () => T | null | undefined,
  { unboundMessage }: ProxyOptions = {},
): T {
  const proxy = new Proxy<T>(Object.create(null), new LookUp(find, unboundMessage))
  sources.set(proxy, { find, message: unboundMessage })
  return proxy
}

/**
 * The object that a stand-in stands for now, Python's `_get_current_object()`: to be handed to whatever outlives the
 * request. Any other object is its own.
 *
 * @throws UnboundError when there is none
 * @example
 * const user = { name: 'ada' }
 * const proxy = localProxy(() => user)
 * assert.notEqual(proxy, user)
 * assert.equal(currentObject(proxy), user)
 */
export function currentObject<T extends object>(proxy: T): T {
  const source = sources.get(proxy)
  return source === undefined ? proxy : (lookUp(source.find, source.message) as T)
}

/**
 * Whether a stand-in stands for something now, Python's `bool(proxy)` of an unbound one.
 *
 * @example
 * assert.equal(isBound(localProxy(() => undefined)), false)
 * assert.equal(isBound(localProxy(() => ({}))), true)
 */
export function isBound(proxy: object): boolean {
  const source = sources.get(proxy)
  if (source === undefined) return true
  const found = source.find()
  return Object(found) === found
}

function lookUp(find: Find, message: string | undefined): object {
  const found = find()
  if (found === undefined || found === null) throw new UnboundError(message)
  if (typeof found !== 'object' && typeof found !== 'function') {
    throw new TypeError(`Expected an object behind a local proxy, got ${typeof found}`)
  }
  return found
}

const bound = new WeakMap<object, WeakMap<object, unknown>>()

/** A method as a function of its object, the same one each time. */
function bind(method: (...args: never) => unknown, object: object): unknown {
  let methods = bound.get(object)
  if (methods === undefined) bound.set(object, (methods = new WeakMap()))
  let made = methods.get(method)
  if (made === undefined) methods.set(method, (made = method.bind(object as never)))
  return made
}

/** The traps: each looks the object up and does the same to it. */
class LookUp implements ProxyHandler<object> {
  readonly #find: Find
  readonly #message: string | undefined

  constructor(find: Find, message: string | undefined) {
    this.#find = find
    this.#message = message
  }

  #object(): object {
    return lookUp(this.#find, this.#message)
  }

  get(_: object, key: string | symbol): unknown {
    const object = this.#object()
    const value: unknown = Reflect.get(object, key, object)
    // A class or an old-style function keeps its identity; all that a method needs is its object.
    return typeof value === 'function' && !Object.hasOwn(value, 'prototype')
      ? bind(value as (...args: never) => unknown, object)
      : value
  }

  set(_: object, key: string | symbol, value: unknown): boolean {
    const object = this.#object()
    return Reflect.set(object, key, value, object)
  }

  has(_: object, key: string | symbol): boolean {
    return Reflect.has(this.#object(), key)
  }

  deleteProperty(_: object, key: string | symbol): boolean {
    return Reflect.deleteProperty(this.#object(), key)
  }

  ownKeys(): (string | symbol)[] {
    return Reflect.ownKeys(this.#object())
  }

  getOwnPropertyDescriptor(_: object, key: string | symbol): PropertyDescriptor | undefined {
    const descriptor = Reflect.getOwnPropertyDescriptor(this.#object(), key)
    // A proxy may not report what its own target lacks as fixed.
    return descriptor && { ...descriptor, configurable: true }
  }

  defineProperty(_: object, key: string | symbol, descriptor: PropertyDescriptor): boolean {
    if (descriptor.configurable !== true) return false
    return Reflect.defineProperty(this.#object(), key, descriptor)
  }

  getPrototypeOf(): object | null {
    return Reflect.getPrototypeOf(this.#object())
  }

  setPrototypeOf(): boolean {
    return false
  }

  preventExtensions(): boolean {
    return false
  }
}
