import { quoteUnlessToken, readQuoted, tokenEnd } from '@triptych/raw/http'
import { AcceptHeader, element, type AcceptLike, acceptText, type Offered } from './accept-header.ts'
import { blanksEnd, memoised, readList, readWeight, type Read } from './list.ts'
import { compareQuality } from './quality.ts'

/** A parameter: name and value. */
export type AcceptParameter = readonly [name: string, value: string]

/** A range of media types: text, weight, parameters of the type, parameters behind the weight. */
export type AcceptRange = readonly [
  mediaRange: string,
  q: number,
  mediaTypeParams: readonly AcceptParameter[],
  extensionParams: readonly (AcceptParameter | string)[],
]

/** A range, and what matching compares of it. */
interface Entry {
  readonly range: AcceptRange
  readonly type: string
  readonly subtype: string
  readonly params: string
}

const SEMICOLON = 0x3b

/** `parameter = token "=" ( token / quoted-string )`, behind `OWS ";" OWS`. */
function readParameter(text: string, start: number): Read<AcceptParameter | string> | undefined {
  const semicolon = blanksEnd(text, start)
  if (text[semicolon] !== ';') return undefined
  const name = blanksEnd(text, semicolon + 1)
  const nameEnd = tokenEnd(text, name)
  if (nameEnd === name) return undefined
  if (text[nameEnd] !== '=') return { value: text.slice(name, nameEnd), end: nameEnd }
  if (text[nameEnd + 1] === '"') {
    const quoted = readQuoted(text, nameEnd + 1)
    return quoted && { value: [text.slice(name, nameEnd), quoted.value], end: quoted.end }
  }
  const end = tokenEnd(text, nameEnd + 1)
  if (end === nameEnd + 1) return { value: text.slice(name, nameEnd), end: nameEnd }
  return { value: [text.slice(name, nameEnd), text.slice(nameEnd + 1, end)], end }
}

const written = ([name, value]: AcceptParameter): string => `;${name}=${quoteUnlessToken(value)}`

const key = (params: readonly AcceptParameter[]): string =>
  params.length === 0 ? '' : JSON.stringify(params.map(([name, value]) => [name.toLowerCase(), value]))

/** `( media-range [ weight *( accept-ext ) ] )`, RFC 7231 section 5.3.2. */
function readRange(text: string, start: number): Read<Entry> | undefined {
  const slash = tokenEnd(text, start)
  const end = tokenEnd(text, slash + 1)
  if (slash === start || text[slash] !== '/' || end === slash + 1) return undefined
  const essence = text.slice(start, end)
  const params: AcceptParameter[] = []
  let at = end
  let weight = readWeight(text, at)
  while (!weight && text.charCodeAt(blanksEnd(text, at)) === SEMICOLON) {
    const parameter = readParameter(text, at)
    if (!parameter || typeof parameter.value === 'string' || /^q$/i.test(parameter.value[0])) break
    params.push(parameter.value)
    at = parameter.end
    weight = readWeight(text, at)
  }
  const extensions: (AcceptParameter | string)[] = []
  if (weight) {
    at = weight.end
    for (let next = readParameter(text, at); next; next = readParameter(text, at)) {
      extensions.push(next.value)
      at = next.end
    }
  }
  const mediaRange = params.length === 0 ? essence : essence + params.map(written).join('')
  const range: AcceptRange = [mediaRange, weight?.value ?? 1, params, extensions]
  const type = text.slice(start, slash).toLowerCase()
  const subtype = text.slice(slash + 1, end).toLowerCase()
  return { value: { range, type, subtype, params: key(params) }, end: at }
}

const entriesOf = memoised((text: string): readonly Entry[] | null => readList(text, readRange, true) ?? null)

/**
 * An offer taken apart. Python: `webob.acceptparse.AcceptOffer`.
 *
 * @example
 * const offer = Accept.parseOffer('Text/HTML;Level=1')
 * assert.deepEqual([offer.type, offer.subtype, offer.params], ['text', 'html', [['level', '1']]])
 * assert.equal(String(offer), 'text/html;level=1')
 */
