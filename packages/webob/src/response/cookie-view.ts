import type { Application, ApplicationLike } from '@triptych/raw'
import { toApplication } from '@triptych/raw'
import { encodeUtf8, toBytes } from '@triptych/raw/http'
import { CacheControl, type DirectiveValue } from '../cachecontrol/index.ts'
import { makeCookie, type CookieOptions, type CookieOptionsFor } from '../cookies/make-cookie.ts'
import { Cookie } from '../cookies/morsel.ts'
import { clock, timedeltaToSeconds, type Duration } from '../datetime-utils.ts'
import { KeyError } from '../errors.ts'
import { BodyView } from './body-view.ts'

/** The attributes of a cookie that a response sets. */
export interface SetCookieOptions extends CookieOptions {
  /** When it ends, where `maxAge` is not given: an instant or a duration. Old clients get both in any case. */
  readonly expires?: Date | Duration | null | undefined
  /** First takes a cookie of that name back that this response sets already. */
  readonly overwrite?: boolean | undefined
}

/** What can be assigned to `cacheControl`. */
export type CacheControlLike = CacheControl | string | Readonly<Record<string, DirectiveValue>>

const isSetCookie = ([name]: readonly [string, string]): boolean => name.toLowerCase() === 'set-cookie'

/**
 * The cookies that a response sets, and what it says to caches.
 *
 * @example
 * import { Response } from '@triptych/webob'
 * const response = new Response()
 * assert.ok(response instanceof CookieView)
 * response.setCookie('a', 'b', { httponly: true })
 * assert.equal(response.headers.get('Set-Cookie'), 'a=b; Path=/; HttpOnly')
 */
export class CookieView extends BodyView {
  /**
   * Sets a cookie; a null value deletes it. Values are UTF-8, and what may not stand in one is quoted. What browsers demand
   * of names with a prefix (`__Host-`, `__Secure-`) the compiler demands.
   *
   * @throws TypeError when the name is none for a cookie
   * @throws RangeError when max-age is no number, or SameSite=None or Partitioned stand without `secure`
   */
  setCookie<const Name extends string>(
    name: Name,
    ...rest: object extends CookieOptionsFor<Name>
      ? [value?: string | null, options?: SetCookieOptions & CookieOptionsFor<Name>]
      : [value: string | null, options: SetCookieOptions & CookieOptionsFor<Name>]
  ): void
  setCookie(name: string, value: string | null = '', options: SetCookieOptions = {}): void {
    const { expires, overwrite, maxAge, ...attributes } = options
    if (overwrite) this.unsetCookie(name, { strict: false })
    const cookie = makeCookie(name, value === null ? null : toBytes(encodeUtf8(value)), {
      ...attributes,
      maxAge: maxAge || !expires ? maxAge : secondsUntil(expires),
    })
    this._headerlist.push(['Set-Cookie', cookie])
  }

  /**
   * Tells the client to forget a cookie; path and domain must be those that it was set with, and one whose name begins with
   * `__Secure-` or `__Host-` needs `secure`.
   */
  deleteCookie(name: string, options: Pick<CookieOptions, 'path' | 'domain' | 'secure'> = {}): void {
    this.setCookie(name, null, options)
  }

  /**
   * Takes a cookie back that this response sets. The others are written anew, sorted by name, and lose Secure and
   * HttpOnly, as in the original; with `verbatim` they stay as they are.
   *
   * @throws KeyError when it sets no such cookie, unless `strict` is false
   */
  unsetCookie(name: string, options: { readonly strict?: boolean; readonly verbatim?: boolean } = {}): void {
    const { strict = true, verbatim = false } = options
    const existing = this._headerlist.filter(isSetCookie)
    if (existing.length === 0 && !strict) return
    const cookies = new Cookie()
    for (const [, text] of existing) cookies.load(text)
    if (!cookies.delete(name)) {
      if (!strict) return
      throw new KeyError(name, `No cookie has been set with the name ${JSON.stringify(name)}`)
    }
    // Written first: a kept SameSite=None without its Secure cannot be, and then nothing changes.
    const kept = verbatim
      ? existing.map(([, text]) => text).filter((text) => !new Cookie(text).has(name))
      : cookies.values().map(String)
    this.headers.delete('Set-Cookie')
    for (const text of kept) this._headerlist.push(['Set-Cookie', text])
  }

