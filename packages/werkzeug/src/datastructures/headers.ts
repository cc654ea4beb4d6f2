import type { HeaderPair } from '@triptych/raw/gateway'
import { isToken } from '@triptych/raw/http'
import { BadRequestKeyError } from '../exceptions/bad-request-key-error.ts'
import { dumpOptionsHeader } from '../http/options-header.ts'
import { iterMultiItems } from './iter-multi-items.ts'
import { isName, ReadonlyHeaders } from './readonly-headers.ts'
import { ReadonlyMultiDict } from './readonly-multi-dict.ts'

/** What a value may be given as; it is written with `String`. */
export type HeaderValue = string | number | bigint | boolean | { toString(): string }

/** What headers can be made of: pairs, or an object or Map of values or lists of values. */
export type HeadersInit =
  | Iterable<readonly [name: string, value: HeaderValue]>
  | ReadonlyMap<string, HeaderValue | readonly HeaderValue[]>
  | Readonly<Record<string, HeaderValue | readonly HeaderValue[]>>

/** Parameters of a value, by name; `_` stands for `-`, and null writes none. */
export type HeaderParameters = Readonly<Record<string, unknown>>

const BREAKS = /[\r\n\0]/

/**
 * Header fields: pairs of name and value in order, names without regard to case. Names are tokens and values have no line
 * breaks, whatever door they come through, so nothing can be put between the fields of a response.
 * Python: `werkzeug.datastructures.Headers`.
 *
 * @throws TypeError for a name that is no token, and a value with CR, LF or NUL
 * @example
 * const headers = new Headers([['Content-Type', 'text/plain']])
 * headers.add('Set-Cookie', 'a=1')
 * headers.add('Set-Cookie', 'b=2')
 * headers.set('content-type', 'text/html', { charset: 'utf-8' })
 * assert.equal(headers.get('CONTENT-TYPE'), 'text/html; charset=utf-8')
 * assert.deepEqual(headers.getlist('set-cookie'), ['a=1', 'b=2'])
 * assert.throws(() => headers.set('Location', '/\r\nSet-Cookie: c=3'), TypeError)
 */
export class Headers extends ReadonlyHeaders {
  #list: HeaderPair[] = []

  constructor(init?: HeadersInit | null) {
    super()
    if (init !== undefined && init !== null) this.extend(init)
  }

  override get size(): number {
    return this.#list.length
  }

  override [Symbol.iterator](): IterableIterator<HeaderPair> {
    return this.#list.values()
  }

