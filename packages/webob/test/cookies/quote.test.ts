import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeCookie, quoteCookie } from '../../src/cookies/quote.ts'
import { unquoteCookie } from '../../src/cookies/next-cookie.ts'

const latin1 = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) })

describe('quoteCookie', () => {
  test.each([
    ['', ''],
    ['plain', 'plain'],
    ["!#$%&'()*+-./:<=>?@[]^_`{|}~", "!#$%&'()*+-./:<=>?@[]^_`{|}~"],
    ['a b', '"a b"'],
    ['a;b', '"a\\073b"'],
    ['a,b', '"a\\054b"'],
    ['"', '"\\042"'],
    ['\\', '"\\134"'],
    ['\r\n\0', '"\\015\\012\\000"'],
    ['\xff', '"\\377"'],
  ])('%j is %s', (text, quoted) => {
    expect(quoteCookie(text)).toBe(quoted)
  })

  test('whatever the bytes: printable ASCII without semicolon, and back', () => {
    fc.assert(
      fc.property(latin1, (text) => {
        const quoted = quoteCookie(text)
        expect(quoted).toMatch(/^[\x20-\x3a\x3c-\x7e]*$/)
        expect(unquoteCookie(quoted)).toBe(text)
      }),
    )
  })
})

describe('escapeCookie', () => {
  test.each([
    ['/a b', '/a b'],
    ['/a;b', '/a\\073b'],
    ['x.com\r\n', 'x.com\\015\\012'],
  ])('%j is %s', (text, escaped) => {
    expect(escapeCookie(text)).toBe(escaped)
  })

  test.each(['\u2603', 'a\u0100'])('%j is no bytes', (text) => {
    expect(() => escapeCookie(text)).toThrow(TypeError)
    expect(() => quoteCookie(text)).toThrow(TypeError)
  })
})
