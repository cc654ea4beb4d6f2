// Longer than most: one short accessor for each directive, so that each is documented and typed.
import { UpdateDict } from './update-dict.ts'

/** A directive's value: a number where it is one (a bigint beyond 2^53), `null` when the directive stands alone. */
export type DirectiveValue = number | bigint | string | null

/** Whose field it is; directives of the other kind cannot be set. */
export type CacheControlType = 'request' | 'response'

/** What a value directive takes: true stands alone, null and false remove it. */
type Value = DirectiveValue | boolean

/** A name, and a value in quotes or not. */
const DIRECTIVE = /([a-zA-Z][a-zA-Z_-]*)\s*(?:=(?:"([^"]*)"|([^ \t",;]*)))?/g

/** What Python's `int()` takes, blanks around it included. */
const INTEGER = /^\s*[+-]?\d+\s*$/

/** Longer ones stay the text that they are, since reading them takes quadratic time; Python refuses them too. */
const MAX_DIGITS = 4300

function valueOf(text: string): number | bigint | string {
  if (text.length > MAX_DIGITS || !INTEGER.test(text)) return text
  const value = Number(text)
  // Adding 0 makes -0 an ordinary one.
  return Number.isSafeInteger(value) ? value + 0 : BigInt(text.replace('+', ''))
}

/**
 * Cache-Control (RFC 9111 section 5.2) with an accessor for each directive; the one that requests and responses give is
 * live: a change of it is a change of the field. Python: `webob.cachecontrol.CacheControl`.
 *
 * @throws TypeError when a directive of requests is set on a response, or the other way round
 * @example
 * const control = CacheControl.parse('private, max-age=60', { type: 'response' })
 * assert.equal(control.maxAge, 60)
 * assert.equal(control.private, '*')
 * control.maxAge = 120
 * control.private = null
 * control.immutable = true
 * assert.equal(String(control), 'immutable, max-age=120')
 */
export class CacheControl {
  /** The directives by their names as they were written. */
  readonly properties: UpdateDict<string, DirectiveValue>
  readonly type: CacheControlType | null

  constructor(
    properties: ReadonlyMap<string, DirectiveValue> | Readonly<Record<string, DirectiveValue>>,
    type: CacheControlType | null = null,
  ) {
    this.properties =
      properties instanceof UpdateDict
        ? properties
        : new UpdateDict(properties instanceof Map ? properties : Object.entries(properties))
    this.type = type
  }

  /**
   * Reads the field; whatever is no directive is passed over. `updatesTo` is called with the object after each change.
   */
  static parse(
    header: string,
    options: { type?: CacheControlType | null; updatesTo?: (control: CacheControl) => void } = {},
  ): CacheControl {
    const properties = new UpdateDict<string, DirectiveValue>()
    for (const [, name, quoted, plain] of header.matchAll(DIRECTIVE)) {
      const text = quoted || plain
      properties.set(name!, text ? valueOf(text) : null)
    }
    const control = new CacheControl(properties, options.type ?? null)
    const { updatesTo } = options
    if (updatesTo) properties.updated = () => updatesTo(control)
    return control
  }

