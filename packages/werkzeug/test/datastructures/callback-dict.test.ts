import { expect, test } from 'vitest'
import { CallbackDict } from '../../src/datastructures/callback-dict.ts'
import { KeyError } from '../../src/errors.ts'

type Change = (dict: CallbackDict) => unknown

test.each<[name: string, change: Change, times: number]>([
  ['set', (dict) => dict.set('b', '2'), 1],
  ['set to the same', (dict) => dict.set('a', '1'), 1],
  ['setdefault of what is there', (dict) => dict.setdefault('a', '2'), 0],
  ['setdefault', (dict) => dict.setdefault('b', '2'), 1],
  ['delete', (dict) => dict.delete('a'), 1],
  ['delete what is not there', (dict) => dict.delete('b'), 0],
  ['pop', (dict) => dict.pop('a'), 1],
  ['pop what is not there', (dict) => dict.pop('b', { default: null }), 0],
  ['popitem', (dict) => dict.popitem(), 1],
  ['update', (dict) => dict.update({ b: '2', c: '3' }), 1],
  ['update with nothing', (dict) => dict.update({}), 1],
  ['clear', (dict) => dict.clear(), 1],
  ['reading', (dict) => [dict.get('a'), dict.at('a'), [...dict], dict.copy().set('z', '1')], 0],
])('%s', (_, change, times) => {
  const seen: unknown[] = []
  const dict = new CallbackDict({ a: '1' }, (changed) => void seen.push(changed))
  change(dict)
  expect(seen).toEqual(Array.from({ length: times }, () => dict))
})

test('a change that fails is none', () => {
  let times = 0
  const dict = new CallbackDict({}, () => times++)
  expect(() => dict.pop('a')).toThrow(KeyError)
  expect(() => dict.popitem()).toThrow(KeyError)
  expect(() => dict.update('a' as never)).toThrow(TypeError)
  expect(times).toBe(0)
})

test('who is told can be changed', () => {
  const dict = new CallbackDict<number>()
  dict.set('a', 1)
  let told = 0
  dict.onUpdate = (changed) => (told = changed.at('a'))
  dict.set('a', 2)
  dict.onUpdate = null
  dict.set('a', 3)
  expect(told).toBe(2)
})
