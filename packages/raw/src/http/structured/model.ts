import { ALPHA, is } from '../chars.ts'
import { isToken } from '../token.ts'

/**
 * The data model of structured fields, RFC 9651 section 3. What JavaScript has is itself: Integer a `number`, String a
 * `string`, Byte Sequence a `Uint8Array`, Boolean a `boolean`, Date a `Date`. The three classes here are what it has
 * not: their values would be numbers or text like others.
 */
export type BareItem = number | Decimal | string | Token | Uint8Array | boolean | Date | DisplayString

/** Names and values that go with an item or inner list, in order (section 3.1.2). */
export type Parameters = ReadonlyMap<string, BareItem>

/** A value with its parameters (section 3.3). */
export interface Item {
  readonly value: BareItem
  readonly parameters: Parameters
}

/** Items that are together one member of a list or dictionary (section 3.1.1). */
export interface InnerList {
  readonly items: readonly Item[]
  readonly parameters: Parameters
}

/** What lists and dictionaries are made of. */
export type Member = Item | InnerList

/** A field that is a list (section 3.1). */
export type StructuredList = readonly Member[]

/** A field that is a dictionary (section 3.2). */
export type StructuredDictionary = ReadonlyMap<string, Member>

/**
 * An item from a value and its parameters.
 *
 * @example
 * assert.equal(structuredItem(5, [['q', true]]).parameters.get('q'), true)
 */
export function structuredItem(
  value: BareItem,
  parameters: Iterable<readonly [name: string, value: BareItem]> = [],
): Item {
  return { value, parameters: new Map(parameters) }
}

/**
 * Whether a member is an inner list.
 *
 * @example
 * assert.equal(isInnerList({ items: [], parameters: new Map() }), true)
 */
export function isInnerList(member: Member): member is InnerList {
  return 'items' in member
}

/**
 * A number that is a Decimal even when it is whole: `1.0` is another value than `1` (section 3.3.2).
 *
 * @example
 * assert.equal(new Decimal(2) * 3, 6)
 */
export class Decimal {
  readonly value: number

  /** @throws RangeError unless it rounds to at most 12 digits before the point */
  constructor(value: number) {
    if (!(Math.abs(roundDecimal(value)) <= 999_999_999_999.999)) {
      throw new RangeError(`Expected a decimal of at most 12 integer digits, got ${value}`)
    }
    this.value = value
  }

  valueOf(): number {
    return this.value
  }
}

/**
 * A number rounded to three decimals, halves to the even digit, as serialising demands (section 4.1.5).
 *
 * @example
 * assert.equal(roundDecimal(0.0025), 0.002)
 * assert.equal(roundDecimal(0.0035), 0.004)
 */
export function roundDecimal(value: number): number {
  // The shortest decimal form is what was meant: 0.0035 * 1000 would already be off by the error of the product.
  const shifted = Number(`${value}e3`)
  const scaled = Number.isNaN(shifted) ? value * 1000 : shifted
  const floor = Math.floor(scaled)
  const rest = scaled - floor
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0)
  return (up ? floor + 1 : floor) / 1000
}

/**
 * A word without quotes (section 3.3.4):
 *
 *     sf-token = ( ALPHA / "*" ) *( tchar / ":" / "/" )
 *
 * @example
 * assert.equal(`${new Token('text/html')}`, 'text/html')
 * assert.throws(() => new Token('two words'), TypeError)
 */
export class Token {
  readonly value: string

  /** @throws TypeError when the text is no such token */
  constructor(value: string) {
    if (!isStructuredToken(value)) {
      throw new TypeError(`Expected a token of structured fields, got ${JSON.stringify(value)}`)
    }
    this.value = value
  }

  toString(): string {
    return this.value
  }
}

function isStructuredToken(text: string): boolean {
  const first = text.charCodeAt(0)
  return (is(first, ALPHA) || first === 0x2a) && isToken(text.replaceAll(':', 'a').replaceAll('/', 'a'))
}

/**
 * Text for people, any of Unicode (section 3.3.8).
 *
 * @example
 * assert.equal(`${new DisplayString('f\xfc\xfc')}`, 'f\xfc\xfc')
 */
export class DisplayString {
  readonly value: string

  /** @throws TypeError for a lone surrogate, which is no character */
  constructor(value: string) {
    if (/\p{Surrogate}/u.test(value))
      throw new TypeError(`Expected text of whole characters, got ${JSON.stringify(value)}`)
    this.value = value
  }

  toString(): string {
    return this.value
  }
}
