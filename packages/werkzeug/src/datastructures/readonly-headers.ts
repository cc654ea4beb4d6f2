import type { HeaderPair } from '@triptych/raw/gateway'
import { BadRequestKeyError } from '../exceptions/bad-request-key-error.ts'
import { converted } from './conversion.ts'
import type { GetOptions } from './conversion.ts'

/** How pairs are given. */
export interface HeaderItemsOptions {
  /** Names in lower case. Default: as they are. */
  readonly lower?: boolean
}

/**
 * The reading half of header fields: pairs of name and value in order, names without regard to case. What a request has
 * ({@link EnvironHeaders}) and what a response has ({@link Headers}) have it in common.
 *
 * @example
 * import { EnvironHeaders, Headers } from '@triptych/werkzeug/datastructures'
 * assert(new Headers() instanceof ReadonlyHeaders)
 * assert(new EnvironHeaders({}) instanceof ReadonlyHeaders)
 */
export abstract class ReadonlyHeaders implements Iterable<HeaderPair> {
  /** How many fields there are. */
  abstract get size(): number

  /** The first value of a field. */
  protected abstract firstOf(name: string): string | undefined

  /** The values of a field, in a new array. */
  protected allOf(name: string): string[] {
    const lower = name.toLowerCase()
    const found: string[] = []
    for (const [field, value] of this) {
      if (isName(field, lower)) found.push(value)
    }
    return found
  }

  abstract [Symbol.iterator](): IterableIterator<HeaderPair>

  /** Whether there are no fields. */
  get isEmpty(): boolean {
    return this.size === 0
  }

  /** Whether there is a field of that name. */
  has(name: string): boolean {
    return this.firstOf(name) !== undefined
  }

  /**
   * The first value of a field, where there must be one: Python's `headers[name]`.
   *
   * @throws BadRequestKeyError (400) when there is none
   */
  at(name: string): string {
    const value = this.firstOf(name)
    if (value === undefined) throw new BadRequestKeyError(name)
    return value
  }

  /** The first value of a field, converted by `type` when that is given; the default when there is none or `type` throws. */
  get(name: string): string | undefined
  get<T, D>(name: string, options: { readonly type: (value: string) => T; readonly default: D }): T | D
  get<T>(name: string, options: { readonly type: (value: string) => T }): T | undefined
  get<D>(name: string, options: { readonly default: D }): string | D
  get<T, D>(name: string, options?: GetOptions<string, T, D>): string | T | D | undefined {
    const value = this.firstOf(name)
    if (!options) return value
    return value === undefined ? options.default : converted(value, options)
  }

  /** All values of a field, those that `type` throws for left out. */
  getlist(name: string): string[]
  getlist<T>(name: string, options: { readonly type: (value: string) => T }): T[]
  getlist<T>(name: string, options?: { readonly type: (value: string) => T }): (string | T)[] {
    const values = this.allOf(name)
    if (!options) return values
    const found: T[] = []
    for (const value of values) {
      try {
        found.push(options.type(value))
      } catch {
        // What cannot be converted is left out.
      }
    }
    return found
  }

  /** All values of a field: the name of `getlist` in Python's `email`. */
  getAll(name: string): string[] {
    return this.getlist(name)
  }

  /** The pairs, in an array. */
  items({ lower = false }: HeaderItemsOptions = {}): HeaderPair[] {
    return Array.from(this, ([name, value]) => [lower ? name.toLowerCase() : name, value])
  }

  /** The names, one for each field. */
  keys(options?: HeaderItemsOptions): IterableIterator<string> {
    return this.items(options)
      .map(([name]) => name)
      .values()
  }

  /** The values. */
  values(): IterableIterator<string> {
    return this.items()
      .map(([, value]) => value)
      .values()
  }

  /** The pairs. */
  entries(): IterableIterator<HeaderPair> {
    return this[Symbol.iterator]()
  }

  /** The pairs as `startResponse` takes them. */
  toWsgiList(): HeaderPair[] {
    return this.items()
  }

  /** The fields as lines, with the empty line that ends them. */
  toString(): string {
    return `${this.items()
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`
  }
}

/**
 * Whether a name is one in lower case, whatever its own case.
 *
 * @example
 * assert.equal(isName('Content-Type', 'content-type'), true)
 */
export function isName(name: string, lower: string): boolean {
  return name.length === lower.length && (name === lower || name.toLowerCase() === lower)
}
