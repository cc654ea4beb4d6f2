import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAcceptEncoding, preferredEncodings } from '../../src/http/accept-encoding.ts'
import { textOf } from './hostile-text.ts'

// The rules of RFC 9110 section 12.5.3
test.each<[accept: string, offers: string[], order: string[]]>([
  ['compress, gzip', ['identity', 'gzip', 'br'], ['gzip', 'identity']],
  ['', ['gzip', 'identity'], ['identity']],
  ['*', ['gzip', 'identity'], ['gzip', 'identity']],
  ['compress;q=0.5, gzip;q=1.0', ['compress', 'gzip'], ['gzip', 'compress']],
  ['gzip;q=1.0, identity; q=0.5, *;q=0', ['br', 'identity', 'gzip'], ['gzip', 'identity']],
  ['*;q=0', ['gzip', 'identity'], []],
  ['*;q=0, identity;q=0.5', ['gzip', 'identity'], ['identity']],
  ['identity;q=0', ['identity', 'gzip'], []],
  ['gzip;q=0.5', ['identity', 'gzip'], ['gzip', 'identity']],
  ['GZIP', ['gzip'], ['gzip']],
  // Section 8.4.1: the same coding under two names
  ['x-gzip', ['gzip', 'compress'], ['gzip']],
  ['compress', ['x-compress'], ['x-compress']],
])('%j of %j', (accept, offers, order) => {
  expect(preferredEncodings(parseAcceptEncoding(accept), offers).map(({ offer }) => offer)).toEqual(order)
})

test('without the field everything is acceptable', () => {
  expect(preferredEncodings(undefined, ['br', 'identity']).map(({ q }) => q)).toEqual([1, 1])
})

test('any text leaves identity, unless it excludes it', () => {
  fc.assert(
    fc.property(textOf('gzip*;q=01.5," '), (text) => {
      const accept = parseAcceptEncoding(text)
      const excluded = accept.elements.some(({ value, q }) => q === 0 && /^(\*|identity)$/i.test(value))
      expect(excluded || preferredEncodings(accept, ['identity']).length === 1).toBe(true)
    }),
  )
})