export class AcceptOffer {
  readonly type: string
  readonly subtype: string
  readonly params: readonly AcceptParameter[]

  constructor(type: string, subtype: string, params: readonly AcceptParameter[] = []) {
    this.type = type
    this.subtype = subtype
    this.params = params
  }

  toString(): string {
    return `${this.type}/${this.subtype}${this.params.map(written).join('')}`
  }
}

const readOffer = (offer: string): AcceptOffer | null => {
  const entry = readOfferEntry(offer)
  if (!entry || entry.type === '*' || entry.subtype === '*') return null
  return new AcceptOffer(
    entry.type,
    entry.subtype,
    entry.range[2].map(([name, value]) => [name.toLowerCase(), value]),
  )
}

/** The type and parameters of an offer: no weight, nothing behind it but a line feed. */
function readOfferEntry(text: string): Entry | undefined {
  const slash = tokenEnd(text, 0)
  const end = tokenEnd(text, slash + 1)
  if (slash === 0 || text[slash] !== '/' || end === slash + 1) return undefined
  const params: AcceptParameter[] = []
  let at = end
  for (
    let next = readParameter(text, at);
    next && typeof next.value !== 'string';
    next = readParameter(text, at)
  ) {
    if (/^q$/i.test(next.value[0])) return undefined
    params.push(next.value)
    at = next.end
  }
  if (at !== (text.endsWith('\n') ? text.length - 1 : text.length)) return undefined
  const [type = '', subtype = ''] = text.slice(0, end).toLowerCase().split('/')
  return { range: ['', 1, params, []], type, subtype, params: key(params) }
}

const offerEntry = memoised((text: string): Entry | null => {
  const entry = readOfferEntry(text)
  return entry && entry.type !== '*' && entry.subtype !== '*' ? entry : null
})

const HTML = ['text/html', 'application/xhtml+xml', 'application/xml', 'text/xml']

/**
 * Accept: which media types a client takes (RFC 9110 section 12.5.1, with the grammar of RFC 7231 as the original has it).
 * One class for WebOb's AcceptValidHeader, AcceptNoHeader and AcceptInvalidHeader: `state` tells which.
 *
 * @example
 * const accept = createAcceptHeader('text/html;q=0.8, application/json')
 * assert.equal(accept.best(['text/html', 'application/json']), 'application/json')
 * assert.deepEqual(accept.acceptableOffers(['text/html', 'image/png']), [['text/html', 0.8]])
 * assert.equal(createAcceptHeader(null).best(['text/html']), 'text/html')
 */
export class Accept extends AcceptHeader {
  readonly #entries: readonly Entry[] | null

  constructor(headerValue: string | null) {
    const entries = headerValue === null ? null : entriesOf(headerValue)
    super(headerValue === null ? 'missing' : entries ? 'valid' : 'invalid', headerValue)
    this.#entries = entries
  }

  /**
   * The ranges of a field. Python: `Accept.parse`.
   *
   * @throws SyntaxError when it is no Accept field
   */
  static parse(value: string): AcceptRange[] {
    const entries = entriesOf(value)
    if (!entries) throw new SyntaxError(`Expected an Accept field, got ${JSON.stringify(value)}`)
    return entries.map(({ range }) => range)
  }

  /**
   * Takes an offer apart: type, subtype and names of parameters in lower case.
   *
   * @throws SyntaxError when it is no media type, or a range
   */
  static parseOffer(offer: string | AcceptOffer): AcceptOffer {
    if (offer instanceof AcceptOffer) return offer
    const parsed = readOffer(offer)
    if (!parsed) throw new SyntaxError(`Expected a media type as offer, got ${JSON.stringify(offer)}`)
    return parsed
  }

  /** The ranges of the field; null unless it is valid. */
  get parsed(): readonly AcceptRange[] | null {
    return this.#entries?.map(({ range }) => range) ?? null
  }

