import { ALPHA, DIGIT, TCHAR, WS, is, skip } from '../chars.ts'
import { decodePercentUtf8 } from '../percent.ts'
import { NO_PROBLEMS } from '../problem.ts'
import type { Problem } from '../problem.ts'
import { toBytes } from '../utf8.ts'
import { Decimal, DisplayString, Token } from './model.ts'
import type {
  BareItem,
  InnerList,
  Item,
  Member,
  Parameters,
  StructuredDictionary,
  StructuredList,
} from './model.ts'

/** A structured field that was read whole, or not at all: RFC 9651 section 4.2 forbids to keep a part of it. */
export interface StructuredParse<Value> {
  readonly value: Value | undefined
  /** `syntax`, at the character where the algorithm failed. */
  readonly problems: readonly Problem[]
}

/**
 * Reads a field that is one item, RFC 9651 section 4.2: `sf-item = bare-item parameters`.
 *
 * @param lines the value of the field, or its values when it came several times
 * @example
 * const { value } = parseStructuredItem('text/html;q=0.5')
 * assert.equal(String(value?.value), 'text/html')
 * assert.equal(Number(value?.parameters.get('q')), 0.5)
 */
export function parseStructuredItem(lines: string | readonly string[]): StructuredParse<Item> {
  return parse(lines, (reader) => reader.item())
}

/**
 * Reads a field that is a list: `sf-list = list-member *( OWS "," OWS list-member )`.
 *
 * @example
 * const { value } = parseStructuredList('"a", ("b" "c");d')
 * assert.equal(value?.length, 2)
 * assert.deepEqual(parseStructuredList('a, ').problems, [{ code: 'syntax', at: 3 }])
 */
export function parseStructuredList(lines: string | readonly string[]): StructuredParse<StructuredList> {
  return parse(lines, (reader) => reader.list())
}

/**
 * Reads a field that is a dictionary: `sf-dictionary = dict-member *( OWS "," OWS dict-member )`, with
 * `dict-member = member-key ( parameters / ( "=" member-value ) )`. The last of equal keys counts.
 *
 * @example
 * const { value } = parseStructuredDictionary('u=2, i')
 * assert.deepEqual([...(value ?? [])].map(([key]) => key), ['u', 'i'])
 */
export function parseStructuredDictionary(
  lines: string | readonly string[],
): StructuredParse<StructuredDictionary> {
  return parse(lines, (reader) => reader.dictionary())
}

function parse<Value>(
  lines: string | readonly string[],
  read: (reader: Reader) => Value | undefined,
): StructuredParse<Value> {
  const reader = new Reader(typeof lines === 'string' ? lines : lines.join(', '))
  reader.skipSpaces()
  const value = read(reader)
  if (value !== undefined) reader.skipSpaces()
  if (value === undefined || reader.at < reader.text.length) {
    return { value: undefined, problems: [{ code: 'syntax', at: reader.at }] }
  }
  return { value, problems: NO_PROBLEMS }
}

const NO_PARAMETERS: Parameters = new Map()

/** The algorithms of RFC 9651 section 4.2, one method each; `undefined` is failure, at `at`. */
class Reader {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  skipSpaces(): void {
    while (this.text.charCodeAt(this.at) === 0x20) this.at++
  }

