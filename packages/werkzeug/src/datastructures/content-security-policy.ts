import { strip } from '../http/strip.ts'
import { CallbackDict } from './callback-dict.ts'
import type { DictInit } from './readonly-dict.ts'

/** Called with the directives after each change. */
type OnPolicy = ((changed: CallbackDict) => void) | null

/**
 * The directives of Content-Security-Policy, in order. Setting one to null removes it; that of a `Response` is live.
 * Python: `werkzeug.datastructures.ContentSecurityPolicy`.
 *
 * @example
 * const policy = ContentSecurityPolicy.fromHeader("default-src 'self'; script-src 'none'")
 * policy.scriptSrc = null
 * policy.imgSrc = '*'
 * assert.equal(policy.toHeader(), "default-src 'self'; img-src *")
 */
export class ContentSecurityPolicy extends CallbackDict {
  /** Whether there was a header. */
  readonly provided: boolean

  constructor(init: DictInit<string> | null = [], onUpdate: OnPolicy = null) {
    super(init, onUpdate)
    this.provided = init !== null
  }

  /** Reads the header; a directive without a value is left out. Python: `werkzeug.http.parse_csp_header`. */
  static fromHeader(value: string | null | undefined, onUpdate: OnPolicy = null): ContentSecurityPolicy {
    const directives: [string, string][] = []
    for (const part of (value ?? '').split(';')) {
      const directive = strip(part)
      const space = directive.indexOf(' ')
      if (space >= 0) directives.push([strip(directive.slice(0, space)), strip(directive.slice(space + 1))])
    }
    return new ContentSecurityPolicy(directives, onUpdate)
  }

  /** `base-uri`. */
  get baseUri(): string | null {
    return this.get('base-uri') ?? null
  }
  set baseUri(value: string | null) {
    this.put('base-uri', value)
  }

  /** `child-src`. */
  get childSrc(): string | null {
    return this.get('child-src') ?? null
  }
  set childSrc(value: string | null) {
    this.put('child-src', value)
  }

  /** `connect-src`. */
  get connectSrc(): string | null {
    return this.get('connect-src') ?? null
  }
  set connectSrc(value: string | null) {
    this.put('connect-src', value)
  }

  /** `default-src`. */
  get defaultSrc(): string | null {
    return this.get('default-src') ?? null
  }
  set defaultSrc(value: string | null) {
    this.put('default-src', value)
  }

  /** `font-src`. */
  get fontSrc(): string | null {
    return this.get('font-src') ?? null
  }
  set fontSrc(value: string | null) {
    this.put('font-src', value)
  }

  /** `form-action`. */
  get formAction(): string | null {
    return this.get('form-action') ?? null
  }
  set formAction(value: string | null) {
    this.put('form-action', value)
  }

  /** `frame-ancestors`. */
  get frameAncestors(): string | null {
    return this.get('frame-ancestors') ?? null
  }
  set frameAncestors(value: string | null) {
    this.put('frame-ancestors', value)
  }

  /** `frame-src`. */
  get frameSrc(): string | null {
    return this.get('frame-src') ?? null
  }
  set frameSrc(value: string | null) {
    this.put('frame-src', value)
  }

  /** `img-src`. */
  get imgSrc(): string | null {
    return this.get('img-src') ?? null
  }
  set imgSrc(value: string | null) {
    this.put('img-src', value)
  }

  /** `manifest-src`. */
  get manifestSrc(): string | null {
    return this.get('manifest-src') ?? null
  }
  set manifestSrc(value: string | null) {
    this.put('manifest-src', value)
  }

  /** `media-src`. */
  get mediaSrc(): string | null {
    return this.get('media-src') ?? null
  }
  set mediaSrc(value: string | null) {
    this.put('media-src', value)
  }

  /** `navigate-to`. */
  get navigateTo(): string | null {
    return this.get('navigate-to') ?? null
  }
  set navigateTo(value: string | null) {
    this.put('navigate-to', value)
  }

  /** `object-src`. */
  get objectSrc(): string | null {
    return this.get('object-src') ?? null
  }
  set objectSrc(value: string | null) {
    this.put('object-src', value)
  }

  /** `prefetch-src`. */
  get prefetchSrc(): string | null {
    return this.get('prefetch-src') ?? null
  }
  set prefetchSrc(value: string | null) {
    this.put('prefetch-src', value)
  }

  /** `plugin-types`. */
  get pluginTypes(): string | null {
    return this.get('plugin-types') ?? null
  }
  set pluginTypes(value: string | null) {
    this.put('plugin-types', value)
  }

  /** `report-to`. */
  get reportTo(): string | null {
    return this.get('report-to') ?? null
  }
  set reportTo(value: string | null) {
    this.put('report-to', value)
  }

  /** `report-uri`. */
  get reportUri(): string | null {
    return this.get('report-uri') ?? null
  }
  set reportUri(value: string | null) {
    this.put('report-uri', value)
  }

  /** `sandbox`. */
  get sandbox(): string | null {
    return this.get('sandbox') ?? null
  }
  set sandbox(value: string | null) {
    this.put('sandbox', value)
  }

  /** `script-src`. */
  get scriptSrc(): string | null {
    return this.get('script-src') ?? null
  }
  set scriptSrc(value: string | null) {
    this.put('script-src', value)
  }

  /** `script-src-attr`. */
  get scriptSrcAttr(): string | null {
    return this.get('script-src-attr') ?? null
  }
  set scriptSrcAttr(value: string | null) {
    this.put('script-src-attr', value)
  }

  /** `script-src-elem`. */
  get scriptSrcElem(): string | null {
    return this.get('script-src-elem') ?? null
  }
  set scriptSrcElem(value: string | null) {
    this.put('script-src-elem', value)
  }

  /** `style-src`. */
  get styleSrc(): string | null {
    return this.get('style-src') ?? null
  }
  set styleSrc(value: string | null) {
    this.put('style-src', value)
  }

  /** `style-src-attr`. */
  get styleSrcAttr(): string | null {
    return this.get('style-src-attr') ?? null
  }
  set styleSrcAttr(value: string | null) {
    this.put('style-src-attr', value)
  }

  /** `style-src-elem`. */
  get styleSrcElem(): string | null {
    return this.get('style-src-elem') ?? null
  }
  set styleSrcElem(value: string | null) {
    this.put('style-src-elem', value)
  }

  /** `worker-src`. */
  get workerSrc(): string | null {
    return this.get('worker-src') ?? null
  }
  set workerSrc(value: string | null) {
    this.put('worker-src', value)
  }

  private put(key: string, value: string | null): void {
    if (value !== null) this.set(key, value)
    else if (this.has(key)) this.delete(key)
  }

  /** The directives as the header has them. Python: `werkzeug.http.dump_csp_header`. */
  toHeader(): string {
    return this.items()
      .map(([key, value]) => `${key} ${value}`)
      .join('; ')
  }

  override toString(): string {
    return this.toHeader()
  }
}
