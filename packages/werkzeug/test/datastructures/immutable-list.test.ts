import { expect, expectTypeOf, test } from 'vitest'
import { ImmutableList } from '../../src/datastructures/immutable-list.ts'

const list = (): ImmutableList<number> => new ImmutableList([1, 2, 3])

test('it is an array', () => {
  expect(Array.isArray(list())).toBe(true)
  expect([...list()]).toEqual([1, 2, 3])
  expect(list()[0]).toBe(1)
  expect(list().at(-1)).toBe(3)
  expect(new ImmutableList().length).toBe(0)
  expect([...new ImmutableList([7])]).toEqual([7])
  expectTypeOf(new ImmutableList(['a'])).toEqualTypeOf<ImmutableList<string>>()
})

test.each<[name: string, change: (items: number[]) => unknown]>([
  ['push', (items) => items.push(4)],
  ['pop', (items) => items.pop()],
  ['shift', (items) => items.shift()],
  ['unshift', (items) => items.unshift(0)],
  ['splice', (items) => items.splice(0, 1)],
  ['sort', (items) => Array.prototype.sort.call(items)],
  ['reverse', (items) => Array.prototype.reverse.call(items)],
  ['fill', (items) => items.fill(0)],
  ['copyWithin', (items) => items.copyWithin(0, 1)],
  ['an item', (items) => (items[0] = 9)],
  ['the length', (items) => (items.length = 0)],
])('%s is refused', (_, change) => {
  const items = list()
  expect(() => change(items)).toThrow(TypeError)
  expect([...items]).toEqual([1, 2, 3])
})

test('what it makes can be changed', () => {
  const made = list().filter((item) => item > 1)
  expect(made).not.toBeInstanceOf(ImmutableList)
  made.push(4)
  expect(made).toEqual([2, 3, 4])
})
