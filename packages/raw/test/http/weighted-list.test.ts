import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tokenEnd } from '../../src/http/token.ts'
import { parseWeightedList } from '../../src/http/weighted-list.ts'
import type { RawElement, WeightedList } from '../../src/http/weighted-list.ts'
import { inOrder } from '../../src/http/preference.ts'
import { megabyte, textOf } from './hostile-text.ts'

const read = (text: string): WeightedList<RawElement> => parseWeightedList(text, tokenEnd, (raw) => raw)

test.each<[text: string, elements: [value: string, q: number][], leftOut: [code: string, text: string][]]>([
  ['', [], []],
  [' , ,', [], []],
  ['a', [['a', 1]], []],
  [
    'A ,b;q=0.5,\tc ; Q=0',
    [
      ['A', 1],
      ['b', 0.5],
      ['c', 0],
    ],
    [],
  ],
  ['a;x=1;q=0.1;y;z="2"', [['a', 0.1]], []],
  ['a;', [['a', 1]], []],
  // An element that is malformed anywhere is left out whole
  ['a;q=2, b', [['b', 1]], [['qvalue', 'a;q=2']]],
  ['a;q="0.5", b', [['b', 1]], [['qvalue', 'a;q="0.5"']]],
  ['a;q, b', [['b', 1]], [['qvalue', 'a;q']]],
  ['a;q=, b', [['b', 1]], [['parameter', 'a;q=']]],
  ['a;q = 0.5, b', [['b', 1]], [['parameter', 'a;q = 0.5']]],
  ['a;q=0.5 x, b', [['b', 1]], [['parameter', 'a;q=0.5 x']]],
  ['a;x, b', [['b', 1]], [['parameter', 'a;x']]],
  ['a;x;q=0.5, b', [['b', 1]], [['parameter', 'a;x;q=0.5']]],
  ['a b, c', [['c', 1]], [['parameter', 'a b']]],
  ['"a,b", c', [['c', 1]], [['value', '"a,b"']]],
  [';q=1, c', [['c', 1]], [['value', ';q=1']]],
  ['a;x="1, b', [], [['parameter', 'a;x="1, b']]],
  // Of two weights the first one counts
  ['a;q=0.5;q=1', [['a', 0.5]], []],
])('%j', (text, elements, leftOut) => {
  const list = read(text)
  expect(list.elements.map(({ value, q }) => [value, q])).toEqual(elements)
  expect(list.problems.map(({ code, at, end }) => [code, text.slice(at, end)])).toEqual(leftOut)
})

test('what stands before the weight narrows, what stands after it does not', () => {
  const [element] = read('a;x=1;q=0.1;y;z="2"').elements
  expect(element!.parameters.map(({ name }) => name)).toEqual(['x'])
  expect(element!.extension.map(({ name, value }) => [name, value])).toEqual([
    ['y', ''],
    ['z', '2'],
  ])
})

test('an element can be read as it was written', () => {
  const text = ' a;q=0.1 ,\tB; x="," , c'
  expect(read(text).elements.map(({ at, end }) => text.slice(at, end).trim())).toEqual([
    'a;q=0.1',
    'B; x=","',
    'c',
  ])
})

test('a field may refuse an element', () => {
  const { elements, problems } = parseWeightedList('a, b;x=1', tokenEnd, (raw) =>
    raw.parameters.length > 0 ? undefined : raw,
  )
  expect(elements).toHaveLength(1)
  expect(problems).toEqual([{ code: 'parameter', at: 3, end: 8 }])
})

test('offers are put in order, equal ones as they came', () => {
  expect(inOrder(['a', 'b', 'c', 'd'], [0.5, 1, 0, 1]).map(({ offer }) => offer)).toEqual(['b', 'd', 'a'])
})

test('any text is read', () => {
  fc.assert(
    fc.property(textOf('ab;q=01.5," \\'), (text) => {
      const { elements, problems } = read(text)
      for (const { q } of elements) expect(q >= 0 && q <= 1).toBe(true)
      for (const { at, end } of problems) expect(at).toBeLessThan(end!)
    }),
  )
})

test.each([',', ';', '"', '\\', 'a,', 'a;q=0.5,', ';q=1', 'a;"', '",', ';q=x', ';"\x00"'])(
  'a megabyte of %j',
  (pattern) => {
    for (const start of ['', 'a']) {
      const { elements, problems } = read(megabyte(pattern, start))
      expect(elements.length + problems.length).toBeLessThanOrEqual(1_000_001)
    }
  },
)
