import { KeyError } from '../errors.ts'
import { isCookieName } from './cookie-name.ts'
import { RESERVED, nextCookie, unquoteCookie } from './next-cookie.ts'
import { escapeCookie, quoteCookie } from './quote.ts'
import { serializeCookieDate, serializeMaxAge, serializeSamesite, type CookieDate } from './serialize.ts'
import type { Duration } from '../datetime-utils.ts'

/** SameSite in any case of letters. */
export type SameSite = 'strict' | 'lax' | 'none' | 'Strict' | 'Lax' | 'None'
/** Priority, a field of Chromium's. */
export type Priority = 'low' | 'medium' | 'high' | 'Low' | 'Medium' | 'High'

const PRIORITY: ReadonlySet<string> = new Set(['low', 'medium', 'high'])

/** What is written as it is, when it cannot begin another attribute or field. */
function plain(value: string): string {
  if (!/[^\x20-\x3a\x3c-\x7e]/.test(value)) return value
  throw new RangeError(`Expected an attribute without semicolon and controls, got ${JSON.stringify(value)}`)
}

/** The attributes whose value is written, in the order of their names. */
const WITH_VALUE: readonly [attribute: string, name: string, write: (value: string) => string][] = [
  ['comment', 'Comment', quoteCookie],
  ['domain', 'Domain', escapeCookie],
  ['max-age', 'Max-Age', plain],
  ['path', 'Path', escapeCookie],
]

/**
 * One cookie with its attributes, as Set-Cookie has it; name and value have one character for each byte. Python:
 * `webob.cookies.Morsel`.
 *
 * @throws TypeError when the name is none for a cookie
 * @example
 * const morsel = new Morsel('a', 'b c')
 * morsel.path = '/'
 * morsel.httponly = true
 * assert.equal(morsel.serialize(), 'a="b c"; Path=/; HttpOnly')
 */
export class Morsel {
  readonly name: string
  readonly value: string
  readonly #attributes = new Map<string, string | boolean | null>()
  /** A cookie for each site that embeds the page (CHIPS); needs `secure`. */
  partitioned = false
  priority: Priority | null = null

  constructor(name: string, value: string) {
    if (!isCookieName(name)) {
      throw new TypeError(
        `Expected a token that is no attribute and does not begin with $ as name, got ${JSON.stringify(name)}`,
      )
    }
    this.name = name
    this.value = value
  }

  /** Sets an attribute by its name in any case; other names do nothing. */
  set(attribute: string, value: string | boolean | null): void {
    const name = attribute.toLowerCase()
    if (RESERVED.has(name)) this.#attributes.set(name, value)
  }

  /** An attribute by its name in lower case, null when it is not set. */
  get(attribute: string): string | boolean | null {
    return this.#attributes.get(attribute) ?? null
  }