  #own(name: string, type: CacheControlType | null): void {
    if (type !== null && type !== this.type) {
      throw new TypeError(
        `Expected a ${type}'s Cache-Control to set ${name}, got ${this.type ?? 'one of no type'}`,
      )
    }
  }

  #flag(name: string): boolean {
    return this.properties.has(name)
  }

  #setFlag(name: string, type: CacheControlType | null, value: unknown): void {
    this.#own(name, type)
    if (value) this.properties.set(name, null)
    else this.properties.delete(name)
  }

  #value<Alone>(name: string, alone: Alone): DirectiveValue | Alone {
    const value = this.properties.get(name)
    return value === undefined ? null : value === null ? alone : value
  }

  #setValue(name: string, type: CacheControlType | null, value: Value): void {
    this.#own(name, type)
    if (value === null || value === false) this.properties.delete(name)
    else this.properties.set(name, value === true ? null : value)
  }

  /** Request: a stale response will do, so many seconds old at most; `*` however old. */
  get maxStale(): DirectiveValue {
    return this.#value('max-stale', '*')
  }

  set maxStale(value: Value) {
    this.#setValue('max-stale', 'request', value)
  }

  /** Request: the response must stay fresh for so many seconds. */
  get minFresh(): DirectiveValue {
    return this.#value('min-fresh', null)
  }

  set minFresh(value: Value) {
    this.#setValue('min-fresh', 'request', value)
  }

  /** Request: answer from the cache or with 504. */
  get onlyIfCached(): boolean {
    return this.#flag('only-if-cached')
  }

  set onlyIfCached(value: boolean | null) {
    this.#setFlag('only-if-cached', 'request', value)
  }

  /** Response: any cache may store it. */
  get public(): boolean {
    return this.#flag('public')
  }

  set public(value: boolean | null) {
    this.#setFlag('public', 'response', value)
  }

  /** Response: no shared cache may store it, or these fields of it; `*` when it stands alone. */
  get private(): DirectiveValue {
    return this.#value('private', '*')
  }

  set private(value: Value) {
    this.#setValue('private', 'response', value)
  }

  /** Ask the origin before use, for these fields; `*` when it stands alone. */
  get noCache(): DirectiveValue {
    return this.#value('no-cache', '*')
  }

  set noCache(value: Value) {
    this.#setValue('no-cache', null, value)
  }

  /** Store nothing. */
  get noStore(): boolean {
    return this.#flag('no-store')
  }

  set noStore(value: boolean | null) {
    this.#setFlag('no-store', null, value)
  }

  /** Change nothing on the way. */
  get noTransform(): boolean {
    return this.#flag('no-transform')
  }

  set noTransform(value: boolean | null) {
    this.#setFlag('no-transform', null, value)
  }

  /** Response: once stale, ask the origin. */
  get mustRevalidate(): boolean {
    return this.#flag('must-revalidate')
  }

  set mustRevalidate(value: boolean | null) {
    this.#setFlag('must-revalidate', 'response', value)
  }

  /** Response: the same for shared caches. */
  get proxyRevalidate(): boolean {
    return this.#flag('proxy-revalidate')
  }

  set proxyRevalidate(value: boolean | null) {
    this.#setFlag('proxy-revalidate', 'response', value)
  }

  /** Response: it will not change while it is fresh (RFC 8246); WebOb lacks it. */
  get immutable(): boolean {
    return this.#flag('immutable')
  }

  set immutable(value: boolean | null) {
    this.#setFlag('immutable', 'response', value)
  }

  /** Seconds it is fresh; -1 when it stands alone. */
  get maxAge(): DirectiveValue {
    return this.#value('max-age', -1)
  }

  set maxAge(value: Value) {
    this.#setValue('max-age', null, value)
  }

  /** Response: seconds it is fresh in shared caches. */
  get sMaxage(): DirectiveValue {
    return this.#value('s-maxage', null)
  }

  set sMaxage(value: Value) {
    this.#setValue('s-maxage', 'response', value)
  }

  /** Another name for {@link sMaxage}. */
  get sMaxAge(): DirectiveValue {
    return this.sMaxage
  }

  set sMaxAge(value: Value) {
    this.sMaxage = value
  }

  /** Response: seconds it may be used stale while it is asked for anew (RFC 5861). */
  get staleWhileRevalidate(): DirectiveValue {
    return this.#value('stale-while-revalidate', null)
  }

  set staleWhileRevalidate(value: Value) {
    this.#setValue('stale-while-revalidate', 'response', value)
  }

  /** Response: seconds it may be used stale when the origin fails (RFC 5861). */
  get staleIfError(): DirectiveValue {
    return this.#value('stale-if-error', null)
  }

  set staleIfError(value: Value) {
    this.#setValue('stale-if-error', 'response', value)
  }

  /** One with the same directives that changes nothing else. */
  copy(): CacheControl {
    return new CacheControl(new UpdateDict(this.properties), this.type)
  }

  toString(): string {
    return serializeCacheControl(this.properties)
  }
}

/**
 * Writes directives, sorted by name; a value is quoted unless it is made of letters, digits, `.`, `_` and `-`. A quote in a
 * value is written as it is, as by the original, though no reader can tell it from the end of the value.
 * Python: `webob.cachecontrol.serialize_cache_control`.
 *
 * @throws TypeError when a name or a value holds CR, LF or NUL, which would end the field
 * @example
 * assert.equal(serializeCacheControl({ 'no-cache': 'Set-Cookie, X', 'max-age': 5, public: null }), 'max-age=5, no-cache="Set-Cookie, X", public')
 */
export function serializeCacheControl(
  properties: CacheControl | ReadonlyMap<string, DirectiveValue> | Readonly<Record<string, DirectiveValue>>,
): string {
  const map = properties instanceof CacheControl ? properties.properties : properties
  const entries = map instanceof Map ? [...map] : Object.entries(map)
  return entries
    .toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([name, value]) => (value === null ? line(name) : `${line(name)}=${valueText(String(value))}`))
    .join(', ')
}

function line(text: string): string {
  if (!/[\0\r\n]/.test(text)) return text
  throw new TypeError(`Expected a directive of one line without NUL, got ${JSON.stringify(text)}`)
}

const valueText = (text: string): string => (/[^a-zA-Z0-9._-]/.test(text) ? `"${line(text)}"` : text)
