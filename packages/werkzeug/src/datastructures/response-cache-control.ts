import { parseDictHeader } from '../http/dict-header.ts'
import { CacheControl } from './cache-control.ts'
import type { DirectivesInit, OnDirectives } from './cache-control.ts'

/**
 * The Cache-Control of a response, RFC 9111 section 5.2.2. That of a `Response` is live: setting a directive writes the header.
 * Python: `werkzeug.datastructures.ResponseCacheControl`.
 *
 * @example
 * const directives = ResponseCacheControl.fromHeader('public')
 * directives.maxAge = 60
 * directives.noCache = 'Set-Cookie'
 * directives.public = false
 * assert.equal(directives.toHeader(), 'max-age=60, no-cache=Set-Cookie')
 */
export class ResponseCacheControl extends CacheControl {
  /** Reads the header; null is none. */
  static fromHeader(value: string | null | undefined, onUpdate: OnDirectives = null): ResponseCacheControl {
    return new ResponseCacheControl(value ? parseDictHeader(value) : ([] as DirectivesInit), onUpdate)
  }

  /** `no-cache`: true, or the fields that it is about; null when it is absent. */
  get noCache(): string | true | null {
    return this.textOf('no-cache')
  }
  set noCache(value: string | boolean | null) {
    this.setText('no-cache', value)
  }

  /** `public`: caches of many users may keep it. */
  get public(): boolean {
    return this.has('public')
  }
  set public(value: boolean | null) {
    this.setFlag('public', value)
  }

  /** `private`: true, or the fields that it is about; null when it is absent. */
  get private(): string | true | null {
    return this.textOf('private')
  }
  set private(value: string | boolean | null) {
    this.setText('private', value)
  }

  /** `must-revalidate`: when it is too old it may not be sent without asking. */
  get mustRevalidate(): boolean {
    return this.has('must-revalidate')
  }
  set mustRevalidate(value: boolean | null) {
    this.setFlag('must-revalidate', value)
  }

  /** `proxy-revalidate`: the same for caches of many users. */
  get proxyRevalidate(): boolean {
    return this.has('proxy-revalidate')
  }
  set proxyRevalidate(value: boolean | null) {
    this.setFlag('proxy-revalidate', value)
  }

  /** `s-maxage`: the `max-age` of caches of many users, in seconds. */
  get sMaxage(): number | null {
    return this.numberOf('s-maxage')
  }
  set sMaxage(value: number | string | null) {
    this.setNumber('s-maxage', value)
  }

  /** `immutable`: it will not change while it is fresh (RFC 8246). */
  get immutable(): boolean {
    return this.has('immutable')
  }
  set immutable(value: boolean | null) {
    this.setFlag('immutable', value)
  }

  /** `must-understand`: only who knows the status may keep it. */
  get mustUnderstand(): boolean {
    return this.has('must-understand')
  }
  set mustUnderstand(value: boolean | null) {
    this.setFlag('must-understand', value)
  }

  /** `stale-while-revalidate`, in seconds (RFC 5861). */
  get staleWhileRevalidate(): number | null {
    return this.numberOf('stale-while-revalidate')
  }
  set staleWhileRevalidate(value: number | string | null) {
    this.setNumber('stale-while-revalidate', value)
  }
}
