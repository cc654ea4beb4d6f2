import { expect, test } from 'vitest'
import { MultiDict } from '../../src/datastructures/multi-dict.ts'
import { entriesOf, isEntries } from '../../src/http/entries.ts'

test('dictionaries and objects have pairs', () => {
  expect([...entriesOf(new Map([['a', 1]]))]).toEqual([['a', 1]])
  expect([
    ...entriesOf(
      new MultiDict([
        ['a', '1'],
        ['a', '2'],
      ]),
    ),
  ]).toEqual([['a', '1']])
  expect([...entriesOf({ entries: 1, get: 2 })]).toEqual([
    ['entries', 1],
    ['get', 2],
  ])
})

test.each([[['a']], [new Set(['a'])], [{}]])('%j is no dictionary', (value) => {
  expect(isEntries(value)).toBe(false)
})