  /**
   * Adds the cookies that this response sets to another one, and gives it; to any other application by wrapping it.
   * Without cookies the argument comes back as it is.
   */
  mergeCookies<R extends CookieView>(response: R): R
  mergeCookies(application: ApplicationLike): ApplicationLike
  mergeCookies(other: CookieView | ApplicationLike): CookieView | ApplicationLike {
    const cookies = this._headerlist.filter(isSetCookie)
    if (cookies.length === 0) return other
    if ('_headerlist' in other) {
      other._headerlist.push(...cookies)
      return other
    }
    const application = toApplication(other)
    const merged: Application = (environ, startResponse) =>
      application(environ, (status, headers, error) =>
        error === undefined
          ? startResponse(status, [...headers, ...cookies])
          : startResponse(status, [...headers, ...cookies], error),
      )
    return merged
  }

  /** Cache-Control, live: changing it changes the field. Takes an object of directives, text, or null. */
  get cacheControl(): CacheControl {
    const text = this._field('cache-control') ?? ''
    const current = this._cacheControl
    if (current?.text === text) return current.object
    const object = current?.object ?? CacheControl.parse('', { type: 'response' })
    this._cacheControl = { object, text }
    this._fillCacheControl(CacheControl.parse(text).properties, current !== undefined)
    return object
  }

  set cacheControl(value: CacheControlLike | null) {
    if (!this._cacheControl && (value === null || typeof value === 'string')) {
      this._setField('Cache-Control', value ?? '')
      return
    }
    const control =
      typeof value === 'string'
        ? CacheControl.parse(value)
        : value instanceof CacheControl
          ? value
          : new CacheControl(value ?? {})
    void this.cacheControl
    this._fillCacheControl(control.properties, true)
  }

  /** @internal Replaces all directives at once, and writes them. */
  _fillCacheControl(directives: ReadonlyMap<string, DirectiveValue>, rewrite: boolean): void {
    const { properties } = this._cacheControl!.object
    const entries = [...directives]
    properties.updated = undefined
    properties.clear()
    for (const [name, value] of entries) properties.set(name, value)
    properties.updated = () => this._writeCacheControl()
    if (entries.length > 0 || rewrite) this._writeCacheControl()
  }

  /** @internal */
  _writeCacheControl(): void {
    const text = String(this._cacheControl!.object)
    if (text === '') this.headers.delete('Cache-Control')
    else this.headers.set('Cache-Control', text)
  }

  /**
   * Says how long the answer may be kept: so many seconds, 0 or true for not at all, null for nothing but the other
   * directives, which are set by their names.
   */
  cacheExpires(
    seconds: number | boolean | Duration | null = 0,
    directives: Readonly<Partial<Record<keyof CacheControl, unknown>>> = {},
  ): void {
    const time =
      seconds === true || seconds === false ? 0 : seconds === null ? null : timedeltaToSeconds(seconds)
    const control = this.cacheControl
    const now = new Date(clock.now())
    if (time === 0) {
      control.noStore = true
      control.noCache = true
      control.mustRevalidate = true
      control.maxAge = 0
      this.expires = now
      if (!this.headers.has('Last-Modified')) this.lastModified = now
      this.pragma = 'no-cache'
    } else if (time !== null) {
      control.properties.clear()
      control.maxAge = time
      this.expires = new Date(now.getTime() + time * 1000)
      this.pragma = null
    }
    Object.assign(control, directives)
  }

  /** {@link cacheExpires} in the form of an assignment: Python's `response.cache_expires = 60`. */
  setCacheExpires(value: number | boolean | Duration | null): void {
    this.cacheExpires(value)
  }
}

function secondsUntil(expires: Date | Duration): number {
  if (expires instanceof Date) return Math.trunc((expires.getTime() - clock.now()) / 1000)
  return timedeltaToSeconds(expires)
}
