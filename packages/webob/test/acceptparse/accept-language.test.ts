import { describe, expect, expectTypeOf, test } from 'vitest'
import { AcceptLanguage, createAcceptLanguageHeader } from '../../src/acceptparse/index.ts'
import type { LookupOptions } from '../../src/acceptparse/index.ts'

describe('parse', () => {
  test('gives ranges and weights in a list of its own', () => {
    expect(AcceptLanguage.parse('da, en-gb;q=0.8, *;q=0')).toEqual([
      ['da', 1],
      ['en-gb', 0.8],
      ['*', 0],
    ])
    AcceptLanguage.parse('da').pop()
    expect(AcceptLanguage.parse('da')).toEqual([['da', 1]])
  })

  test.each(['', ' ', ',', 'en_GB', 'en-', 'abcdefghi', 'en-*', '1a', 'en;x', 'en en'])(
    '%j is none',
    (text) => {
      expect(() => AcceptLanguage.parse(text)).toThrow(SyntaxError)
      expect(createAcceptLanguageHeader(text).state).toBe('invalid')
    },
  )
})

describe('basicFiltering', () => {
  test.each<[text: string | null, tags: string[], found: [string, number][]]>([
    [null, ['en'], []],
    ['', ['en'], []],
    ['de-de', ['de-DE-1996', 'de-Deva', 'de-Latn-DE', 'de'], [['de-DE-1996', 1]]],
    [
      'de',
      ['DE', 'de-CH', 'deu'],
      [
        ['DE', 1],
        ['de-CH', 1],
      ],
    ],
    [
      'da, en-gb;q=0.8, en;q=0.7',
      ['en-US', 'en-GB', 'da'],
      [
        ['da', 1],
        ['en-GB', 0.8],
        ['en-US', 0.7],
      ],
    ],
    // Equal ones are in the order of their ranges, not of the tags.
    [
      'fr, de',
      ['de', 'fr'],
      [
        ['fr', 1],
        ['de', 1],
      ],
    ],
    [
      '*;q=0.1, en',
      ['de', 'en'],
      [
        ['en', 1],
        ['de', 0.1],
      ],
    ],
    // A range of no weight keeps out what it covers.
    ['en, en-gb;q=0', ['en-GB-oxendict', 'en-US'], [['en-US', 1]]],
    ['*, en;q=0', ['en-GB', 'de'], [['de', 1]]],
    ['en, *;q=0', ['en', 'de'], [['en', 1]]],
    ['en;q=0', ['de'], []],
  ])('%j: of %j %j', (text, tags, found) => {
    expect(createAcceptLanguageHeader(text).basicFiltering(tags)).toEqual(found)
  })
})

describe('lookup', () => {
  test.each<[text: string | null, tags: string[], options: LookupOptions<string>, found: string]>([
    [null, ['de'], { defaultTag: 'en' }, 'en'],
    ['', ['de'], { default: 'none' }, 'none'],
    [null, ['de'], { defaultTag: 'en', defaultRange: '*' }, 'en'],
    // The example of RFC 4647 section 3.4: zh-Hant-CN-x-private1-private2.
    [
      'zh-Hant-CN-x-private1-private2',
      ['zh', 'zh-Hant-CN-x-private1'],
      { default: '' },
      'zh-Hant-CN-x-private1',
    ],
    ['zh-Hant-CN-x-private1-private2', ['zh', 'zh-Hant-CN-x'], { default: '' }, 'zh'],
    ['zh-Hant-CN-x-private1-private2', ['zh', 'ZH-hant'], { default: '' }, 'ZH-hant'],
    ['i-klingon', ['i'], { default: 'none' }, 'none'],
    ['de-CH, fr;q=0.5', ['fr', 'de'], { default: '' }, 'de'],
    ['fr;q=0.5, de', ['fr', 'de'], { default: '' }, 'de'],
    ['*, fr;q=0.5', ['de', 'fr'], { default: '' }, 'fr'],
    ['*', ['de'], { defaultTag: 'en' }, 'en'],
    // No weight refuses exactly that tag.
    ['en-GB, en;q=0', ['en'], { defaultTag: 'de' }, 'de'],
    ['en;q=0', ['en'], { defaultTag: 'en', default: 'none' }, 'none'],
    ['fr, en;q=0', ['en-GB'], { defaultRange: 'en-GB-oxendict', default: 'none' }, 'en-GB'],
    ['fr', ['en'], { defaultRange: 'en-GB', defaultTag: 'de' }, 'en'],
    ['fr, *;q=0', ['en'], { defaultRange: 'en', defaultTag: 'en', default: 'none' }, 'none'],
    ['fr', ['en'], { default: () => 'made' }, 'made'],
  ])('%j: of %j with %j %j', (text, tags, options, found) => {
    expect(createAcceptLanguageHeader(text).lookup(tags, options)).toBe(found)
  })

  test('needs something to give in the end, and no star as default', () => {
    const accept = createAcceptLanguageHeader('de')
    expect(() => accept.lookup(['en'], {})).toThrow(TypeError)
    expect(() => createAcceptLanguageHeader(null).lookup(['en'], {})).toThrow(TypeError)
    expect(() => accept.lookup(['en'], { defaultRange: '*', default: '' })).toThrow(RangeError)
  })

  test('types', () => {
    const accept = createAcceptLanguageHeader('de')
    expectTypeOf(accept.lookup(['en'], { default: () => 5 })).toEqualTypeOf<string | number>()
    expectTypeOf(accept.lookup(['en'], { defaultTag: 'en' })).toEqualTypeOf<string>()
  })
})

test.each<[text: string | null, tags: string[], best: string | null]>([
  [null, ['de', 'en'], 'de'],
  ['', [], null],
  ['en', ['de', 'en-GB'], 'en-GB'],
  ['en', ['de'], null],
])('%j: the best of %j is %j', (text, tags, best) => {
  expect(createAcceptLanguageHeader(text).best(tags)).toBe(best)
})

test.each(['-a', '-ab', '-abcdefgh', ',en', ', ', ',en;q=0', ',en-ab;q=0.1', ' ', '-'])(
  'reads a megabyte of %j in linear time',
  (piece) => {
    const accept = createAcceptLanguageHeader(`fr${piece.repeat(1_000_000 / piece.length)}`)
    const tags = ['de', 'de-CH']
    expect(accept.lookup(tags, { defaultTag: 'it' })).toBe('it')
    expect(accept.basicFiltering(tags)).toEqual([])
  },
)