  #text(attribute: string): string | null {
    const value = this.get(attribute)
    return value === null ? null : String(value)
  }

  get path(): string | null {
    return this.#text('path')
  }

  set path(value: string | null) {
    this.set('path', value)
  }

  get domain(): string | null {
    return this.#text('domain')
  }

  set domain(value: string | null) {
    this.set('domain', value)
  }

  get comment(): string | null {
    return this.#text('comment')
  }

  set comment(value: string | null) {
    this.set('comment', value)
  }

  get expires(): string | null {
    return this.#text('expires')
  }

  set expires(value: CookieDate | null) {
    this.set('expires', value === null ? null : serializeCookieDate(value))
  }

  get maxAge(): string | null {
    return this.#text('max-age')
  }

  set maxAge(value: number | string | Duration | null) {
    this.set('max-age', value === null ? null : serializeMaxAge(value))
  }

  get httponly(): boolean {
    return Boolean(this.get('httponly'))
  }

  set httponly(value: boolean) {
    this.set('httponly', value)
  }

  get secure(): boolean {
    return Boolean(this.get('secure'))
  }

  set secure(value: boolean) {
    this.set('secure', value)
  }

  get samesite(): string | null {
    return this.#text('samesite')
  }

  set samesite(value: SameSite | (string & {}) | null) {
    this.set('samesite', value === null ? null : serializeSamesite(value))
  }

  /**
   * Set-Cookie's value, or name and value alone.
   *
   * @throws RangeError when SameSite=None or Partitioned stand without Secure, since browsers drop such a cookie, and when
   * an attribute could begin another one
   * @throws TypeError when text is not latin-1
   */
  serialize(full: boolean = true): string {
    const parts = [`${this.name}=${quoteCookie(this.value)}`]
    if (!full) return parts[0]!
    for (const [attribute, name, write] of WITH_VALUE) {
      const value = this.#text(attribute)
      if (value) parts.push(`${name}=${write(value)}`)
    }
    if (this.expires) parts.push(`expires=${plain(this.expires)}`)
    if (this.secure) parts.push('secure')
    if (this.httponly) parts.push('HttpOnly')
    if (this.samesite) {
      if (!this.secure && this.samesite.toLowerCase() === 'none') {
        throw new RangeError('Expected a secure cookie, since it has SameSite=None')
      }
      parts.push(`SameSite=${plain(this.samesite)}`)
    }
    if (this.partitioned) {
      if (!this.secure) throw new RangeError('Expected a secure cookie, since it is partitioned')
      parts.push('Partitioned')
    }
    if (this.priority !== null) {
      if (!PRIORITY.has(this.priority.toLowerCase())) {
        throw new RangeError(
          `Expected low, medium or high for Priority, got ${JSON.stringify(this.priority)}`,
        )
      }
      parts.push(`Priority=${this.priority}`)
    }
    return parts.join('; ')
  }

  toString(): string {
    return this.serialize()
  }
}

/**
 * Cookies with their attributes, read from Set-Cookie fields and written back. Python: `webob.cookies.Cookie`.
 *
 * @example
 * const cookie = new Cookie('a=b; Path=/')
 * assert.equal(cookie.get('a').path, '/')
 * assert.equal(cookie.serialize(), 'a=b; Path=/')
 */
export class Cookie implements Iterable<[name: string, morsel: Morsel]> {
  readonly #morsels = new Map<string, Morsel>()

  constructor(input?: string) {
    if (input) this.load(input)
  }

  get size(): number {
    return this.#morsels.size
  }

  /**
   * Reads a field: an attribute belongs to the cookie before it. As in the original only pairs are read, so that Secure and
   * HttpOnly are not.
   */
  load(text: string): void {
    let morsel: Morsel | undefined
    for (let pair = nextCookie(text, 0); pair; pair = nextCookie(text, pair.end)) {
      const { name, value } = pair
      if (RESERVED.has(name.toLowerCase())) morsel?.set(name, unquoteCookie(value))
      else morsel = this.add(name, unquoteCookie(value))
    }
  }

  /** Adds a cookie and gives it; a name that is none gives `undefined`. */
  add(name: string, value: string): Morsel | undefined {
    if (!isCookieName(name)) return undefined
    const morsel = new Morsel(name, value)
    this.#morsels.set(name, morsel)
    return morsel
  }

  has(name: string): boolean {
    return this.#morsels.has(name)
  }

  /** @throws KeyError when there is no such cookie */
  get(name: string): Morsel {
    const morsel = this.#morsels.get(name)
    if (!morsel) throw new KeyError(name)
    return morsel
  }

  delete(name: string): boolean {
    return this.#morsels.delete(name)
  }

  keys(): IterableIterator<string> {
    return this.#morsels.keys()
  }

  /** The cookies, sorted by name. */
  values(): Morsel[] {
    return [...this.#morsels].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, morsel]) => morsel)
  }

  [Symbol.iterator](): IterableIterator<[name: string, morsel: Morsel]> {
    return this.#morsels[Symbol.iterator]()
  }

  /** All of them in one text, sorted by name. */
  serialize(full: boolean = true): string {
    return this.values()
      .map((morsel) => morsel.serialize(full))
      .join('; ')
  }

  toString(): string {
    return this.serialize()
  }
}
