import { safeSet, encodePercentUtf8 } from '../percent.ts'
import { fromBytes } from '../utf8.ts'
import { Decimal, DisplayString, Token, isInnerList, roundDecimal } from './model.ts'
import type { BareItem, Item, Member, Parameters } from './model.ts'
import { keyEnd } from './parse.ts'

/**
 * Writes a field that is one item, RFC 9651 section 4.1.
 *
 * @throws TypeError for what the data model does not have: text beyond ASCII outside DisplayString, bad keys
 * @throws RangeError for numbers of more than 15 digits, 12 before the point
 * @example
 * assert.equal(formatStructuredItem({ value: 5, parameters: new Map([['q', true]]) }), '5;q')
 */
export function formatStructuredItem(item: Item): string {
  return formatBareItem(item.value) + formatParameters(item.parameters)
}

/**
 * Writes a field that is a list. An empty one gives an empty text: the field must not be sent then (section 4.1).
 *
 * @throws TypeError, RangeError as {@link formatStructuredItem}
 * @example
 * assert.equal(formatStructuredList([{ value: 'a', parameters: new Map() }]), '"a"')
 */
export function formatStructuredList(members: Iterable<Member>): string {
  return Array.from(members, formatMember).join(', ')
}

/**
 * Writes a field that is a dictionary. An empty one gives an empty text: the field must not be sent then.
 *
 * @throws TypeError, RangeError as {@link formatStructuredItem}
 * @example
 * assert.equal(formatStructuredDictionary([['i', { value: true, parameters: new Map() }]]), 'i')
 */
export function formatStructuredDictionary(
  members: Iterable<readonly [key: string, member: Member]>,
): string {
  return Array.from(members, ([key, member]) =>
    !isInnerList(member) && member.value === true
      ? checkKey(key) + formatParameters(member.parameters)
      : `${checkKey(key)}=${formatMember(member)}`,
  ).join(', ')
}

function formatMember(member: Member): string {
  if (!isInnerList(member)) return formatStructuredItem(member)
  return `(${member.items.map(formatStructuredItem).join(' ')})${formatParameters(member.parameters)}`
}

function formatParameters(parameters: Parameters): string {
  let text = ''
  for (const [key, value] of parameters) {
    text += value === true ? `;${checkKey(key)}` : `;${checkKey(key)}=${formatBareItem(value)}`
  }
  return text
}

function checkKey(key: string): string {
  if (key === '' || keyEnd(key, 0) !== key.length) {
    throw new TypeError(`Expected a key of lower-case letters, digits and _-.*, got ${JSON.stringify(key)}`)
  }
  return key
}

/** What a display string need not escape: visible ASCII and the space, without `%` and the quote. */
const DISPLAY = safeSet(" !#$&'()*+,/:;<=>?@[\\]^`{|}")

function formatBareItem(value: BareItem): string {
  switch (typeof value) {
    case 'boolean':
      return value ? '?1' : '?0'
    case 'number':
      return Number.isInteger(value) ? formatInteger(value) : formatDecimal(new Decimal(value))
    case 'string':
      return formatString(value)
    default:
  }
  if (value instanceof Token) return value.value
  if (value instanceof Decimal) return formatDecimal(value)
  if (value instanceof Uint8Array) return `:${btoa(fromBytes(value))}:`
  if (value instanceof Date) return `@${formatInteger(Math.floor(value.getTime() / 1000))}`
  if (value instanceof DisplayString) {
    return `%"${encodePercentUtf8(value.value, DISPLAY).replaceAll(/%../g, (escape) => escape.toLowerCase())}"`
  }
  throw new TypeError(`Expected a value of structured fields, got ${typeof value}`)
}

function formatInteger(value: number): string {
  if (!(Math.abs(value) <= 999_999_999_999_999)) {
    throw new RangeError(`Expected an integer of at most 15 digits, got ${value}`)
  }
  return String(value)
}

function formatDecimal({ value }: Decimal): string {
  const text = String(roundDecimal(value))
  return text.includes('.') ? text : `${text}.0`
}

/** Quoted, only `"` and `\` escaped; nothing beyond visible ASCII and the space can be said. */
function formatString(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || code > 0x7e) {
      throw new TypeError(
        `Expected ASCII without control characters, or a DisplayString, got ${JSON.stringify(text)}`,
      )
    }
  }
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}
