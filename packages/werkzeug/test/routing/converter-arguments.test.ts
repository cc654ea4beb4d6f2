import { expect, test } from 'vitest'
import { parseConverterArgs } from '../../src/routing/index.ts'

test.each([
  ['', [], {}],
  ['a', ['a'], {}],
  ['a, b', ['a', 'b'], {}],
  ['"a,b", \'c d\'', ['a,b', 'c d'], {}],
  ['1, 2.5, True, None', [1, 2.5, true, null], {}],
  ['min=1, max=2', [], { min: 1, max: 2 }],
  ['x, length=2', ['x'], { length: 2 }],
  ['True=1', [], { True: 1 }],
])('%s', (text, positional, named) => {
  expect(parseConverterArgs(text)).toEqual([positional, named])
})

test('a name such as __proto__ is one like any other', () => {
  const [, named] = parseConverterArgs('__proto__=1')
  expect(Object.getOwnPropertyNames(named)).toEqual(['__proto__'])
})

test.each(['a b', '"a', 'a=', ', a'])('%s is refused', (text) => {
  expect(() => parseConverterArgs(`${text}, z`)).toThrow(SyntaxError)
})
