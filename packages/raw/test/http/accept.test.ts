import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAccept, preferredMediaTypes } from '../../src/http/accept.ts'
import { formatQvalue } from '../../src/http/qvalue.ts'
import { textOf } from './hostile-text.ts'

const order = (accept: string, offers: readonly string[]): string[] =>
  preferredMediaTypes(parseAccept(accept), offers).map(({ offer, q }) => `${offer} ${q}`)

describe('parseAccept', () => {
  test('an element with everything', () => {
    const text = 'Text/HTML;Level="1";q=0.5;ext'
    expect(parseAccept(text).elements).toEqual([
      {
        value: 'Text/HTML',
        type: 'text',
        subtype: 'html',
        q: 0.5,
        specificity: 3,
        parameters: [{ name: 'level', value: '1', quoted: true, at: 10 }],
        extension: [{ name: 'ext', value: '', quoted: false, at: 26 }],
        at: 0,
        end: text.length,
      },
    ])
  })

  test.each<[text: string, specificities: number[]]>([
    ['*/*, text/*, text/html, text/html;a=1;b=2', [0, 1, 2, 4]],
    ['*/html', []],
    ['*', []],
    ['text', []],
    ['text/', []],
    ['/html', []],
    ['text/html/x', []],
    ['text /html', []],
    ['text/ht*ml, t*/*', [2, 1]],
  ])('%j', (text, specificities) => {
    const { elements, problems } = parseAccept(text)
    expect(elements.map(({ specificity }) => specificity)).toEqual(specificities)
    expect(problems.length).toBe(specificities.length === 0 ? 1 : 0)
  })
})

describe('preferredMediaTypes', () => {
  // RFC 9110 section 12.5.1, the table of its last example
  const accept =
    'text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5'
  test.each<[offer: string, q: number]>([
    ['text/plain;format=flowed', 1],
    ['text/plain', 0.7],
    ['text/html', 0.3],
    ['image/jpeg', 0.5],
    ['text/plain;format=fixed', 0.4],
    ['text/html;level=3', 0.3],
  ])('%s has quality %d', (offer, q) => {
    expect(preferredMediaTypes(parseAccept(accept), [offer])).toEqual([{ offer, q }])
  })

  test.each<[accept: string, offers: string[], order: string[]]>([
    ['text/html;q=0.5, text/html', ['text/html'], ['text/html 0.5']],
    [
      'text/html;a=1;b=2;q=0.1, text/html;a=1, text/html;q=0.3',
      ['text/html;b=2;a=1'],
      ['text/html;b=2;a=1 0.1'],
    ],
    ['*/*;q=0.1, image/*;q=0', ['image/png', 'text/html'], ['text/html 0.1']],
    ['', ['text/html'], []],
    ['text/html', ['TEXT/HTML'], ['TEXT/HTML 1']],
    ['a/b', ['a/b', 'a/b'], ['a/b 1', 'a/b 1']],
  ])('%j of %j', (accept, offers, expected) => {
    expect(order(accept, offers)).toEqual(expected)
  })

  test('without Accept everything is acceptable', () => {
    expect(preferredMediaTypes(undefined, ['b/b', 'a/a']).map(({ offer }) => offer)).toEqual(['b/b', 'a/a'])
  })

  test.each(['text', '*/*', 'text/*', ''])('%j is no offer', (offer) => {
    expect(() => preferredMediaTypes(undefined, [offer])).toThrow(TypeError)
  })

  test('10,000 ranges and 10,000 offers', () => {
    const types = Array.from({ length: 10_000 }, (_, index) => `text/x${index}`)
    const header = types.map((type, index) => `${type};q=${formatQvalue((index % 1000) / 1000)}`).join(',')
    const found = preferredMediaTypes(parseAccept(header), types)
    expect(found).toHaveLength(9_990)
    expect(found[0]).toEqual({ offer: 'text/x999', q: 0.999 })
  })

  test('10,000 ranges of one type', () => {
    const header = Array.from({ length: 10_000 }, (_, index) => `text/html;v=${index};q=0.5`).join(',')
    expect(order(header, ['text/html;v=9999', 'text/html'])).toEqual(['text/html;v=9999 0.5'])
  })
})

test('any text is read and negotiated', () => {
  fc.assert(
    fc.property(textOf('a/*;q=01.5," '), (text) => {
      for (const { q } of preferredMediaTypes(parseAccept(text), ['a/a', 'a/a;a=a'])) {
        expect(q > 0 && q <= 1).toBe(true)
      }
    }),
  )
})
