import { bytes } from '@triptych/raw/util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseUrlencoded } from '../../src/formparser/urlencoded.ts'

test.each<[body: string, value: string]>([
  ['a=%C3%A9', '\xe9'],
  ['a=%c3', '%C3'],
  ['a=%C3%C3%A9%A9', '%C3\xe9%A9'],
  ['a=%ED%A0%80', '%ED%A0%80'],
  ['a=%F0%9F%98%80%F0%9F%98', '\u{1f600}%F0%9F%98'],
  ['a=\xe9%E9', '\xe9%E9'],
  ['a=%00', '\0'],
])('%j', (body, value) => {
  expect(parseUrlencoded(bytes(body))).toEqual([['a', value]])
})

test('names are decoded too', () => {
  expect(parseUrlencoded(bytes('%61+%E2%98%83=1'))).toEqual([['a \u2603', '1']])
})

test('bytes that are no UTF-8 are an error', () => {
  expect(() => parseUrlencoded(Uint8Array.of(0x61, 0xe9))).toThrow(SyntaxError)
})

test('reads what the platform writes', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 10 })
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text)), (pairs) => {
      expect(parseUrlencoded(bytes(new URLSearchParams(pairs).toString()))).toEqual(pairs)
    }),
  )
})

test('a megabyte of bad escapes ends', () => {
  expect(parseUrlencoded(bytes(`a=${'%ff'.repeat(333_333)}`))[0]?.[1].length).toBe(999_999)
})
