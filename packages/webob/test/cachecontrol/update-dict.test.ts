import { expect, test, vi } from 'vitest'
import { UpdateDict } from '../../src/cachecontrol/index.ts'

test.each<[name: string, act: (map: UpdateDict<string, number>) => unknown, value: unknown, calls: number]>([
  ['nothing', (map) => map.get('a'), 1, 0],
  ['set', (map) => [...map.set('b', 2).keys()], ['a', 'b'], 1],
  ['set to the same', (map) => map.set('a', 1).size, 1, 1],
  ['delete', (map) => [map.delete('a'), map.size], [true, 0], 1],
  ['delete of what is not there', (map) => [map.delete('b'), map.size], [false, 1], 0],
  ['clear', (map) => [map.clear(), map.size], [undefined, 0], 1],
])('says what changes it: %s', (_name, act, value, calls) => {
  const updated = vi.fn<() => void>()
  expect(act(new UpdateDict([['a', 1]], updated))).toEqual(value)
  expect(updated).toHaveBeenCalledTimes(calls)
})

test('is quiet without a function, and while it is filled', () => {
  const map = new UpdateDict<string, number>()
  expect(map.set('a', 1).delete('a')).toBe(true)
  const updated = vi.fn<() => void>()
  map.updated = updated
  map.set('a', 1)
  expect(updated).toHaveBeenCalledTimes(1)
})

test('says it once the change is made', () => {
  const sizes: number[] = []
  const map = new UpdateDict<string, number>([], () => sizes.push(map.size))
  map.set('a', 1).set('b', 2).delete('a')
  map.clear()
  expect(sizes).toEqual([1, 2, 1, 0])
})
