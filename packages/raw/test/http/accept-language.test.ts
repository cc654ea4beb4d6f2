import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  filterLanguages,
  lookupLanguage,
  parseAcceptLanguage,
  preferredLanguages,
} from '../../src/http/accept-language.ts'
import { megabyte, textOf } from './hostile-text.ts'

test.each<[text: string, values: string[]]>([
  ['da, en-gb;q=0.8, *;q=0.1', ['da', 'en-gb', '*']],
  ['zh-Hant-CN-x-private1', ['zh-Hant-CN-x-private1']],
  ['en_US', []],
  ['en-', []],
  ['-en', []],
  ['e1', []],
  ['en-*', []],
  ['**', []],
  ['abcdefghi', []],
  ['en-abcdefghi', []],
  ['abcdefgh-12345678', ['abcdefgh-12345678']],
  ['en;x=1', []],
])('%j', (text, values) => {
  const { elements, problems } = parseAcceptLanguage(text)
  expect(elements.map(({ value }) => value)).toEqual(values)
  expect(problems.length).toBe(values.length > 0 ? 0 : 1)
})

describe('preferredLanguages', () => {
  test.each<[accept: string, offers: string[], order: string[]]>([
    ['en', ['en-GB', 'fr', 'en'], ['en-GB', 'en']],
    ['en;q=0.5, en-GB', ['en-US', 'en-GB'], ['en-GB', 'en-US']],
    ['en, en-GB;q=0', ['en-GB', 'en-GB-oed', 'en-US'], ['en-US']],
    // Nothing takes in "en" here, but it serves who asked for en-GB; what fits as it is comes first
    ['en-GB', ['en', 'en-GB', 'fr'], ['en-GB', 'en']],
    ['en-GB;q=0.9, fr;q=0.8', ['fr', 'en'], ['en', 'fr']],
    ['en-GB, *;q=0.1', ['fr', 'en'], ['en', 'fr']],
    ['en-GB, *;q=0', ['fr', 'en'], []],
    ['en-GB, en;q=0', ['en'], []],
    ['en-GB;q=0', ['en', 'en-GB'], []],
    ['*;q=0.5, de', ['fr', 'de-CH'], ['de-CH', 'fr']],
    ['eng', ['en'], []],
    ['en', ['eng'], []],
    ['', ['en'], []],
  ])('%j of %j', (accept, offers, order) => {
    expect(preferredLanguages(parseAcceptLanguage(accept), offers).map(({ offer }) => offer)).toEqual(order)
  })

  test('without the field everything is acceptable', () => {
    expect(preferredLanguages(undefined, ['fr', 'en']).map(({ offer }) => offer)).toEqual(['fr', 'en'])
  })
})

test.each<[accept: string, tags: string[], order: string[]]>([
  // RFC 4647 section 3.3.1
  ['de-de', ['de-DE-1996', 'de-Deva', 'de-Latn-DE', 'de-DE', 'de'], ['de-DE-1996', 'de-DE']],
  ['*;q=0.5, de-CH', ['fr', 'de-CH'], ['de-CH', 'fr']],
])('%j filters %j', (accept, tags, order) => {
  expect(filterLanguages(parseAcceptLanguage(accept), tags).map(({ offer }) => offer)).toEqual(order)
})

test.each<[accept: string, tags: string[], found: string | undefined]>([
  // RFC 4647 section 3.4
  ['zh-Hant-CN-x-private1-private2', ['zh', 'zh-Hant-CN'], 'zh-Hant-CN'],
  ['fr-FR, zh-Hant', ['zh-Hant', 'en'], 'zh-Hant'],
  ['de;q=0.5, fr-FR', ['de', 'FR'], 'FR'],
  ['*, fr', ['de', 'fr'], 'fr'],
  ['*', ['de'], undefined],
  ['de-CH, de;q=0', ['de'], undefined],
  ['en', ['en-GB'], undefined],
])('%j looks up one of %j', (accept, tags, found) => {
  expect(lookupLanguage(parseAcceptLanguage(accept), tags)).toBe(found)
})

test('long ranges and many ranges', () => {
  const long = parseAcceptLanguage(megabyte('-x', 'a'))
  expect(long.elements).toHaveLength(1)
  expect(lookupLanguage(long, ['b', 'a-x-x'])).toBe('a-x-x')
  expect(preferredLanguages(long, ['a-x', 'a'])).toHaveLength(2)
  expect(filterLanguages(long, ['a'])).toHaveLength(0)
  const letters = 'abcdefghij'
  const names = Array.from(
    { length: 10_000 },
    (_, index) => `x-${[...String(index)].map((digit) => letters[+digit]).join('')}`,
  )
  const many = parseAcceptLanguage(names.map((name, index) => `${name};q=0.${index % 1000}`).join(','))
  expect(preferredLanguages(many, names).length).toBeGreaterThan(9_000)
  expect(lookupLanguage(many, ['y'])).toBeUndefined()
})

test('any text is read', () => {
  fc.assert(
    fc.property(textOf('en-GB*;q=01.5,x '), (text) => {
      const accept = parseAcceptLanguage(text)
      const tags = ['en', 'en-GB', 'x']
      const found = lookupLanguage(accept, tags)
      expect(found === undefined || tags.includes(found)).toBe(true)
      // Whatever basic filtering takes in is among the preferred
      const preferred = preferredLanguages(accept, tags).map(({ offer }) => offer)
      for (const { offer } of filterLanguages(accept, tags)) expect(preferred).toContain(offer)
    }),
  )
})
