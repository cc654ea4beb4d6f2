import { parseDictHeader } from '../http/dict-header.ts'
import { CacheControl } from './cache-control.ts'
import type { DirectivesInit, OnDirectives } from './cache-control.ts'
import { refuseChange } from './immutable.ts'

/**
 * The Cache-Control of a request, RFC 9111 section 5.2.1. It cannot be changed.
 * Python: `werkzeug.datastructures.RequestCacheControl`.
 *
 * @example
 * const directives = RequestCacheControl.fromHeader('max-age=60, no-cache, max-stale')
 * assert.equal(directives.maxAge, 60)
 * assert.equal(directives.noCache, true)
 * assert.equal(directives.maxStale, true)
 * assert.throws(() => directives.set('max-age', '0'), TypeError)
 */
export class RequestCacheControl extends CacheControl {
  /** Reads the header; null is none. */
  static fromHeader(value: string | null | undefined, onUpdate: OnDirectives = null): RequestCacheControl {
    return new RequestCacheControl(value ? parseDictHeader(value) : ([] as DirectivesInit), onUpdate)
  }

  /** `no-cache`: what was kept may be sent only after asking. */
  get noCache(): boolean {
    return this.has('no-cache')
  }

  /** `max-stale`: by how many seconds an answer may be too old; true for any number. */
  get maxStale(): number | true | null {
    return this.get('max-stale') === null ? true : this.numberOf('max-stale')
  }

  /** `min-fresh`: for how many seconds an answer must stay fresh. */
  get minFresh(): number | null {
    return this.numberOf('min-fresh')
  }

  /** `only-if-cached`: answer from what was kept, or not at all. */
  get onlyIfCached(): boolean {
    return this.has('only-if-cached')
  }

  /** @throws TypeError always */
  override set(_key: string, _value: string | null): never {
    return refuseChange(this)
  }

  /** @throws TypeError always */
  override setdefault(_key: string, _value: string | null): never {
    return refuseChange(this)
  }

  /** @throws TypeError always */
  override delete(_key: string): never {
    return refuseChange(this)
  }

  /** @throws TypeError always */
  override pop(_key: string): never {
    return refuseChange(this)
  }

  /** @throws TypeError always */
  override popitem(): never {
    return refuseChange(this)
  }

  /** @throws TypeError always */
  override clear(): never {
    return refuseChange(this)
  }

  /** @throws TypeError always */
  override update(_other: DirectivesInit): never {
    return refuseChange(this)
  }

  protected override setFlag(_key: string, _value: boolean | null): never {
    return refuseChange(this)
  }

  protected override setText(_key: string, _value: string | number | boolean | null): never {
    return refuseChange(this)
  }

  protected override setNumber(_key: string, _value: number | string | boolean | null): never {
    return refuseChange(this)
  }
}
