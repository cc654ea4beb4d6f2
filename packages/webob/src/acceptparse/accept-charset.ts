import { AcceptHeader, acceptText, type AcceptLike, type Offered } from './accept-header.ts'
import { memoised, readList, readWeighted, type Weighted } from './list.ts'
import { namedQualities, ranked } from './quality.ts'

const parse = memoised(
  (text: string): readonly Weighted[] | null => readList(text, readWeighted, false) ?? null,
)

/**
 * Accept-Charset: which charsets a client takes (RFC 9110 section 12.5.2).
 *
 * @example
 * const accept = createAcceptCharsetHeader('utf-8, iso-8859-1;q=0.5, *;q=0')
 * assert.deepEqual(accept.acceptableOffers(['ISO-8859-1', 'UTF-8', 'utf-16']), [['UTF-8', 1], ['ISO-8859-1', 0.5]])
 */
export class AcceptCharset extends AcceptHeader {
  /** Charsets and weights; null unless the field is valid. */
  readonly parsed: readonly Weighted[] | null

  constructor(headerValue: string | null) {
    const parsed = headerValue === null ? null : parse(headerValue)
    super(headerValue === null ? 'missing' : parsed ? 'valid' : 'invalid', headerValue)
    this.parsed = parsed
  }

  /** Charsets and weights of a field. Throws SyntaxError when it is none. */
  static parse(value: string): Weighted[] {
    const parsed = parse(value)
    if (!parsed) throw new SyntaxError(`Expected an Accept-Charset field, got ${JSON.stringify(value)}`)
    return [...parsed]
  }

  /** @internal */
  override _weights(): readonly Offered[] {
    return this.parsed ?? []
  }

  /** @internal */
  override _of(value: string | null): this {
    return new AcceptCharset(value) as this
  }

  /** @internal */
  override _covers(mask: string, offer: string): boolean {
    return mask === '*' || mask.toLowerCase() === offer.toLowerCase()
  }

  /** The offers that are acceptable with their weights, the heaviest first, equal ones in the order of the offers. */
  acceptableOffers(offers: Iterable<string>): [offer: string, q: number][] {
    return ranked(offers, this.parsed ? namedQualities(this.parsed, () => undefined) : () => 1)
  }

  /** The best of the offers; null when none is acceptable. */
  best(offers: Iterable<string>): string | null {
    return this.acceptableOffers(offers)[0]?.[0] ?? null
  }
}

/**
 * Accept-Charset from the text of the field, null when there is none. Python: `create_accept_charset_header`.
 *
 * @example
 * assert.equal(createAcceptCharsetHeader('').state, 'invalid')
 */
export function createAcceptCharsetHeader(value: AcceptLike): AcceptCharset {
  return new AcceptCharset(acceptText(value))
}
