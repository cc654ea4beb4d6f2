import { generateEtag, quoteEtag, unquoteEtag } from '../http/etag.ts'

/**
 * The entity tags of If-Match and If-None-Match, or the star that stands for any.
 * Python: `werkzeug.datastructures.ETags`.
 *
 * @example
 * const tags = ETags.fromHeader('"a", W/"b"')
 * assert.equal(tags.contains('a'), true)
 * assert.equal(tags.contains('b'), false)
 * assert.equal(tags.containsWeak('b'), true)
 * assert.equal(ETags.fromHeader('*').contains('anything'), true)
 */
export class ETags implements Iterable<string> {
  /** Whether any tag is meant. */
  readonly starTag: boolean
  readonly #strong: ReadonlySet<string>
  readonly #weak: ReadonlySet<string>

  /** @param strong tags without their quotes; with a star there are none */
  constructor(strong?: Iterable<string> | null, weak?: Iterable<string> | null, starTag: boolean = false) {
    this.#strong = new Set(starTag ? [] : (strong ?? []))
    this.#weak = new Set(weak ?? [])
    this.starTag = starTag
  }

  /** Reads the header; tags without quotes are taken too. Python: `werkzeug.http.parse_etags`. */
  static fromHeader(value: string | null | undefined): ETags {
    const strong: string[] = []
    const weak: string[] = []
    const text = value ?? ''
    for (let at = 0; at < text.length;) {
      const tag = readTag(text, at)
      if (!tag) break
      if (tag.value === '*' && !tag.isQuoted) return new ETags(null, null, true)
      ;(tag.isWeak ? weak : strong).push(tag.value)
      at = tag.end
    }
    return new ETags(strong, weak)
  }

  /** How many strong tags there are. */
  get size(): number {
    return this.#strong.size
  }

  /** Whether there is nothing: no tag, no star. */
  get isEmpty(): boolean {
    return !this.starTag && this.#strong.size === 0 && this.#weak.size === 0
  }

  /** The strong tags. */
  [Symbol.iterator](): IterableIterator<string> {
    return this.#strong.values()
  }

  /** The strong tags, and the weak ones when they are asked for. */
  asSet({ includeWeak = false }: { readonly includeWeak?: boolean } = {}): Set<string> {
    return new Set(includeWeak ? [...this.#strong, ...this.#weak] : this.#strong)
  }

  /** Whether it is one of the weak tags. */
  isWeak(etag: string): boolean {
    return this.#weak.has(etag)
  }

  /** Whether it is one of the strong tags. */
  isStrong(etag: string): boolean {
    return this.#strong.has(etag)
  }

  /** Whether it matches by weak comparison, RFC 9110 section 8.8.3.2. */
  containsWeak(etag: string): boolean {
    return this.isWeak(etag) || this.contains(etag)
  }

  /** Whether it matches by strong comparison; a star matches all. */
  contains(etag: string): boolean {
    return this.starTag || this.isStrong(etag)
  }

  /** The same as `contains`: Python's `in`. */
  has(etag: string): boolean {
    return this.contains(etag)
  }

  /** Whether a tag as it is written matches, a weak one by weak comparison. */
  containsRaw(etag: string): boolean {
    const [tag, weak] = unquoteEtag(etag)
    if (tag === null) return this.starTag
    return weak ? this.containsWeak(tag) : this.contains(tag)
  }

  /**
   * Whether a tag, or that of some content, is among the tags: what calling the object does in Python. The star is not
   * looked at.
   *
   * @throws TypeError when neither is given
   */
  matches(
    etag: string | null,
    { data, includeWeak = false }: { readonly data?: Uint8Array; readonly includeWeak?: boolean } = {},
  ): boolean {
    if (etag === null && !data)
      throw new TypeError('Expected an entity tag or data to make one of, got neither')
    const tag = etag ?? generateEtag(data!)
    return this.#strong.has(tag) || (includeWeak && this.#weak.has(tag))
  }

  /** Whether another one has the same tags. */
  equals(other: unknown): boolean {
    return (
      other instanceof ETags &&
      other.starTag === this.starTag &&
      sameSet(other.#strong, this.#strong) &&
      sameSet(other.#weak, this.#weak)
    )
  }

  /** The tags as the header has them. */
  toHeader(): string {
    if (this.starTag) return '*'
    const strong = Array.from(this.#strong, (tag) => quoteEtag(tag))
    return [...strong, ...Array.from(this.#weak, (tag) => quoteEtag(tag, true))].join(', ')
  }

  toString(): string {
    return this.toHeader()
  }
}

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((tag) => b.has(tag))

interface Tag {
  readonly value: string
  readonly isWeak: boolean
  readonly isQuoted: boolean
  /** Where the next one begins. */
  readonly end: number
}

/** The tag at a position. What stands between a quoted tag and the next comma makes it an unquoted one. */
function readTag(text: string, start: number): Tag | undefined {
  const isWeak = /[Ww]/.test(text[start] ?? '') && text[start + 1] === '/'
  const from = isWeak ? start + 2 : start
  if (text[from] === '"') {
    for (let close = text.indexOf('"', from + 1); close >= 0; close = text.indexOf('"', close + 1)) {
      const end = afterComma(text, close + 1)
      if (end !== undefined) return { value: text.slice(from + 1, close), isWeak, isQuoted: true, end }
    }
  }
  const comma = text.indexOf(',', from)
  // Tags have no line feeds, and what follows one is not looked at.
  if (
    text
      .slice(from, comma < 0 ? text.length : comma)
      .trimEnd()
      .includes('\n')
  )
    return undefined
  if (comma < 0) return { value: text.slice(from), isWeak, isQuoted: false, end: text.length }
  const value = text.slice(from, comma).trimEnd()
  return { value, isWeak, isQuoted: false, end: afterComma(text, comma) ?? text.length }
}

/** The position behind blanks, a comma and blanks; `undefined` when something else stands there. */
function afterComma(text: string, start: number): number | undefined {
  let at = start
  while (at < text.length && text[at]!.trim() === '') at++
  if (at >= text.length) return at
  if (text[at] !== ',') return undefined
  at++
  while (at < text.length && text[at]!.trim() === '') at++
  return at
}
