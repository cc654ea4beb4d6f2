import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAcceptCharset, preferredCharsets, qualities } from '../../src/http/accept-charset.ts'
import { textOf } from './hostile-text.ts'

test.each<[accept: string, offers: string[], order: string[]]>([
  ['iso-8859-5, unicode-1-1;q=0.8', ['utf-8', 'unicode-1-1', 'iso-8859-5'], ['iso-8859-5', 'unicode-1-1']],
  ['utf-8;q=0, *', ['utf-8', 'koi8-r'], ['koi8-r']],
  ['*;q=0.5, UTF-8', ['koi8-r', 'utf-8'], ['utf-8', 'koi8-r']],
  ['utf-8, utf-8;q=0', ['utf-8'], ['utf-8']],
  ['utf-8;charset=x', ['utf-8'], []],
  ['utf-8;q=1;x', ['utf-8'], []],
  ['', ['utf-8'], []],
  ['__proto__', ['constructor', '__proto__'], ['__proto__']],
])('%j of %j', (accept, offers, order) => {
  expect(preferredCharsets(parseAcceptCharset(accept), offers).map(({ offer }) => offer)).toEqual(order)
})

test('without the field everything is acceptable', () => {
  expect(preferredCharsets(undefined, ['b', 'a'])).toEqual([
    { offer: 'b', q: 1 },
    { offer: 'a', q: 1 },
  ])
})

test('10,000 charsets', () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `x${index}`)
  expect(preferredCharsets(parseAcceptCharset(names.join(';q=0.5,')), names)[0]?.offer).toBe('x9999')
})

test('any text is read', () => {
  fc.assert(
    fc.property(textOf('a*;q=01.5," '), (text) => {
      const { elements } = parseAcceptCharset(text)
      expect(qualities(elements).size).toBeLessThanOrEqual(elements.length)
    }),
  )
})
