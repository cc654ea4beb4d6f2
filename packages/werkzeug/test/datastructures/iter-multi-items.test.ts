import { expect, test } from 'vitest'
import { ImmutableMultiDict } from '../../src/datastructures/immutable-multi-dict.ts'
import { iterMultiItems } from '../../src/datastructures/iter-multi-items.ts'
import type { MultiDictInit } from '../../src/datastructures/readonly-multi-dict.ts'

test.each<[name: string, mapping: MultiDictInit<string>, items: [string, string][]]>([
  [
    'a record',
    { a: ['1', '2'], b: '3', c: [], d: new Set(['4']) },
    [
      ['a', '1'],
      ['a', '2'],
      ['b', '3'],
      ['d', '4'],
    ],
  ],
  [
    'a Map',
    new Map([['a', ['1', '2']]]),
    [
      ['a', '1'],
      ['a', '2'],
    ],
  ],
  [
    'pairs',
    [
      ['a', '1'],
      ['a', '2'],
    ],
    [
      ['a', '1'],
      ['a', '2'],
    ],
  ],
  ['any iterable', new Set<[string, string]>([['a', '1']]), [['a', '1']]],
  [
    'a dictionary',
    new ImmutableMultiDict([
      ['a', '1'],
      ['a', '2'],
    ]),
    [
      ['a', '1'],
      ['a', '2'],
    ],
  ],
])('%s', (_, mapping, items) => {
  expect([...iterMultiItems(mapping)]).toEqual(items)
})

test.each<[mapping: unknown, message: string]>([
  [null, 'Expected pairs or a mapping, got null'],
  ['ab', 'Expected pairs or a mapping, got string'],
  [['ab'], 'Expected pairs of key and value, got "ab"'],
])('not %j', (mapping, message) => {
  expect(() => iterMultiItems(mapping as MultiDictInit<string>)).toThrow(new TypeError(message))
})