  /** Consumes the character if it comes next. */
  take(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) return false
    this.at++
    return true
  }

  /** Between members: true when another one must follow, false at the end, `undefined` for anything else. */
  comma(): boolean | undefined {
    this.at = skip(this.text, this.at, WS)
    if (this.at === this.text.length) return false
    if (!this.take(0x2c)) return undefined
    this.at = skip(this.text, this.at, WS)
    return true
  }

  list(): StructuredList | undefined {
    const members: Member[] = []
    if (this.at === this.text.length) return members
    for (;;) {
      const member = this.member()
      if (member === undefined) return undefined
      members.push(member)
      const more = this.comma()
      if (more !== true) return more === false ? members : undefined
    }
  }

  dictionary(): StructuredDictionary | undefined {
    const members = new Map<string, Member>()
    if (this.at === this.text.length) return members
    for (;;) {
      const key = this.key()
      if (key === undefined) return undefined
      const member = this.take(0x3d) ? this.member() : this.withParameters(true)
      if (member === undefined) return undefined
      members.set(key, member)
      const more = this.comma()
      if (more !== true) return more === false ? members : undefined
    }
  }

  member(): Member | undefined {
    return this.text.charCodeAt(this.at) === 0x28 ? this.innerList() : this.item()
  }

  /** `inner-list = "(" *SP [ sf-item *( 1*SP sf-item ) *SP ] ")" parameters` */
  innerList(): InnerList | undefined {
    this.at++
    const items: Item[] = []
    for (;;) {
      this.skipSpaces()
      if (this.take(0x29)) {
        const parameters = this.parameters()
        return parameters && { items, parameters }
      }
      const item = this.item()
      if (item === undefined) return undefined
      items.push(item)
      const next = this.text.charCodeAt(this.at)
      if (next !== 0x20 && next !== 0x29) return undefined
    }
  }

  item(): Item | undefined {
    const value = this.bareItem()
    return value === undefined ? undefined : this.withParameters(value)
  }

  withParameters(value: BareItem): Item | undefined {
    const parameters = this.parameters()
    return parameters && { value, parameters }
  }

  /** `parameters = *( ";" *SP parameter )`, with `parameter = key [ "=" bare-item ]` */
  parameters(): Parameters | undefined {
    if (this.text.charCodeAt(this.at) !== 0x3b) return NO_PARAMETERS
    const parameters = new Map<string, BareItem>()
    while (this.take(0x3b)) {
      this.skipSpaces()
      const key = this.key()
      if (key === undefined) return undefined
      const value = this.take(0x3d) ? this.bareItem() : true
      if (value === undefined) return undefined
      parameters.set(key, value)
    }
    return parameters
  }

  /** `key = ( lcalpha / "*" ) *( lcalpha / DIGIT / "_" / "-" / "." / "*" )` */
  key(): string | undefined {
    const start = this.at
    this.at = keyEnd(this.text, start)
    return this.at === start ? undefined : this.text.slice(start, this.at)
  }

  bareItem(): BareItem | undefined {
    const code = this.text.charCodeAt(this.at)
    if (code === 0x2d || is(code, DIGIT)) return this.number()
    if (code === 0x22) return this.string()
    if (code === 0x2a || is(code, ALPHA)) return this.token()
    if (code === 0x3a) return this.byteSequence()
    if (code === 0x3f) return this.boolean()
    if (code === 0x40) return this.date()
    return code === 0x25 ? this.displayString() : undefined
  }

  /** `sf-integer = ["-"] 1*15DIGIT`, `sf-decimal = ["-"] 1*12DIGIT "." 1*3DIGIT` */
  number(): number | Decimal | undefined {
    const start = this.at
    if (this.text.charCodeAt(start) === 0x2d) this.at++
    const whole = this.digits(15)
    if (whole === 0) return undefined
    // Adding 0 makes the integer `-0` an ordinary zero.
    if (this.text.charCodeAt(this.at) !== 0x2e) return Number(this.text.slice(start, this.at)) + 0
    if (whole > 12) return undefined
    this.at++
    return this.digits(3) === 0 ? undefined : new Decimal(Number(this.text.slice(start, this.at)) + 0)
  }

  /** Consumes digits and gives their number; 0 when there are none or more than `most`. */
  digits(most: number): number {
    const end = skip(this.text, this.at, DIGIT)
    const count = end - this.at
    if (count > most) return 0
    this.at = end
    return count
  }

  /** `sf-string = DQUOTE *( %x20-21 / %x23-5B / %x5D-7E / "\" ( DQUOTE / "\" ) ) DQUOTE` */
  string(): string | undefined {
    let value = ''
    let from = ++this.at
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at)
      if (code < 0x20 || code > 0x7e) return undefined
      if (code === 0x22) return value + this.text.slice(from, this.at++)
      if (code !== 0x5c) continue
      value += this.text.slice(from, this.at)
      from = ++this.at
      const escaped = this.text.charCodeAt(from)
      if (escaped !== 0x22 && escaped !== 0x5c) return undefined
    }
    return undefined
  }

  /** `sf-token = ( ALPHA / "*" ) *( tchar / ":" / "/" )` */
  token(): Token {
    const start = this.at
    let code = this.text.charCodeAt(++this.at)
    while (is(code, TCHAR) || code === 0x3a || code === 0x2f) code = this.text.charCodeAt(++this.at)
    return new Token(this.text.slice(start, this.at))
  }

  /** `sf-binary = ":" base64 ":"`; missing padding and stray bits in the last character are forgiven, as advised. */
  byteSequence(): Uint8Array | undefined {
    const start = ++this.at
    let code = this.text.charCodeAt(start)
    while (is(code, ALPHA | DIGIT) || code === 0x2b || code === 0x2f) code = this.text.charCodeAt(++this.at)
    const end = this.at
    while (this.take(0x3d));
    const padded = this.at - end
    if ((end - start) % 4 === 1 || (padded > 0 && (this.at - start) % 4 !== 0) || padded > 2) return undefined
    return this.take(0x3a) ? toBytes(atob(this.text.slice(start, end))) : undefined
  }

  /** `sf-boolean = "?" ( "0" / "1" )` */
  boolean(): boolean | undefined {
    this.at++
    if (this.take(0x31)) return true
    return this.take(0x30) ? false : undefined
  }

  /** `sf-date = "@" sf-integer`, in seconds; what a `Date` cannot hold fails, beyond the years that are required. */
  date(): Date | undefined {
    this.at++
    const seconds = this.number()
    if (typeof seconds !== 'number') return undefined
    const date = new Date(seconds * 1000)
    return Number.isNaN(date.getTime()) ? undefined : date
  }

  /** `sf-displaystring = "%" DQUOTE *( unescaped / "\" / pct-encoded ) DQUOTE`, escapes in lower case, UTF-8 */
  displayString(): DisplayString | undefined {
    this.at++
    if (!this.take(0x22)) return undefined
    const start = this.at
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at)
      if (code < 0x20 || code > 0x7e) return undefined
      if (code === 0x22) {
        const value = decodePercentUtf8(this.text.slice(start, this.at), 'strict')
        if (value !== undefined) this.at++
        return value === undefined ? undefined : new DisplayString(value)
      }
      if (code !== 0x25) continue
      if (!isLowerHex(this.text.charCodeAt(++this.at)) || !isLowerHex(this.text.charCodeAt(++this.at)))
        return undefined
    }
    return undefined
  }
}

function isLowerHex(code: number): boolean {
  return is(code, DIGIT) || (code >= 0x61 && code <= 0x66)
}

/**
 * The index after the key that begins at `start`; equal to `start` when there is none.
 *
 * @example
 * assert.equal(keyEnd('a-1=2', 0), 3)
 * assert.equal(keyEnd('A', 0), 0)
 */
export function keyEnd(text: string, start: number): number {
  let at = start
  for (; ; at++) {
    const code = text.charCodeAt(at)
    if ((code >= 0x61 && code <= 0x7a) || code === 0x2a) continue
    if (at === start || !(is(code, DIGIT) || code === 0x5f || code === 0x2d || code === 0x2e)) return at
  }
}
