import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodePunycode, encodePunycode } from '../../src/urls/punycode.ts'

describe('Punycode', () => {
  test.each([
    [
      'RFC 3492 section 7.1 (B)',
      '\u4ed6\u4eec\u4e3a\u4ec0\u4e48\u4e0d\u8bf4\u4e2d\u6587',
      'ihqwcrb4cv8a8dqg056pqjye',
    ],
    [
      'RFC 3492 section 7.1 (D)',
      'Pro\u010dprost\u011bnemluv\xed\u010desky',
      'Proprostnemluvesky-uyb24dma41a',
    ],
    ['RFC 3492 section 7.1 (L)', '3\u5e74B\u7d44\u91d1\u516b\u5148\u751f', '3B-ww4c5e180e575a65lsy2b'],
    ['RFC 3492 section 7.1 (S)', '-> $1.00 <-', '-> $1.00 <--'],
    ['beyond the first plane', '\u{1f600}', 'e28h'],
    ['nothing', '', ''],
  ] as [string, string, string][])('%s', (_, text, code) => {
    expect(encodePunycode(text)).toBe(code)
    expect(decodePunycode(code)).toBe(text)
  })

  test.each(['-\xe9', '\x80-', 'a!', '9', 'zzzzzzzz', '99999999999'])('refuses %j', (code) => {
    expect(decodePunycode(code)).toBeUndefined()
  })

  test('reads what it writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        fc.pre(!/\p{Surrogate}/u.test(text))
        expect(decodePunycode(encodePunycode(text))).toBe(text)
      }),
    )
  })
})
