import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FRAGMENT_KEPT, PATH_KEPT, QUERY_KEPT, unquotePart, USER_KEPT } from '../../src/urls/unquote-part.ts'

const escape = (code: number): string => `%${code.toString(16).padStart(2, '0')}`

test.each([
  ['path', PATH_KEPT, '#%/?'],
  ['query', QUERY_KEPT, '#%&+='],
  ['fragment', FRAGMENT_KEPT, '%'],
  ['user', USER_KEPT, '#%/:?@'],
] as [string, Uint8Array, string][])('a %s keeps what means something there', (_, keep, kept) => {
  const codes = Array.from({ length: 128 }, (_unused, code) => code)
  const stays = codes.filter((code) => unquotePart(escape(code), keep) === escape(code))
  expect(stays.slice(0, 33)).toEqual(codes.slice(0, 33))
  expect(String.fromCharCode(...stays.slice(33, -1))).toBe(kept)
  expect(stays.at(-1)).toBe(127)
})

test('letters come back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const encoded = [...new TextEncoder().encode(text)].map(escape).join('')
      const plain = text.replace(/[\0-%\x7f]/g, (char) => escape(char.charCodeAt(0)))
      expect(unquotePart(encoded, FRAGMENT_KEPT)).toBe(
        plain.replace(/%2[1-4]/g, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16))),
      )
    }),
  )
})
