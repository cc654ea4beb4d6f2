import { bareElement, qualities } from './accept-charset.ts'
import { ALPHA, DIGIT, skip } from './chars.ts'
import { everyOffer, inOrder } from './preference.ts'
import type { Preference } from './preference.ts'
import { parseWeightedList } from './weighted-list.ts'
import type { WeightedList } from './weighted-list.ts'

/**
 * Reads Accept-Language, RFC 9110 section 12.5.4, with the basic ranges of RFC 4647 section 2.1:
 *
 *     Accept-Language = #( language-range [ weight ] )
 *     language-range  = ( 1*8ALPHA *( "-" 1*8alphanum ) ) / "*"
 *
 * @example
 * const { elements, problems } = parseAcceptLanguage('da, en-GB;q=0.8, en_US')
 * assert.deepEqual(elements.map(({ value, q }) => [value, q]), [['da', 1], ['en-GB', 0.8]])
 * assert.deepEqual(problems.map(({ code }) => code), ['parameter'])
 */
export function parseAcceptLanguage(text: string): WeightedList {
  return parseWeightedList(text, languageRangeEnd, bareElement)
}

function languageRangeEnd(text: string, at: number): number {
  if (text.charCodeAt(at) === 0x2a) return at + 1
  let end = skip(text, at, ALPHA)
  let start = at
  while (end > start && end - start <= 8) {
    if (text.charCodeAt(end) !== 0x2d) return end
    start = end + 1
    end = skip(text, start, ALPHA | DIGIT)
  }
  return -1
}

/**
 * The languages that the client accepts, the best one first, by quality and then in the server's order. For
 * each offered tag the longest range that it begins with decides (`en` takes in `en-GB`), which is the basic
 * filtering of RFC 4647 section 3.3.1. A tag that no range takes in still serves a client that asked for
 * something narrower, as lookup would find it (`en` for `en-GB`), unless `*;q=0` rules out the rest; such
 * tags stand behind others of the same quality.
 *
 * @param accept `undefined` when the request has no Accept-Language: everything is acceptable then
 * @example
 * const accept = parseAcceptLanguage('da, en-GB;q=0.8')
 * assert.deepEqual(preferredLanguages(accept, ['en', 'fr', 'da']).map(({ offer }) => offer), ['da', 'en'])
 */
export function preferredLanguages(
  accept: WeightedList | undefined,
  offers: readonly string[],
): readonly Preference[] {
  if (accept === undefined) return everyOffer(offers)
  const named = qualities(accept.elements)
  const rest = named.get('*')
  const narrower = rest === 0 ? new Map<string, number>() : truncations(named)
  const direct: string[] = []
  const indirect: string[] = []
  const quality = new Map<string, number>()
  for (const offer of offers) {
    const tag = offer.toLowerCase()
    const q = filtered(named, tag)
    const isDirect = q !== undefined || !narrower.has(tag)
    quality.set(offer, q ?? narrower.get(tag) ?? rest ?? 0)
    ;(isDirect ? direct : indirect).push(offer)
  }
  const all = [...direct, ...indirect]
  return inOrder(
    all,
    all.map((offer) => quality.get(offer) ?? 0),
  )
}

/** The quality of the longest range that the tag begins with, up to a hyphen. */
function filtered(named: ReadonlyMap<string, number>, tag: string): number | undefined {
  for (let end = tag.length; end > 0; end = tag.lastIndexOf('-', end - 1)) {
    const q = named.get(tag.slice(0, end))
    if (q !== undefined) return q
  }
  return undefined
}

/**
 * What the wanted ranges are cut to, with their best quality; so many subtags are looked at, more are not in
 * use.
 */
const MAX_SUBTAGS = 8

function truncations(named: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const cut = new Map<string, number>()
  for (const [range, q] of named) {
    let end = range.indexOf('-')
    for (let count = 0; end >= 0 && count < MAX_SUBTAGS; count++) {
      const shorter = range.slice(0, end)
      if (q > (cut.get(shorter) ?? 0)) cut.set(shorter, q)
      end = range.indexOf('-', end + 1)
    }
  }
  return cut
}

/**
 * The tags that the ranges take in, RFC 4647 section 3.3.1 (basic filtering): for "all that match" instead of
 * "the one to send". Ordered as {@link preferredLanguages} orders, but nothing is cut.
 *
 * @example
 * const accept = parseAcceptLanguage('de-CH, en;q=0.5')
 * const found = filterLanguages(accept, ['de', 'en-US', 'de-CH-1996']).map(({ offer }) => offer)
 * assert.deepEqual(found, ['de-CH-1996', 'en-US'])
 */
export function filterLanguages(accept: WeightedList, tags: readonly string[]): readonly Preference[] {
  const named = qualities(accept.elements)
  const rest = named.get('*') ?? 0
  return inOrder(
    tags,
    tags.map((tag) => filtered(named, tag.toLowerCase()) ?? rest),
  )
}

/**
 * The one tag that serves best, RFC 4647 section 3.4 (lookup): each range, the most wanted first, is cut from
 * its end until it is one of the tags. `*` is passed over, and tags that are named with `q=0` never serve.
 *
 * @returns `undefined` when none fits; then the server's default is right
 * @example
 * assert.equal(lookupLanguage(parseAcceptLanguage('zh-Hant-CN-x-private1'), ['en', 'zh-Hant']), 'zh-Hant')
 */
export function lookupLanguage(accept: WeightedList, tags: readonly string[]): string | undefined {
  const named = qualities(accept.elements)
  const byName = new Map<string, string>()
  let longest = 0
  for (const tag of tags) {
    const name = tag.toLowerCase()
    longest = Math.max(longest, name.length)
    if (named.get(name) !== 0 && !byName.has(name)) byName.set(name, tag)
  }
  const ranges = [...named].filter(([, q]) => q > 0).toSorted(([, one], [, other]) => other - one)
  for (const [range] of ranges) {
    // What is longer than every tag cannot be one: cutting there at once keeps hostile ranges cheap.
    let end = range.length > longest ? range.lastIndexOf('-', longest) : range.length
    for (; end > 0; end = range.lastIndexOf('-', end - 1)) {
      const tag = byName.get(range.slice(0, end))
      if (tag !== undefined) return tag
    }
  }
  return undefined
}
