import { dumpHeader } from '../http/dump-header.ts'
import { CallbackDict } from './callback-dict.ts'
import type { DictInit } from './readonly-dict.ts'

/** What a directive can be made of. Null is a directive without a value. */
export type DirectivesInit = DictInit<string | null>

/** Called with the directives after each change. */
export type OnDirectives = ((changed: CallbackDict<string | null>) => void) | null

/**
 * The directives of Cache-Control that requests and responses have in common, RFC 9111 section 5.2. A directive is text, or
 * null when it has no value; the properties read and write them as numbers and flags.
 *
 * @example
 * import { RequestCacheControl, ResponseCacheControl } from '@triptych/werkzeug/datastructures'
 * assert(new RequestCacheControl() instanceof CacheControl)
 * assert(new ResponseCacheControl() instanceof CacheControl)
 */
export abstract class CacheControl extends CallbackDict<string | null> {
  /** Whether there was a header. */
  readonly provided: boolean

  constructor(init: DirectivesInit | null = [], onUpdate: OnDirectives = null) {
    super(init, onUpdate)
    this.provided = init !== null
  }

  /** `no-store`: nothing of it may be kept. */
  get noStore(): boolean {
    return this.has('no-store')
  }
  set noStore(value: boolean | null) {
    this.setFlag('no-store', value)
  }

  /** `max-age`, in seconds; null when it is absent or no number. */
  get maxAge(): number | null {
    return this.numberOf('max-age')
  }
  set maxAge(value: number | string | null) {
    this.setNumber('max-age', value)
  }

  /** `no-transform`: proxies may not change the content. */
  get noTransform(): boolean {
    return this.has('no-transform')
  }
  set noTransform(value: boolean | null) {
    this.setFlag('no-transform', value)
  }

  /** `stale-if-error`, in seconds (RFC 5861); null when it is absent or no number. */
  get staleIfError(): number | null {
    return this.numberOf('stale-if-error')
  }
  set staleIfError(value: number | string | null) {
    this.setNumber('stale-if-error', value)
  }

  /** The number of a directive. */
  protected numberOf(key: string): number | null {
    const value = this.get(key)
    return value === undefined || value === null ? null : integer(value)
  }

  /** The text of a directive; true when it has none, null when it is absent. */
  protected textOf(key: string): string | true | null {
    const value = this.get(key)
    return value === null ? true : (value ?? null)
  }

  /** Sets a directive without a value, or removes it. */
  protected setFlag(key: string, value: boolean | null): void {
    if (value) this.set(key, null)
    else this.remove(key)
  }

  /** Sets a directive: true without a value; false and null remove it. */
  protected setText(key: string, value: string | number | boolean | null): void {
    if (value === true) this.set(key, null)
    else if (value === null || value === false) this.remove(key)
    else this.set(key, String(value))
  }

  /**
   * Sets a directive to a whole number, fractions cut off.
   *
   * @throws SyntaxError for text that is no number
   */
  protected setNumber(key: string, value: number | string | boolean | null): void {
    if (typeof value === 'boolean' || value === null) {
      this.setText(key, value)
      return
    }
    const number = typeof value === 'number' ? Math.trunc(value) : integer(value)
    if (number === null || !Number.isFinite(number)) {
      throw new SyntaxError(`Expected a number of seconds for ${key}, got ${JSON.stringify(value)}`)
    }
    this.set(key, String(number))
  }

  private remove(key: string): void {
    if (this.has(key)) this.delete(key)
  }

  /** The directives as the header has them. */
  toHeader(): string {
    return dumpHeader(this)
  }

  override toString(): string {
    return this.toHeader()
  }
}

/** Digits as Python's `int` takes them. */
function integer(text: string): number | null {
  const digits = /^\s*([+-]?[0-9]+(?:_[0-9]+)*)\s*$/.exec(text)?.[1]
  return digits === undefined ? null : Number(digits.replaceAll('_', ''))
}
