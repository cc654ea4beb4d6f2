import { AcceptHeader, acceptText, type AcceptLike, type Offered } from './accept-header.ts'
import { memoised, readList, readWeighted, type Weighted } from './list.ts'
import { namedQualities, ranked } from './quality.ts'

const parse = memoised(
  (text: string): readonly Weighted[] | null => readList(text, readWeighted, true) ?? null,
)

/** What is in no coding is acceptable unless it is refused. */
const identity = (coding: string): number | undefined => (coding === 'identity' ? 1 : undefined)

/**
 * Accept-Encoding: which content codings a client takes (RFC 9110 section 12.5.3).
 *
 * @example
 * const accept = createAcceptEncodingHeader('gzip;q=0.5, br')
 * assert.deepEqual(accept.acceptableOffers(['gzip', 'br', 'identity']), [['br', 1], ['identity', 1], ['gzip', 0.5]])
 */
export class AcceptEncoding extends AcceptHeader {
  /** Codings and weights; null unless the field is valid. */
  readonly parsed: readonly Weighted[] | null

  constructor(headerValue: string | null) {
    const parsed = headerValue === null ? null : parse(headerValue)
    super(headerValue === null ? 'missing' : parsed ? 'valid' : 'invalid', headerValue)
    this.parsed = parsed
  }

  /** Codings and weights of a field. Throws SyntaxError when it is none. */
  static parse(value: string): Weighted[] {
    const parsed = parse(value)
    if (!parsed) throw new SyntaxError(`Expected an Accept-Encoding field, got ${JSON.stringify(value)}`)
    return [...parsed]
  }

  /** @internal */
  override _weights(): readonly Offered[] {
    return this.parsed ?? []
  }

  /** @internal */
  override _of(value: string | null): this {
    return new AcceptEncoding(value) as this
  }

  /** @internal */
  override _covers(mask: string, offer: string): boolean {
    return mask === '*' || mask.toLowerCase() === offer.toLowerCase()
  }

  /** The offers that are acceptable with their weights, the heaviest first, equal ones in the order of the offers. */
  acceptableOffers(offers: Iterable<string>): [offer: string, q: number][] {
    return ranked(offers, this.parsed ? namedQualities(this.parsed, identity) : () => 1)
  }

  /** The best of the offers; null when none is acceptable. */
  best(offers: Iterable<string>): string | null {
    return this.acceptableOffers(offers)[0]?.[0] ?? null
  }
}

/**
 * Accept-Encoding from the text of the field, null when there is none. Python: `create_accept_encoding_header`.
 *
 * @example
 * assert.equal(createAcceptEncodingHeader('').state, 'valid')
 */
export function createAcceptEncodingHeader(value: AcceptLike): AcceptEncoding {
  return new AcceptEncoding(acceptText(value))
}
