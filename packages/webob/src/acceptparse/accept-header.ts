import { compareQuality } from './quality.ts'

/** `valid` fields decide; a `missing` or an `invalid` one accepts everything. */
export type AcceptState = 'valid' | 'missing' | 'invalid'

/** An offer, and how much the client wants it, from 0.001 to 1. */
export type Offered<T = string> = readonly [offer: T, q: number]

/** What an Accept field can be made of: text, items with their weights, or another one of its kind. */
export type AcceptLike =
  | string
  | null
  | undefined
  | AcceptHeader
  | Readonly<Record<string, AcceptWeight>>
  | readonly (
      | string
      | readonly [item: string, q: number]
      | readonly [item: string, q: number, extension: string]
    )[]

/** A weight, or a weight and the text of extension parameters behind it. */
export type AcceptWeight = number | readonly [q: number, extension: string]

/**
 * `item;q=0.5`; a weight of 1 is left out.
 *
 * @example
 * assert.equal(element('text/html', 0.5), 'text/html;q=0.5')
 */
export function element(item: string, q: number, extension: string = ''): string {
  if (q === 1 && extension === '') return item
  return `${item};q=${q}${extension}`
}

/**
 * The text of a field for a value that is assigned; null takes the field out.
 *
 * @example
 * assert.equal(acceptText({ 'text/html': 1, 'text/plain': 0.5 }), 'text/html, text/plain;q=0.5')
 * assert.equal(acceptText(null), null)
 */
export function acceptText(value: AcceptLike): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (typeof value !== 'object') return String(value)
  if (value instanceof AcceptHeader) return value.headerValue
  if (!Array.isArray(value)) {
    const entries = Object.entries(value as Readonly<Record<string, AcceptWeight>>)
    const weight = (one: AcceptWeight): number => (typeof one === 'number' ? one : one[0])
    return entries
      .toSorted(([, one], [, other]) => weight(other) - weight(one))
      .map(([item, one]) => (typeof one === 'number' ? element(item, one) : element(item, one[0], one[1])))
      .join(', ')
  }
  return (value as readonly (string | readonly [string, number, string?])[])
    .map((item) => (typeof item === 'string' ? item : element(...item)))
    .join(', ')
}

/**
 * What the four fields have in common: their text, and whether it says anything.
 *
 * @example
 * import { AcceptCharset } from '@triptych/webob/acceptparse'
 * const accept = new AcceptCharset('utf-8, latin-1;q=0.5')
 * assert.ok(accept instanceof AcceptHeader)
 * assert.equal(accept.headerValue, 'utf-8, latin-1;q=0.5')
 */
export abstract class AcceptHeader implements Iterable<string> {
  readonly state: AcceptState
  /** The text of the field; null when there is none. */
  readonly headerValue: string | null

  constructor(state: AcceptState, headerValue: string | null) {
    this.state = state
    this.headerValue = headerValue
  }

  /** Whether the field decides anything: only a valid one does. */
  get truthy(): boolean {
    return this.state === 'valid'
  }

  /** @internal Items and weights, for the deprecated matching. */
  abstract _weights(): readonly Offered[]
  /** @internal Whether an item of the field covers an offer, for the deprecated matching. */
  abstract _covers(mask: string, offer: string): boolean
  /** @internal One of the same kind. */
  abstract _of(value: string | null): this

  /** One with the same text. */
  copy(): this {
    return this._of(this.headerValue)
  }

  /**
   * The offer that the original's old matching finds best, which is not RFC 9110's; a pair has a weight of the server's.
   *
   * @deprecated use `best()` or `acceptableOffers()`
   */
  bestMatch<D = null>(
    offers: Iterable<string | readonly [offer: string, q: number]>,
    defaultMatch: D = null as D,
  ): string | D {
    let bestQuality = -1
    let best: string | D = defaultMatch
    let matchedBy = '*/*'
    for (const one of offers) {
      const [offer, own] = typeof one === 'string' ? [one, 1] : one
      if (this.state !== 'valid') {
        if (own > bestQuality) {
          best = offer
          bestQuality = own
        }
        continue
      }
      for (const [mask, q] of this._weights()) {
        if (q === 0) continue
        const quality = own * q
        if (quality < bestQuality) continue
        if (quality === bestQuality && stars(matchedBy) <= stars(mask)) continue
        if (this._covers(mask, offer)) {
          bestQuality = quality
          best = offer
          matchedBy = mask
        }
      }
    }
    return best
  }

  /**
   * The weight of an offer by the original's old matching; null when it is not acceptable.
   *
   * @deprecated use `acceptableOffers()`
   */
  quality(offer: string): number | null {
    if (this.state !== 'valid') return 1
    let best = 0
    for (const [mask, q] of this._weights()) if (this._covers(mask, offer)) best = Math.max(best, q)
    return best === 0 ? null : best
  }

  /**
   * Whether the original's old matching finds an offer acceptable: Python's `offer in accept`.
   *
   * @deprecated use `acceptableOffers()`
   */
  has(offer: string): boolean {
    if (this.state !== 'valid') return true
    return this._weights().some(([mask, q]) => q > 0 && this._covers(mask, offer))
  }

  /** The items of the field by weight, the heaviest first, without those of no weight. */
  *[Symbol.iterator](): IterableIterator<string> {
    if (this.state !== 'valid') return
    const items = this._weights().filter(([, q]) => q > 0)
    for (const [item] of items.toSorted(compareQuality)) yield item
  }

  /**
   * This field and another value as one list: Python's `accept + other`. What is missing or invalid adds nothing, and two
   * of those are a missing field. An empty field that stands before another field makes a list that begins with a
   * comma, which is not valid, as in the original.
   */
  add(other: AcceptLike): this {
    return this.#joined(other, false)
  }

  /** The same with the other value first: Python's `other + accept`. */
  addTo(other: AcceptLike): this {
    return this.#joined(other, true)
  }

  #joined(other: AcceptLike, isFirst: boolean): this {
    const text = acceptText(other)
    const added = text === null ? null : this._of(text)
    const isValid = added?.state === 'valid' && !(other instanceof AcceptHeader && other.state !== 'valid')
    if (this.state !== 'valid') return isValid ? added : this._of(null)
    if (!isValid || text === null) return this.copy()
    const own = this.headerValue!
    // Of two fields the second may be empty, of a field and a value either.
    const isField = other instanceof AcceptHeader
    if (own === '' && (!isField || isFirst)) return added
    if (text === '' && (!isField || !isFirst)) return this.copy()
    return this._of(isFirst ? `${text}, ${own}` : `${own}, ${text}`)
  }

  /** The field written anew; what it is when there is none, or none that can be read. */
  toString(): string {
    if (this.state === 'missing') return '<no header in request>'
    if (this.state === 'invalid') return '<invalid header value>'
    return this._weights()
      .map(([item, q]) => element(item, q))
      .join(', ')
  }
}

const stars = (mask: string): number => mask.split('*').length - 1
