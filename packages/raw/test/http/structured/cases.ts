import { fixtureCases } from '../hostile-text.ts'
import { Decimal, DisplayString, Token, isInnerList } from '../../../src/http/structured/model.ts'
import type { BareItem, Item, Member, Parameters } from '../../../src/http/structured/model.ts'

/** A case of the HTTP working group's structured-field-tests. */
export interface StructuredCase {
  id: string
  title: string
  value: string[]
  sfType: 'item' | 'list' | 'dictionary'
  expect: { sf: unknown; canFail?: boolean; canonical?: string[] }
}

export const structuredCases: StructuredCase[] = fixtureCases<StructuredCase>('structured-fields')

/** RFC 4648 section 6, in which the cases write bytes. */
function base32(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  const groups = bits.match(/.{1,5}/g) ?? []
  const text = groups
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[parseInt(group.padEnd(5, '0'), 2)])
    .join('')
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=')
}

function bareJson(value: BareItem): unknown {
  if (value instanceof Decimal) return value.value
  if (value instanceof Token) return { __type: 'token', value: value.value }
  if (value instanceof DisplayString) return { __type: 'displaystring', value: value.value }
  if (value instanceof Date) return { __type: 'date', value: value.getTime() / 1000 }
  return value instanceof Uint8Array ? { __type: 'binary', value: base32(value) } : value
}

const parametersJson = (parameters: Parameters): unknown =>
  Array.from(parameters, ([key, value]) => [key, bareJson(value)])
const itemJson = ({ value, parameters }: Item): unknown => [bareJson(value), parametersJson(parameters)]

/** A member in the JSON of the cases. */
export function memberJson(member: Member): unknown {
  return isInnerList(member)
    ? [member.items.map(itemJson), parametersJson(member.parameters)]
    : itemJson(member)
}
