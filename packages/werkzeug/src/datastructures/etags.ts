import { generateEtag, unquoteEtag } from '../http/etag.ts'
import { skipSpace, stripEnd } from '../http/strip.ts'

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
    // A line feed at the end is none of the last tag (the original never returns from it).
    const text = value?.endsWith('\n') ? value.slice(0, -1) : (value ?? '')
    const reader = new TagReader(text)
    for (let at = 0; at < text.length;) {
      const tag = reader.read(at)
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

  /** The tags as the header has them. What was no tag, such as one with a quote inside, is written all the same. */
  toHeader(): string {
    if (this.starTag) return '*'
    const strong = Array.from(this.#strong, (tag) => `"${tag}"`)
    return [...strong, ...Array.from(this.#weak, (tag) => `W/"${tag}"`)].join(', ')
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

/**
 * Reads one tag after the other. What stands between a quoted tag and the next comma makes it an unquoted one. What a
 * search ahead has found is remembered: quotes that close no tag cost one pass together.
 */
class TagReader {
  readonly #text: string
  /** The next quote that closes a tag, and where the tag behind it begins. */
  #close = -1
  #afterClose = -1
  #lineFeed = -1

  constructor(text: string) {
    this.#text = text
  }

  /** The tag at a position; `undefined` before a line feed, which no tag has. */
  read(start: number): Tag | undefined {
    const text = this.#text
    const isWeak = (text[start] === 'W' || text[start] === 'w') && text[start + 1] === '/'
    const from = isWeak ? start + 2 : start
    if (this.#lineFeed < from) this.#lineFeed = indexOrEnd(text, '\n', from)
    if (text[from] === '"') {
      if (this.#close <= from) this.#findClose(from + 1)
      if (this.#close < this.#lineFeed) {
        return { value: text.slice(from + 1, this.#close), isWeak, isQuoted: true, end: this.#afterClose }
      }
    }
    const comma = indexOrEnd(text, ',', from)
    const value = comma < text.length ? stripEnd(text.slice(from, comma)) : text.slice(from)
    if (from + value.length > this.#lineFeed) return undefined
    return { value, isWeak, isQuoted: false, end: skipSpace(text, comma + 1) }
  }

  #findClose(start: number): void {
    const text = this.#text
    for (let quote = text.indexOf('"', start); quote >= 0; quote = text.indexOf('"', quote + 1)) {
      const at = skipSpace(text, quote + 1)
      if (quote + 1 < text.length && text[at] !== ',') continue
      this.#close = quote
      this.#afterClose = skipSpace(text, at + 1)
      return
    }
    this.#close = text.length
  }
}

function indexOrEnd(text: string, character: string, start: number): number {
  const at = text.indexOf(character, start)
  return at < 0 ? text.length : at
}