  /** @internal */
  override _weights(): readonly Offered[] {
    return this.#entries?.map(({ range }): Offered => [range[0], range[1]]) ?? []
  }

  /** @internal */
  override _of(value: string | null): this {
    return new Accept(value) as this
  }

  /** @internal */
  override _covers(mask: string, offer: string): boolean {
    const lowerMask = mask.toLowerCase()
    const lowerOffer = offer.toLowerCase()
    if (lowerMask === lowerOffer || mask === '*/*' || offer === '*/*' || offer === '*') return true
    const [maskType, maskSubtype] = halves(lowerMask)
    const [offerType, offerSubtype] = halves(lowerOffer)
    if (maskSubtype === '*') return offerType === '*' || maskType === offerType
    if (maskType === '*') return offerSubtype === '*' || maskSubtype === offerSubtype
    if (offerSubtype === '*') return maskType === offerType
    return offerType === '*' && maskSubtype === offerSubtype
  }

  /**
   * The weight of an offer, 0 when it is not acceptable: that of the most specific range that covers it, the first of equal
   * ones.
   */
  #weight(offer: Entry): number {
    let found = 0
    let weight = 0
    for (const { range, type, subtype, params } of this.#entries!) {
      const specificity =
        type === offer.type && subtype === offer.subtype
          ? params === offer.params
            ? 4
            : params === ''
              ? 3
              : 0
          : subtype === '*' && type === offer.type
            ? 2
            : type === '*' && subtype === '*'
              ? 1
              : 0
      if (specificity > found) {
        found = specificity
        weight = range[1]
      }
    }
    return weight
  }

  /**
   * The offers that are acceptable with their weights, the heaviest first, equal ones in the order of the offers. What is no
   * media type is passed over. Python: `acceptable_offers`.
   */
  acceptableOffers<T extends string | AcceptOffer>(offers: Iterable<T>): Offered<T>[] {
    const acceptable: Offered<T>[] = []
    const seen = new Set<string>()
    for (const offer of offers) {
      const text = String(offer)
      const entry = offerEntry(text)
      if (!entry || (this.state === 'valid' && seen.has(text))) continue
      seen.add(text)
      const q = this.state === 'valid' ? this.#weight(entry) : 1
      if (q > 0) acceptable.push([offer, q])
    }
    return acceptable.length > 1 ? acceptable.toSorted(compareQuality) : acceptable
  }

  /** The best of the offers, the first of equal ones; null when none is acceptable. */
  best<T extends string | AcceptOffer>(offers: Iterable<T>): T | null {
    let best: T | null = null
    let found = 0
    for (const offer of offers) {
      const entry = offerEntry(String(offer))
      const q = !entry ? 0 : this.state === 'valid' ? this.#weight(entry) : 1
      if (q <= found) continue
      found = q
      best = offer
      if (q === 1) break
    }
    return best
  }

  /** Whether HTML in any of its types is acceptable. */
  get acceptsHtml(): boolean {
    return this.acceptHtml()
  }

  /** {@link acceptsHtml} as a method. */
  acceptHtml(): boolean {
    return this.best(HTML) !== null
  }

  override toString(): string {
    if (!this.#entries) return super.toString()
    return this.#entries
      .map(({ range: [mediaRange, q, , extensions] }) =>
        element(
          mediaRange,
          q,
          extensions
            .map((one) => (typeof one === 'string' ? `;${one}` : `;${one[0]}=${quoteUnlessToken(one[1])}`))
            .join(''),
        ),
      )
      .join(', ')
  }
}

function halves(text: string): [type: string, subtype: string] {
  const parts = text.split('/')
  return parts.length === 2 ? (parts as [string, string]) : [text, '*']
}

/**
 * Accept from the text of the field, null when there is none. Python: `create_accept_header`.
 *
 * @example
 * assert.equal(createAcceptHeader('text/html').state, 'valid')
 * assert.equal(createAcceptHeader('nonsense').state, 'invalid')
 */
export function createAcceptHeader(value: AcceptLike): Accept {
  return new Accept(acceptText(value))
}
