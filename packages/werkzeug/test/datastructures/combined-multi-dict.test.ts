import { expect, expectTypeOf, test } from 'vitest'
import { CombinedMultiDict } from '../../src/datastructures/combined-multi-dict.ts'
import { int } from '../../src/datastructures/convert.ts'
import { ImmutableMultiDict } from '../../src/datastructures/immutable-multi-dict.ts'
import { MultiDict } from '../../src/datastructures/multi-dict.ts'
import { BadRequestKeyError } from '../../src/exceptions/bad-request-key-error.ts'

const combined = (): CombinedMultiDict =>
  new CombinedMultiDict([
    new MultiDict([
      ['a', '1'],
      ['n', 'x'],
    ]),
    new ImmutableMultiDict([
      ['b', '2'],
      ['a', '3'],
      ['n', '4'],
      ['n', '5'],
    ]),
  ])

test('the first that has a key gives its value, lists are joined', () => {
  const dict = combined()
  expect(dict.at('a')).toBe('1')
  expect(dict.get('b')).toBe('2')
  expect(dict.get('zz')).toBeUndefined()
  expect(dict.get('zz', { default: 'd' })).toBe('d')
  expect(dict.getlist('a')).toEqual(['1', '3'])
  expect(dict.getlist('n', { type: int })).toEqual([4, 5])
  expect(dict.getlist('zz')).toEqual([])
  expect(dict.has('b')).toBe(true)
  expect(dict.has('zz')).toBe(false)
  expect(dict.size).toBe(3)
  expect(dict.isEmpty).toBe(false)
  expect([...dict.keys()]).toEqual(['a', 'n', 'b'])
  expect([...dict]).toEqual([
    ['a', '1'],
    ['n', 'x'],
    ['b', '2'],
  ])
  expect([...dict.values()]).toEqual(['1', 'x', '2'])
  expect(dict.items({ multi: true })).toEqual([
    ['a', '1'],
    ['n', 'x'],
    ['b', '2'],
    ['a', '3'],
    ['n', '4'],
    ['n', '5'],
  ])
  expect(dict.lists()).toEqual([
    ['a', ['1', '3']],
    ['n', ['x', '4', '5']],
    ['b', ['2']],
  ])
  expect(dict.toDict()).toEqual(
    new Map([
      ['a', '1'],
      ['n', 'x'],
      ['b', '2'],
    ]),
  )
  expect(() => dict.at('zz')).toThrow(BadRequestKeyError)
})

test('what cannot be converted is looked for in the next one', () => {
  expect(combined().get('n', { type: int })).toBe(4)
  expect(combined().get('n', { type: () => undefined, default: 1 })).toBeUndefined()
  const words = new CombinedMultiDict([new MultiDict({ n: 'x' }), new MultiDict({ n: 'y' })])
  expect(words.get('n', { type: int, default: 7 })).toBe(7)
  expectTypeOf(words.get('n', { type: int, default: 7 })).toEqualTypeOf<number>()
})

test('it is a view, its copy is not', () => {
  const first = new MultiDict({ a: '1' })
  const dict = new CombinedMultiDict([first])
  const copy = dict.copy()
  first.set('a', '2')
  expect(dict.get('a')).toBe('2')
  expect(copy.get('a')).toBe('1')
  expect(copy).toBeInstanceOf(MultiDict)
  expect(dict.equals(first)).toBe(true)
  expect(dict.merged({ a: '3' }).getlist('a')).toEqual(['2', '3'])
})

test('of nothing', () => {
  expect(new CombinedMultiDict().isEmpty).toBe(true)
  expect([...new CombinedMultiDict([])]).toEqual([])
})

test('combined ones combine', () => {
  const dict = new CombinedMultiDict([combined(), new MultiDict({ a: '9' })])
  expect(dict.getlist('a')).toEqual(['1', '3', '9'])
})
