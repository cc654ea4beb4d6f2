import { HeaderSet } from '@triptych/werkzeug/datastructures'
import { expect, test, vi } from 'vitest'

const made = () => {
  const onUpdate = vi.fn<(changed: HeaderSet) => void>()
  return { onUpdate, set: new HeaderSet(['Foo', 'bar', 'Baz'], onUpdate) }
}

test.each<[string, (set: HeaderSet) => unknown, string[], number]>([
  ['add', (set) => set.add('new'), ['Foo', 'bar', 'Baz', 'new'], 1],
  ['add what is there', (set) => set.add('FOO'), ['Foo', 'bar', 'Baz'], 0],
  ['update', (set) => set.update(['BAR', 'x', 'X']), ['Foo', 'bar', 'Baz', 'x'], 1],
  ['remove', (set) => set.remove('BAR'), ['Foo', 'Baz'], 1],
  ['discard', (set) => set.discard('baz'), ['Foo', 'bar'], 1],
  ['discard what is not there', (set) => set.discard('none'), ['Foo', 'bar', 'Baz'], 0],
  ['clear', (set) => set.clear(), [], 1],
  ['setAt', (set) => set.setAt(0, 'New'), ['New', 'bar', 'Baz'], 1],
  ['deleteAt', (set) => set.deleteAt(-1), ['Foo', 'bar'], 1],
])('%s', (_, change, expected, updates) => {
  const { set, onUpdate } = made()
  change(set)
  expect([...set]).toEqual(expected)
  expect(set.size).toBe(expected.length)
  expect(onUpdate).toHaveBeenCalledTimes(updates)
})

test('reading', () => {
  const { set } = made()
  expect([set.has('FOO'), set.has('none')]).toEqual([true, false])
  expect([set.find('BAZ'), set.find('none'), set.index('bar')]).toEqual([2, -1, 1])
  expect([set.at(0), set.at(-1)]).toEqual(['Foo', 'Baz'])
  expect(set.asSet()).toEqual(new Set(['foo', 'bar', 'baz']))
  expect(set.asSet({ preserveCasing: true })).toEqual(new Set(['Foo', 'bar', 'Baz']))
  expect(set.equals(new HeaderSet(['BAZ', 'FOO', 'BAR']))).toBe(true)
  expect(set.equals(new HeaderSet(['BAZ']))).toBe(false)
  expect(set.delete('foo')).toBe(true)
  expect(set.delete('foo')).toBe(false)
})

test('what is not there is an error', () => {
  const { set } = made()
  expect(() => set.remove('none')).toThrow(expect.objectContaining({ code: 'ERR_NO_SUCH_KEY' }))
  for (const fail of [
    () => set.index('none'),
    () => set.at(3),
    () => set.setAt(9, 'x'),
    () => set.deleteAt(9),
  ])
    expect(fail).toThrow(RangeError)
})

test('header and back', () => {
  const set = HeaderSet.fromHeader('foo, "a b", Bar')
  expect(set.toHeader()).toBe('foo, "a b", Bar')
  expect(HeaderSet.fromHeader(set.toHeader()).equals(set)).toBe(true)
  expect([HeaderSet.fromHeader(null).isEmpty, String(HeaderSet.fromHeader(''))]).toEqual([true, ''])
})
