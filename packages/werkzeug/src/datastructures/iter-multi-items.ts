import { ReadonlyMultiDict } from './readonly-multi-dict.ts'
import type { MultiDictInit } from './readonly-multi-dict.ts'

/**
 * The pairs of whatever a {@link MultiDict} can be made of: one for each value of a list (array or set) of values.
 * Python: `werkzeug.datastructures.iter_multi_items`.
 *
 * @throws TypeError when it is no mapping and not made of pairs
 * @example
 * assert.deepEqual([...iterMultiItems({ a: ['1', '2'], b: '3', c: [] })], [['a', '1'], ['a', '2'], ['b', '3']])
 * assert.deepEqual([...iterMultiItems(new Map([['a', new Set(['1'])]]))], [['a', '1']])
 * assert.deepEqual([...iterMultiItems(new URLSearchParams('a=1&a=2'))], [['a', '1'], ['a', '2']])
 */
export function iterMultiItems<V>(mapping: MultiDictInit<V>): Iterable<readonly [key: string, value: V]> {
  if (mapping instanceof ReadonlyMultiDict) return mapping.items({ multi: true })
  if (typeof mapping !== 'object' || mapping === null) {
    throw new TypeError(`Expected pairs or a mapping, got ${mapping === null ? 'null' : typeof mapping}`)
  }
  if (mapping instanceof Map) return flattened(mapping as Map<string, V | V[] | Set<V>>)
  if (!(Symbol.iterator in mapping)) return flattened(Object.entries(mapping) as [string, V | V[] | Set<V>][])
  // Arrays of pairs, the usual case, are not copied.
  const pairs = (Array.isArray(mapping) ? mapping : [...(mapping as Iterable<unknown>)]) as [string, V][]
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new TypeError(`Expected pairs of key and value, got ${JSON.stringify(pair)}`)
    }
  }
  return pairs
}

function flattened<V>(entries: Iterable<[string, V | V[] | Set<V>]>): [string, V][] {
  const items: [string, V][] = []
  for (const [key, value] of entries) {
    if (!Array.isArray(value) && !(value instanceof Set)) items.push([key, value])
    else for (const one of value) items.push([key, one])
  }
  return items
}
