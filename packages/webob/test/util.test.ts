import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compareDigest,
  htmlEscape,
  statusGenericReasons,
  statusReasons,
  stringsDiffer,
  toHtml,
} from '../src/util.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('htmlEscape', () => {
  test.each<[name: string, value: unknown, html: string]>([
    ['text', 'a b', 'a b'],
    ['markup', `<a href="x" id='y'>&amp;`, '&lt;a href=&quot;x&quot; id=&#x27;y&#x27;&gt;&amp;amp;'],
    ['null', null, ''],
    ['undefined', undefined, ''],
    ['a number', 1.5, '1.5'],
    ['a truth value', false, 'false'],
    ['what is not ASCII', 'caf\xe9 \u2603', 'caf&#233; &#9731;'],
    ['above the BMP', '\u{1f600}', '&#128512;'],
    ['half a pair', '\ud83d', '&#55357;'],
    ['controls stay', '\0\n\x7f', '\0\n\x7f'],
    ['bytes', bytes('<caf\xe9>'), '&lt;caf&#233;&gt;'],
    ['an error', new Error('<x>'), 'Error: &lt;x&gt;'],
    ['its own HTML', { [toHtml]: () => '<b>' }, '<b>'],
    ['a toHtml that is no method', { [toHtml]: '<b>', toString: () => '<i>' }, '&lt;i&gt;'],
    ['__html__ as in Python', { __html__: () => '<b>', toString: () => '<i>' }, '&lt;i&gt;'],
  ])('%s', (_name, value, html) => {
    expect(htmlEscape(value)).toBe(html)
  })

  test('no markup gets through, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => /^[^<>"'\x80-\uffff]*$/.test(htmlEscape(text))),
    )
  })

  test('a megabyte', () => {
    expect(htmlEscape('<'.repeat(1_000_000)).length).toBe(4_000_000)
  })
})

describe('reasons', () => {
  test.each([
    [200, 'OK'],
    [207, 'Multi Status'],
    [302, 'Found'],
    [413, 'Request Entity Too Large'],
    [418, "I'm a teapot"],
    [421, 'Misdirected Request'],
    [451, 'Unavailable for Legal Reasons'],
    [511, 'Network Authentication Required'],
  ])('%i is %s', (code, reason) => {
    expect(statusReasons.get(code)).toBe(reason)
  })

  test.each([306, 418.5, 449, 509, 600])('%d has none', (code) => {
    expect(statusReasons.has(code)).toBe(false)
  })

  test('each class has one', () => {
    for (const code of statusReasons.keys())
      expect(statusGenericReasons.has(Math.floor(code / 100))).toBe(true)
    expect(statusGenericReasons.get(4)).toBe('Unknown Client Error')
  })
})

describe('comparing', () => {
  test.each<[one: string | Uint8Array, other: string | Uint8Array, equal: boolean]>([
    ['secret', 'secret', true],
    ['', '', true],
    ['secret', 'secreT', false],
    ['secret', 'secrets', false],
    ['abab', 'ab', false],
    ['ab', 'abab', false],
    ['', 'a', false],
    ['a', '', false],
    ['\0', '', false],
    ['', '\0', false],
    [bytes('a'), bytes('a'), true],
    [bytes('a'), bytes('b'), false],
    [bytes('a'), 'a', true],
  ])('%j and %j: %j', (one, other, equal) => {
    expect(compareDigest(one, other)).toBe(equal)
    expect(stringsDiffer(one, other)).toBe(!equal)
  })

  test('is what === says', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 })
    fc.assert(fc.property(text, text, (one, other) => compareDigest(one, other) === (one === other)))
  })
})
