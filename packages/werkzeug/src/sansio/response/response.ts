import { dumpCookie, type DumpCookieOptions } from '../../http/dump-cookie.ts'
import { quoteEtag, unquoteEtag } from '../../http/etag.ts'
import type { ResponseBase } from './response-base.ts'
import { ResponseObjects } from './response-objects.ts'

/** The attributes of a cookie. */
export type CookieAttributes = Omit<DumpCookieOptions, 'maxSize'>

/** What a cookie has to be deleted with: the place it was set for, and the flags it was set with. */
export type CookiePlace = Omit<CookieAttributes, 'maxAge' | 'expires' | 'syncExpires'>

/**
 * A response without its body: status and fields. Python: `werkzeug.sansio.response.Response`. Servers of another kind
 * than this project's can be built on it; applications use `Response` of `@triptych/werkzeug/wrappers`.
 *
 * @example
 * const response = new Response({ status: 401 })
 * response.setCookie('seen', '1', { maxAge: 60, httponly: true })
 * response.setEtag('v1')
 * assert.deepEqual(response.getEtag(), ['v1', false])
 * assert.match(response.headers.get('Set-Cookie'), /^seen=1; Expires=.*; Max-Age=60; HttpOnly; Path=\/$/)
 */
export class Response extends ResponseObjects {
  /**
   * Sets a cookie, in a field of its own.
   *
   * @throws TypeError for a key, a path or a domain that would break out of the field
   */
  setCookie(key: string, value: string = '', options: CookieAttributes = {}): void {
    const { maxCookieSize } = this.constructor as typeof ResponseBase
    this.headers.add('Set-Cookie', dumpCookie(key, value, { ...options, maxSize: maxCookieSize }))
  }

  /** Has a cookie deleted. Path, domain and flags must be those that it was set with. */
  deleteCookie(key: string, options: CookiePlace = {}): void {
    this.setCookie(key, '', { ...options, expires: 0, maxAge: 0 })
  }

  /**
   * Sets ETag.
   *
   * @throws TypeError for a tag with a quotation mark
   */
  setEtag(etag: string, { weak = false }: { readonly weak?: boolean } = {}): void {
    this.headers.set('ETag', quoteEtag(etag, weak))
  }

  /** ETag, and whether it is weak; nulls when there is none. */
  getEtag(): [tag: string, weak: boolean] | [tag: null, weak: null] {
    return unquoteEtag(this.headers.get('ETag') ?? null)
  }
}
