import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quote, quoteUnlessToken, readQuoted } from '../../src/http/quoted-string.ts'
import { megabyte, textOf } from './hostile-text.ts'

test.each<[text: string, start: number, read: { value: string; end: number } | undefined]>([
  ['""', 0, { value: '', end: 2 }],
  ['x"a b"y', 1, { value: 'a b', end: 6 }],
  ['"\\"\\\\\\a"', 0, { value: '"\\a', end: 8 }],
  ['"\xe9\t"', 0, { value: '\xe9\t', end: 4 }],
  ['"', 0, undefined],
  ['"a', 0, undefined],
  ['"a\\', 0, undefined],
  ['"a\\"', 0, undefined],
  ['"a\nb"', 0, undefined],
  ['"a\\\x00"', 0, undefined],
  ['"\u0100"', 0, undefined],
])('%j from %d', (text, start, read) => {
  expect(readQuoted(text, start)).toEqual(read)
})

test('control characters and what is above U+00FF cannot be quoted', () => {
  for (const text of ['\r', '\n', '\0', '\x7f', '\u0100']) expect(() => quote(text)).toThrow(TypeError)
  expect(() => quoteUnlessToken('a\r\nb')).toThrow(TypeError)
  expect([quoteUnlessToken('a'), quoteUnlessToken(''), quoteUnlessToken('a b')]).toEqual(['a', '""', '"a b"'])
})

test('what is written is read', () => {
  const fits = fc.string({ unit: fc.constantFrom(...'ab "\\\t,;\xff') })
  fc.assert(
    fc.property(fits, (text) => {
      const quoted = quote(text)
      expect(readQuoted(quoted, 0)).toEqual({ value: text, end: quoted.length })
    }),
  )
})

test('any text is read or not', () => {
  fc.assert(
    fc.property(textOf('"\\a '), (text) => {
      const read = readQuoted(`"${text}`, 0)
      expect(read === undefined || text[read.end - 2] === '"').toBe(true)
    }),
  )
  expect(readQuoted(megabyte('\\\\', '"'), 0)).toBeUndefined()
  expect(readQuoted(megabyte('\\"', '"', '"'), 0)?.value).toHaveLength(500_000)
})
