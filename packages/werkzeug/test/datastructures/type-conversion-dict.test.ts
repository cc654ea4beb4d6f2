import { describe, expect, expectTypeOf, test } from 'vitest'
import { int } from '../../src/datastructures/convert.ts'
import { ImmutableDict } from '../../src/datastructures/immutable-dict.ts'
import { ImmutableTypeConversionDict } from '../../src/datastructures/immutable-type-conversion-dict.ts'
import type { DictInit } from '../../src/datastructures/readonly-dict.ts'
import { TypeConversionDict } from '../../src/datastructures/type-conversion-dict.ts'
import { KeyError } from '../../src/errors.ts'

const dict = (): TypeConversionDict => new TypeConversionDict({ a: '1', b: 'x' })

test.each<[name: string, init: DictInit<string> | null | undefined, items: [string, string][]]>([
  ['nothing', undefined, []],
  ['null', null, []],
  ['a record', { a: '1' }, [['a', '1']]],
  [
    'pairs, of which the last one counts',
    [
      ['a', '1'],
      ['a', '2'],
    ],
    [['a', '2']],
  ],
  ['a Map', new Map([['a', '1']]), [['a', '1']]],
  [
    'another',
    dict(),
    [
      ['a', '1'],
      ['b', 'x'],
    ],
  ],
])('made of %s', (_, init, items) => {
  expect(new TypeConversionDict(init).items()).toEqual(items)
})

test.each(['ab', 1, ['a'], [['a', 'b', 'c']]])('not made of %j', (init) => {
  expect(() => new TypeConversionDict(init as never)).toThrow(TypeError)
})

describe('reading', () => {
  test('get converts', () => {
    expect(dict().get('a')).toBe('1')
    expect(dict().get('a', { type: int })).toBe(1)
    expect(dict().get('b', { type: int })).toBeUndefined()
    expect(dict().get('b', { type: int, default: -1 })).toBe(-1)
    expect(dict().get('c', { default: 5 })).toBe(5)
    expectTypeOf(dict().get('a', { type: int })).toEqualTypeOf<number | undefined>()
    expectTypeOf(dict().get('a', { default: 5 })).toEqualTypeOf<string | number>()
  })

  test('a value may be undefined', () => {
    const odd = new TypeConversionDict<undefined>([['a', undefined]])
    expect(odd.get('a', { default: 1 })).toBeUndefined()
    expect(odd.at('a')).toBeUndefined()
    expect(odd.equals(new Map([['b', undefined]]))).toBe(false)
  })

  test('at throws', () => {
    expect(dict().at('a')).toBe('1')
    expect(() => dict().at('c')).toThrow(new KeyError('c'))
  })

  test('as a Map', () => {
    expect([...dict()]).toEqual([
      ['a', '1'],
      ['b', 'x'],
    ])
    expect([...dict().entries()]).toEqual([...dict()])
    expect([...dict().keys()]).toEqual(['a', 'b'])
    expect([...dict().values()]).toEqual(['1', 'x'])
    expect(dict().size).toBe(2)
    expect(dict().isEmpty).toBe(false)
    expect(dict().has('b')).toBe(true)
  })

  test.each<[other: unknown, expected: boolean]>([
    [dict(), true],
    [new ImmutableDict(dict()), true],
    [{ b: 'x', a: '1' }, true],
    [new Map([['a', '1']]), false],
    [{ a: '1', b: 'y' }, false],
    [
      [
        ['a', '1'],
        ['b', 'x'],
      ],
      false,
    ],
    [null, false],
  ])('equals %o: %s', (other, expected) => {
    expect(dict().equals(other)).toBe(expected)
  })
})

test('changing', () => {
  const changed = dict()
  expect(changed.set('c', '3')).toBe(changed)
  expect(changed.setdefault('c', '4')).toBe('3')
  expect(changed.setdefault('d', '4')).toBe('4')
  expect(changed.pop('d')).toBe('4')
  expect(changed.pop('d', { default: null })).toBeNull()
  expect(() => changed.pop('d')).toThrow(KeyError)
  expect(changed.popitem()).toEqual(['c', '3'])
  expect(changed.delete('b')).toBe(true)
  expect(changed.delete('b')).toBe(false)
  changed.update({ a: '2', e: '5' })
  expect(changed.items()).toEqual([
    ['a', '2'],
    ['e', '5'],
  ])
  expect(changed.merged([['a', '3']]).at('a')).toBe('3')
  expect(changed.at('a')).toBe('2')
  changed.clear()
  expect(changed.isEmpty).toBe(true)
  expect(() => changed.popitem()).toThrow(KeyError)
})

test.each([ImmutableDict, ImmutableTypeConversionDict])('copies of %o can be changed', (Class) => {
  const settled = new Class({ n: '1' })
  expect(settled.get('n', { type: int })).toBe(1)
  expect(settled.copy().set('n', '2').at('n')).toBe('2')
  expect(settled.merged({ m: '3' }).items()).toEqual([
    ['n', '1'],
    ['m', '3'],
  ])
  expect(settled.items()).toEqual([['n', '1']])
})