  protected override firstOf(name: string): string | undefined {
    const lower = name.toLowerCase()
    for (const pair of this.#list) if (isName(pair[0], lower)) return pair[1]
    return undefined
  }

  override toWsgiList(): HeaderPair[] {
    return this.#list.map(([name, value]) => [name, value])
  }

  /** Adds a field behind the others. */
  add(name: string, value: HeaderValue, parameters?: HeaderParameters): void {
    this.#list.push(checked(name, value, parameters))
  }

  /** Adds a field: the name of `add` in Python's `email`. */
  addHeader(name: string, value: HeaderValue, parameters?: HeaderParameters): void {
    this.add(name, value, parameters)
  }

  /** Sets a field: the first of that name is replaced where it stands, others are removed. */
  set(name: string, value: HeaderValue, parameters?: HeaderParameters): void {
    const pair = checked(name, value, parameters)
    const lower = name.toLowerCase()
    const at = this.#list.findIndex(([field]) => isName(field, lower))
    if (at < 0) {
      this.#list.push(pair)
      return
    }
    this.#list[at] = pair
    this.#removeFrom(at + 1, lower)
  }

  /** Sets all values of a field; none removes it. */
  setlist(name: string, values: Iterable<HeaderValue>): void {
    const [first, ...rest] = values
    if (first === undefined) {
      this.remove(name)
      return
    }
    this.set(name, first)
    for (const value of rest) this.add(name, value)
  }

  /** The first value of a field, which is set when there is none. */
  setdefault(name: string, value: HeaderValue): string {
    if (!this.has(name)) this.set(name, value)
    return this.at(name)
  }

  /** All values of a field, which are set when there are none. */
  setlistdefault(name: string, values: Iterable<HeaderValue>): string[] {
    if (!this.has(name)) this.setlist(name, values)
    return this.getlist(name)
  }

  /** Adds all fields of something. */
  extend(init: HeadersInit): void {
    if (init instanceof ReadonlyHeaders) for (const [name, value] of init) this.add(name, value)
    else
      for (const [name, value] of iterMultiItems(init as Iterable<readonly [string, HeaderValue]>))
        this.add(name, value)
  }

  /** Sets all fields of something: what is there under their names is replaced. Python's `headers |= other` too. */
  update(init: HeadersInit): void {
    if (init instanceof ReadonlyHeaders || init instanceof ReadonlyMultiDict) {
      for (const name of new Set(init.keys())) this.setlist(name, init.getlist(name) as HeaderValue[])
    } else if (Symbol.iterator in init && !(init instanceof Map)) {
      for (const [name, value] of init as Iterable<readonly [string, HeaderValue]>) this.set(name, value)
    } else {
      for (const [name, value] of init instanceof Map ? init : Object.entries(init)) {
        if (Array.isArray(value) || value instanceof Set) this.setlist(name, value as Iterable<HeaderValue>)
        else this.set(name, value as HeaderValue)
      }
    }
  }

  /** A copy with all fields of something set: Python's `headers | other`. */
  merged(init: HeadersInit): Headers {
    const copy = this.copy()
    copy.update(init)
    return copy
  }

  /** Removes all fields of a name. */
  remove(name: string): void {
    this.#removeFrom(0, name.toLowerCase())
  }

  /** Removes all fields of a name, and says whether there were any. */
  delete(name: string): boolean {
    const { length } = this.#list
    this.remove(name)
    return this.#list.length < length
  }

  /**
   * Removes all fields of a name and gives the first value; with an index, the field there; with nothing, the last field.
   *
   * @throws BadRequestKeyError when there is no such name and no default is given; RangeError when there is no such field
   */
  pop(name: string): string
  pop<D>(name: string, options: { readonly default: D }): string | D
  pop(index?: number): HeaderPair
  pop<D>(key: string | number = -1, options?: { readonly default: D }): string | HeaderPair | D {
    if (typeof key === 'number') {
      const [pair] = this.#list.splice(key, 1)
      if (!pair) throw new RangeError(`Expected a field at ${key}, there are ${this.size}`)
      return pair
    }
    const value = this.firstOf(key)
    if (value === undefined) {
      if (options) return options.default
      throw new BadRequestKeyError(key)
    }
    this.remove(key)
    return value
  }

  /**
   * Removes the last field and gives it.
   *
   * @throws RangeError when there is none
   */
  popitem(): HeaderPair {
    return this.pop()
  }

  /** Removes all fields. */
  clear(): void {
    this.#list = []
  }

  /** Removes the fields whose names are not to be kept. */
  keepOnly(keep: (name: string) => boolean): void {
    this.#list = this.#list.filter(([name]) => keep(name))
  }

  /** Another one with the same fields. */
  copy(): Headers {
    const copy = new Headers()
    copy.#list = this.toWsgiList()
    return copy
  }

  /** Whether another one has the same fields, in any order and however often. */
  equals(other: unknown): boolean {
    if (!(other instanceof Headers)) return false
    const lines = linesOf(this)
    const theirs = linesOf(other)
    return lines.size === theirs.size && [...lines].every((line) => theirs.has(line))
  }

  #removeFrom(start: number, lower: string): void {
    const list = this.#list
    let kept = start
    for (let at = start; at < list.length; at++) {
      const pair = list[at]!
      if (!isName(pair[0], lower)) list[kept++] = pair
    }
    list.length = kept
  }
}

const linesOf = (headers: Headers): Set<string> =>
  new Set(Array.from(headers, ([name, value]) => `${name.toLowerCase()}: ${value}`))

function checked(name: string, value: HeaderValue, parameters: HeaderParameters | undefined): HeaderPair {
  if (typeof name !== 'string' || !isToken(name)) {
    throw new TypeError(`Expected a token as header name, got ${JSON.stringify(name)}`)
  }
  let text = typeof value === 'string' ? value : String(value)
  if (parameters) {
    const named = Object.entries(parameters).map(([key, part]) => [key.replaceAll('_', '-'), part] as const)
    text = dumpOptionsHeader(text, new Map(named))
  }
  if (BREAKS.test(text)) {
    throw new TypeError(
      `Expected a value of ${name} without line breaks, got ${JSON.stringify(text.slice(0, 200))}`,
    )
  }
  return [name, text]
}
