import { AcceptHeader, acceptText, type AcceptLike, type Offered } from './accept-header.ts'
import { memoised, readLanguage, readList, type Weighted } from './list.ts'

const parse = memoised(
  (text: string): readonly Weighted[] | null => readList(text, readLanguage, false) ?? null,
)

/** What a lookup falls back to. */
export interface LookupOptions<T> {
  /** A range to look for when none of the client's finds anything. */
  readonly defaultRange?: string | null | undefined
  /** A tag to give then, unless the client refuses it. */
  readonly defaultTag?: string | null | undefined
  /** What to give in the end, or a function that makes it. */
  readonly default?: T | (() => T) | null | undefined
}

/** A tag matches a range that it is, or that it goes on from behind a hyphen (RFC 4647 section 3.3.1). */
const matches = (tag: string, range: string): boolean => tag === range || tag.startsWith(`${range}-`)

/**
 * Accept-Language: which languages a client takes (RFC 9110 section 12.5.4, RFC 4647).
 *
 * @example
 * const accept = createAcceptLanguageHeader('de-CH, fr;q=0.5')
 * assert.deepEqual(accept.basicFiltering(['fr-BE', 'en', 'de-CH-1996']), [['de-CH-1996', 1], ['fr-BE', 0.5]])
 * assert.equal(accept.lookup(['en', 'de'], { defaultTag: 'en' }), 'de')
 */
export class AcceptLanguage extends AcceptHeader {
  /** Ranges and weights; null unless the field is valid. */
  readonly parsed: readonly Weighted[] | null

  constructor(headerValue: string | null) {
    const parsed = headerValue === null ? null : parse(headerValue)
    super(headerValue === null ? 'missing' : parsed ? 'valid' : 'invalid', headerValue)
    this.parsed = parsed
  }

  /** Ranges and weights of a field. Throws SyntaxError when it is none. */
  static parse(value: string): Weighted[] {
    const parsed = parse(value)
    if (!parsed) throw new SyntaxError(`Expected an Accept-Language field, got ${JSON.stringify(value)}`)
    return [...parsed]
  }

  /** @internal */
  override _weights(): readonly Offered[] {
    return this.parsed ?? []
  }

  /** @internal */
  override _of(value: string | null): this {
    return new AcceptLanguage(value) as this
  }

  /** @internal */
  override _covers(mask: string, offer: string): boolean {
    const range = mask.toLowerCase()
    const tag = offer.toLowerCase()
    return range === '*' || tag === range || tag.split('-')[0] === range || tag === range.split('-')[0]
  }

  /**
   * The tags that a range covers, with its weight, the heaviest first, equal ones by the place of their range in the field.
   * A range of no weight keeps out what it covers (RFC 4647 section 3.3.1). Without a valid field there is nothing to filter
   * by, and the answer is empty. Python: `basic_filtering`.
   */
  basicFiltering(languageTags: Iterable<string>): [tag: string, q: number][] {
    const tags = [...languageTags]
    if (!this.parsed) return []
    const refused = new Set<string>()
    const ranges = new Map<string, readonly [q: number, position: number]>()
    for (const [position, [item, q]] of this.parsed.entries()) {
      const range = item.toLowerCase()
      if (ranges.has(range) || refused.has(range)) continue
      if (q === 0 && range !== '*') refused.add(range)
      else ranges.set(range, [q, position])
    }
    const rest = ranges.get('*')
    ranges.delete('*')
    const ordered = [...ranges].toSorted(([, one], [, other]) => other[0] - one[0] || one[1] - other[1])
    const found: { tag: string; q: number; position: number }[] = []
    for (const tag of tags) {
      const lower = tag.toLowerCase()
      if ([...refused].some((range) => matches(lower, range))) continue
      const [q, position] = ordered.find(([range]) => matches(lower, range))?.[1] ?? rest ?? [0, 0]
      if (q > 0) found.push({ tag, q, position })
    }
    return found
      .toSorted((one, other) => other.q - one.q || one.position - other.position)
      .map(({ tag, q }) => [tag, q])
  }

  /**
   * The one tag that fits best (RFC 4647 section 3.4): each range is cut from its end until a tag is found; then come the
   * defaults. Python: `lookup`.
   *
   * @throws TypeError when there is neither `defaultTag` nor `default`
   * @throws RangeError when `defaultRange` is `*`
   */
  lookup<T = string>(languageTags: Iterable<string>, options: LookupOptions<T>): string | T {
    const { defaultRange = null, defaultTag = null, default: fallback = null } = options
    if (defaultTag === null && fallback === null) {
      throw new TypeError('Expected a defaultTag or a default, got neither')
    }
    if (!this.parsed) return defaultTag ?? last(fallback)
    if (defaultRange === '*') throw new RangeError('Expected a defaultRange that is a language, got *')
    const tags = new Map<string, string>()
    for (const tag of languageTags) if (!tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag)
    const refused = new Set(this.parsed.filter(([, q]) => q === 0).map(([range]) => range.toLowerCase()))
    let longest = 0
    for (const tag of tags.keys()) longest = Math.max(longest, tag.length)
    const find = (range: string): string | undefined => {
      const lower = range.toLowerCase()
      for (let end = lower.length; end > 0; end = cut(lower, end)) {
        // What is longer than all tags is none of them; to look it up would take quadratic time.
        if (end > longest) continue
        const rest = lower.slice(0, end)
        const tag = refused.has(rest) ? undefined : tags.get(rest)
        if (tag !== undefined) return tag
      }
      return undefined
    }
    const ranges = this.parsed.filter(([range, q]) => q > 0 && range !== '*')
    for (const [range] of ranges.toSorted(([, one], [, other]) => other - one)) {
      const tag = find(range)
      if (tag !== undefined) return tag
    }
    if (!refused.has('*')) {
      const tag = defaultRange === null ? undefined : find(defaultRange)
      if (tag !== undefined) return tag
      if (defaultTag !== null && !refused.has(defaultTag.toLowerCase())) return defaultTag
    }
    return last(fallback)
  }

  /** The best of the tags by basic filtering; the first when there is no valid field, null when none is acceptable. */
  best(languageTags: Iterable<string>): string | null {
    if (!this.parsed) return [...languageTags][0] ?? null
    return this.basicFiltering(languageTags)[0]?.[0] ?? null
  }
}

/** Where a range that ends there ends without its last subtag, and without a single character before that. */
function cut(range: string, end: number): number {
  const hyphen = range.lastIndexOf('-', end - 1)
  const isSingle =
    hyphen > 0 && (hyphen === 1 || range[hyphen - 2] === '-') && /[a-z0-9]/.test(range[hyphen - 1]!)
  return isSingle ? hyphen - 2 : hyphen
}

const last = <T>(fallback: T | (() => T) | null): T =>
  typeof fallback === 'function' ? (fallback as () => T)() : (fallback as T)

/**
 * Accept-Language from the text of the field, null when there is none. Python: `create_accept_language_header`.
 *
 * @example
 * assert.equal(createAcceptLanguageHeader('').state, 'invalid')
 */
export function createAcceptLanguageHeader(value: AcceptLike): AcceptLanguage {
  return new AcceptLanguage(acceptText(value))
}
