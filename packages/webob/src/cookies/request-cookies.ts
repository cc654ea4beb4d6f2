import type { Environ } from '@triptych/raw'
import { encodeUtf8, isAscii } from '@triptych/raw/http'
import { decodeText } from '../compat.ts'
import { KeyError } from '../errors.ts'
import { memoOf } from '../memo.ts'
import { isCookieName } from './cookie-name.ts'
import { parseCookie } from './parse-cookie.ts'
import { quoteCookie } from './quote.ts'
import { nextCookie } from './next-cookie.ts'

/**
 * The cookies of a request: a live view of the Cookie field of its environ. Of equal names the last counts when read; a
 * change edits the first in the text and leaves the rest as it is. Python: `webob.cookies.RequestCookies`.
 *
 * @throws TypeError when a name that is set or deleted is none for a cookie
 * @throws UndecodableError (status 400) on reading when a value is not UTF-8
 * @example
 * const environ = { HTTP_COOKIE: 'a=1; b=2' }
 * const cookies = new RequestCookies(environ)
 * cookies.set('a', 'x y')
 * assert.equal(environ.HTTP_COOKIE, 'a="x y"; b=2')
 * assert.equal(cookies.get('a'), 'x y')
 */
export class RequestCookies implements Iterable<[name: string, value: string]> {
  readonly #environ: Environ

  constructor(environ: Environ | Record<string, unknown>) {
    this.#environ = environ as Environ
  }

  #parsed(): ReadonlyMap<string, string> {
    const header = this.#environ.HTTP_COOKIE ?? ''
    const memo = memoOf(this.#environ)
    if (memo.cookies?.[1] === header) return memo.cookies[0]
    const cookies = new Map<string, string>()
    for (const [name, value] of parseCookie(header)) {
      cookies.set(name, isAscii(value) ? value : decodeText(value))
    }
    memo.cookies = [cookies, header]
    return cookies
  }

  get size(): number {
    return this.#parsed().size
  }

  has(name: string): boolean {
    return this.#parsed().has(name)
  }

  get(name: string): string | undefined
  get<D>(name: string, fallback: D): string | D
  get(name: string, fallback?: unknown): unknown {
    return this.#parsed().get(name) ?? fallback
  }

  set(name: string, value: string): void {
    checkName(name)
    if (typeof value !== 'string')
      throw new TypeError(`Expected text as value of a cookie, got ${typeof value}`)
    this.#edit(name, `${name}=${quoteCookie(encodeUtf8(value))}`)
  }

  delete(name: string): boolean {
    checkName(name)
    return this.#edit(name, null)
  }

  /** Replaces the first pair of that name, appends one, or takes it out; tells whether it was there. */
  #edit(name: string, replacement: string | null): boolean {
    const header = this.#environ.HTTP_COOKIE
    const text = header ?? ''
    let edited = text
    let found = false
    for (let pair = nextCookie(text, 0); pair; pair = nextCookie(text, pair.end)) {
      if (pair.name !== name) continue
      found = true
      const before = text.slice(0, pair.start)
      edited = (replacement === null ? withoutEnd(before) : before + replacement) + text.slice(pair.end)
      break
    }
    if (!found && replacement !== null) edited = text === '' ? replacement : `${text}; ${replacement}`
    if (edited !== '' || header !== undefined) this.#environ.HTTP_COOKIE = edited
    return found
  }

  /** Takes a cookie out; without a default a missing one throws KeyError. */
  pop(name: string): string
  pop<D>(name: string, fallback: D): string | D
  pop(name: string, ...rest: [fallback?: unknown]): unknown {
    const value = this.get(name)
    if (value === undefined) {
      if (rest.length === 0) throw new KeyError(name)
      return rest[0]
    }
    this.delete(name)
    return value
  }

  /** Takes the first cookie out; throws KeyError when there is none. */
  popitem(): [name: string, value: string] {
    for (const pair of this) {
      this.delete(pair[0])
      return pair
    }
    throw new KeyError('', 'Expected a cookie to take out, there is none')
  }

  /** The value of a cookie; when there is none, the default is set and given. */
  setdefault(name: string, value: string): string {
    const present = this.get(name)
    if (present !== undefined) return present
    this.set(name, value)
    return value
  }

  update(other: Iterable<readonly [string, string]> | Readonly<Record<string, string>>): void {
    for (const [name, value] of Symbol.iterator in other ? other : Object.entries(other))
      this.set(name, value)
  }

  clear(): void {
    this.#environ.HTTP_COOKIE = ''
  }

  keys(): IterableIterator<string> {
    return this.#parsed().keys()
  }

  values(): IterableIterator<string> {
    return this.#parsed().values()
  }

  entries(): IterableIterator<[name: string, value: string]> {
    return this.#parsed().entries()
  }

  [Symbol.iterator](): IterableIterator<[name: string, value: string]> {
    return this.entries()
  }
}

function checkName(name: string): void {
  if (typeof name !== 'string' || !isCookieName(name)) {
    throw new TypeError(
      `Expected a token that is no attribute and does not begin with $, got ${JSON.stringify(name)}`,
    )
  }
}

/** Without the separators at the end. */
function withoutEnd(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === ';')) end--
  return text.slice(0, end)
}
