/** The adapter of the grammar in @triptych/raw/http. */
import {
  StructuredDecimal as Decimal,
  StructuredDisplayString as DisplayString,
  StructuredToken as Token,
  cookiePairs,
  formatFields,
  formatSetCookie,
  formatStatusLine,
  parseAccept,
  parseAcceptCharset,
  parseAcceptEncoding,
  parseAcceptLanguage,
  parseContentDisposition,
  parseEntityTags,
  parseForwarded,
  parseHttpDate,
  parseMediaType,
  parseRange,
  preferredCharsets,
  preferredEncodings,
  preferredLanguages,
  preferredMediaTypes,
  satisfiableRanges,
  decodeBasic,
  directiveValues,
  isInnerList,
  parameterMap,
  parseCacheControl,
  parseCredentials,
  parseStructuredDictionary,
  parseStructuredItem,
  parseStructuredList,
  trustedHop,
} from '@triptych/raw/http'
import type {
  StructuredBareItem as BareItem,
  StructuredItem as Item,
  StructuredMember as Member,
} from '@triptych/raw/http'
import type { Adapter } from '../src/suites/toolkit/adapter.ts'

function toJson<Value>(value: Value | undefined, json: (value: Value) => unknown): unknown {
  return value === undefined ? null : json(value)
}

/** RFC 4648 section 6, as the working group's cases write bytes. */
function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  const text = groups
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(group.padEnd(5, '0'), 2)])
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

function itemJson({ value, parameters }: Item): unknown {
  return [bareJson(value), Array.from(parameters, ([key, one]) => [key, bareJson(one)])]
}

function memberJson(member: Member): unknown {
  if (!isInnerList(member)) return itemJson(member)
  return [member.items.map(itemJson), Array.from(member.parameters, ([key, one]) => [key, bareJson(one)])]
}

export const adapter: Adapter = {
  parseCookie: (header) => cookiePairs(header).pairs.map(({ name, value }) => [name, value] as const),
  formatSetCookie: ({ name, value, expires, ...options }) =>
    formatSetCookie(name, value, {
      ...options,
      ...(expires !== undefined && { expires: new Date(expires) }),
    } as never),
  parseDate: (value) => {
    const time = parseHttpDate(value)
    return time === undefined ? null : time / 1000
  },
  best: ({ field, value, offers }) => {
    const found =
      field === 'Accept'
        ? preferredMediaTypes(parseAccept(value), offers)
        : field === 'Accept-Charset'
          ? preferredCharsets(parseAcceptCharset(value), offers)
          : field === 'Accept-Encoding'
            ? preferredEncodings(parseAcceptEncoding(value), offers)
            : preferredLanguages(parseAcceptLanguage(value), offers)
    return found[0]?.offer ?? null
  },
  parseRange: ({ value, length }) => {
    const header = parseRange(value)
    if (header === undefined || header.unit !== 'bytes') return null
    const spans = satisfiableRanges(header, length)
    return spans === undefined ? null : spans.length === 0 ? 416 : spans
  },
  parseEtags: (value) => {
    const { any, tags, problems } = parseEntityTags(value)
    if (any) return '*'
    return problems.length > 0 ? null : tags.map((tag) => [tag.value, tag.weak])
  },
  parseMediaType: (value) => {
    const type = parseMediaType(value)
    if (type === undefined) return null
    return { value: type.essence, params: Object.fromEntries(type.parameters) }
  },
  parseDisposition: (value) => parseContentDisposition(value)?.filename ?? null,
  parseForwarded: (value) => {
    const { elements, problems } = parseForwarded(value)
    return problems.length > 0 ? null : elements
  },
  remoteAddr: ({ value, trustedProxies, peer }) => trustedHop(value, trustedProxies) ?? peer,
  parseAuthorization: (value) => {
    const read = parseCredentials(value)
    if (read === undefined) return null
    const { scheme, token68, parameters } = read
    if (scheme === 'basic') {
      const basic = decodeBasic(token68 ?? '')
      return basic === undefined ? null : { scheme, ...basic }
    }
    if (parameters.length > 0) return { scheme, params: Object.fromEntries(parameterMap(parameters)) }
    return { scheme, token: token68 ?? '' }
  },
  parseCacheControl: (value) => Object.fromEntries(directiveValues(parseCacheControl(value))),
  parseStructured: ({ value, type }) => {
    if (type === 'item') return toJson(parseStructuredItem(value).value, memberJson)
    if (type === 'list') return toJson(parseStructuredList(value).value, (list) => list.map(memberJson))
    return toJson(parseStructuredDictionary(value).value, (members) =>
      Array.from(members, ([key, member]) => [key, memberJson(member)]),
    )
  },
  headerLines: ({ name, value }) => formatFields([[name, value]]).split('\r\n'),
  statusLine: ({ status, reason }) => formatStatusLine(status, reason),
}
