import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTokenList } from '../../src/http/token-list.ts'
import { megabyte, textOf } from './hostile-text.ts'

test.each<[input: string, tokens: string[], codes: string[]]>([
  ['', [], []],
  ['close', ['close'], []],
  ['Keep-Alive, , TE\t,', ['keep-alive', 'te'], []],
  ['a b, c', ['c'], ['token']],
  ['"x, close"', [], ['token', 'token']],
  ['x, close, "', ['x', 'close'], ['token']],
  ['caf\xe9', [], ['token']],
])('%j', (input, tokens, codes) => {
  const list = parseTokenList(input)
  expect(list.tokens).toEqual(tokens)
  expect(list.problems.map(({ code }) => code)).toEqual(codes)
})

test('any text gives tokens only', () => {
  fc.assert(
    fc.property(textOf('ab,," \t='), (text) => {
      for (const token of parseTokenList(text).tokens) expect(token).toMatch(/^[^\s",]+$/)
    }),
  )
})

test('a million commas', () => {
  expect(parseTokenList(megabyte(', ')).tokens).toEqual([])
})
